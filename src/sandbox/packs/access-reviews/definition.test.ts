import { describe, expect, test } from 'vitest';
import {
  dayMs,
  decisionAbout,
  definitionBody,
  definitions,
  ids,
  instanceUrl,
  messageOf,
  minuteMs,
  once,
  queryScope,
  reviewer,
  sampleTenant,
  startReview,
  textOf,
  valuesOf,
  weekly,
} from '../../../../test/support/sandbox/sample-tenant.ts';
import { defaultSeed } from '../directory/seed/default-seed.ts';

const lastSignIn = { '@odata.type': '#microsoft.graph.userLastSignInRecommendationInsightSetting' };
const stage = (stageId: string) => ({ stageId, durationInDays: 1, recommendationsEnabled: false });

describe('defining a review', () => {
  test('it has not started right after, and a second later it has', () => {
    const tenant = sampleTenant();
    const made = tenant.send('POST', definitions, { body: definitionBody() });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ status: 'NotStarted', createdDateTime: null, lastModifiedDateTime: null });
    const url = `${definitions}/${textOf(made.body, 'id')}`;
    expect(tenant.send('GET', url).body).toMatchObject({
      status: 'NotStarted',
      createdDateTime: expect.stringMatching(/^2026-11-22T08:30:00\.000\d{4}Z$/),
    });
    tenant.advance(1_000);
    expect(tenant.send('GET', url).body['status']).toBe('InProgress');
  });

  test('one whose start date is to come waits for it, and shows the instance that waits', () => {
    const tenant = sampleTenant();
    const recurrence = { pattern: null, range: { type: 'numbered', startDate: '2026-11-25', endDate: '2026-12-01' } };
    const id = startReview(tenant, { settings: { recurrence } });
    tenant.advance(dayMs);
    expect(tenant.send('GET', instanceUrl(id)).body).toMatchObject({
      status: 'NotStarted',
      startDateTime: '2026-11-25T00:00:00Z',
      endDateTime: '2026-11-30T00:00:00Z',
    });
    tenant.advance(2 * dayMs);
    expect(tenant.send('GET', instanceUrl(id)).body['status']).toBe('InProgress');
  });

  const recurrence = once;
  const range = { type: 'numbered', startDate: '2026-11-22', endDate: '2026-12-31' };
  test.each([
    ['displayName is required.', { displayName: ' ' }],
    ['scope is required.', { scope: null }],
    ['Query /groups/x/photos is not supported', { scope: { query: '/groups/x/photos' } }],
    ["scope.query is 'groups'; a query starts with '/'", { scope: { query: 'groups' } }],
    ['scope.query names', { scope: { query: '/groups/00000000-0000-0000-0000-000000000000/transitiveMembers' } }],
    ["scope.queryType is 'ARM'", { scope: { query: '/users', queryType: 'ARM' } }],
    ['scope.query has a $filter that cannot be read', { scope: { query: '/users?$filter=(userType eq' } }],
    // A shell that ate the `$`, misspelt properties and what scopes cannot do: none of them may widen a review.
    ["scope.query has the query option '=true'", { scope: { query: "/users?=true&=(userType eq 'Guest')" } }],
    ["scope.query has the query option '$search=", { scope: { query: '/users?$search="displayName:a"' } }],
    ["scope.query has the query option 'filter=", { scope: { query: "/users?filter=userType eq 'Guest'" } }],
    ['scope.query has a $count', { scope: { query: "/users?$count=yes&$filter=userType eq 'Guest'" } }],
    ["with 'usertyp', which is no property", { scope: { query: "/users?$filter=usertyp eq 'Guest'" } }],
    [
      "with 'roleDefinitonId', which is no property",
      {
        scope: {
          query: `/roleManagement/directory/roleAssignmentScheduleInstances?$expand=principal&$filter=roleDefinitonId eq 'x'`,
        },
      },
    ],
    ['instanceEnumerationScope is required', { scope: { query: './members' } }],
    ['instanceEnumerationScope.query is', { instanceEnumerationScope: { query: '/users' } }],
    ['Query ./boss is not supported', { reviewers: [reviewer('./boss')] }],
    ["reviewers[0].queryRoot has to be 'decisions'", { reviewers: [reviewer('./manager')] }],
    ["reviewers[0].query names 'no-one', which does not exist", { reviewers: [reviewer('/users/no-one')] }],
    [
      "The property 'colour' does not exist on type 'microsoft.graph.accessReviewScheduleDefinition'",
      { colour: 'red' },
    ],
    ["The property 'settings.colour' does not exist", { settings: { recurrence, colour: 'red' } }],
    ['settings.instanceDurationInDays is required', { settings: { recurrence, instanceDurationInDays: null } }],
    [
      'settings.instanceDurationInDays has to be a whole number',
      { settings: { recurrence, instanceDurationInDays: 1.5 } },
    ],
    [
      'settings.instanceDurationInDays has to be a whole number from 0 to 3650',
      { settings: { recurrence, instanceDurationInDays: 1e6 } },
    ],
    [
      'settings.recurrence.pattern.interval has to be a whole number from 0 to 1000',
      { settings: { recurrence: { pattern: { type: 'weekly', interval: 2_000_000_000 }, range } } },
    ],
    ['settings.recurrence is required', { settings: { recurrence: null } }],
    ['settings.recurrence.range is required', { settings: { recurrence: { pattern: null } } }],
    [
      "settings.recurrence.pattern.type is 'daily'; supported are",
      { settings: { recurrence: { pattern: { type: 'daily' }, range } } },
    ],
    [
      'settings.recurrence.range.endDate is before',
      { settings: { recurrence: { range: { ...range, endDate: '2026-11-01' } } } },
    ],
    [
      "settings.recurrence.range.startDate is '2026-02-30'",
      { settings: { recurrence: { range: { ...range, startDate: '2026-02-30' } } } },
    ],
    [
      "settings.recommendationInsightSettings[0].@odata.type is 'user', which is not an insight setting",
      { settings: { recurrence, recommendationInsightSettings: [{ '@odata.type': '#microsoft.graph.user' }] } },
    ],
    [
      "settings.recommendationInsightSettings[0].signInScope is 'galaxy'",
      { settings: { recurrence, recommendationInsightSettings: [{ ...lastSignIn, signInScope: 'galaxy' }] } },
    ],
    ["stageSettings has two stages '1'", { stageSettings: [stage('1'), { ...stage('1'), dependsOn: ['1'] }] }],
    ["settings.defaultDecision is 'Maybe'", { settings: { recurrence, defaultDecision: 'Maybe' } }],
    [
      'settings.applyActions[0].@odata.type is',
      { settings: { recurrence, applyActions: [{ '@odata.type': '#microsoft.graph.burn' }] } },
    ],
    [
      'settings.mailNotificationsEnabled has to be true or false',
      { settings: { recurrence, mailNotificationsEnabled: 'yes' } },
    ],
  ])('a body that is wrong gets a 400 that says: %s', (message, changes) => {
    const tenant = sampleTenant();
    const response = tenant.send('POST', definitions, { body: definitionBody(changes) });
    expect([response.status, messageOf(response)]).toEqual([400, expect.stringContaining(message)]);
    expect(valuesOf(tenant.send('GET', definitions))).toEqual([]);
  });

  test('a body that is missing, or is no object, gets a 400', () => {
    const { send } = sampleTenant();
    expect(send('POST', definitions).status).toBe(400);
    expect(send('POST', definitions, { body: [1] }).status).toBe(400);
  });

  test('descriptions may be absent, as the tutorials disagree', () => {
    const { send } = sampleTenant();
    const response = send('POST', definitions, { body: definitionBody() });
    expect(response.body).toMatchObject({ descriptionForAdmins: null, descriptionForReviewers: null });
  });
});

describe('what the service makes of what was sent', () => {
  test('v1.0 names types, fills patterns in, hides the day of the month and cuts dates', () => {
    const { send } = sampleTenant();
    const recurrence = {
      pattern: { type: 'absoluteMonthly', dayOfMonth: 5, interval: 3 },
      range: { type: 'noEnd', startDate: '2026-11-22T12:02:30.667Z' },
    };
    const response = send('POST', definitions, { body: definitionBody({ settings: { recurrence } }) });
    expect(response.body).toMatchObject({
      scope: {
        '@odata.type': '#microsoft.graph.accessReviewQueryScope',
        query: `/groups/${ids.nightShift}/transitiveMembers`,
        queryRoot: null,
      },
      settings: {
        recurrence: {
          pattern: {
            type: 'absoluteMonthly',
            interval: 3,
            month: 0,
            dayOfMonth: 0,
            daysOfWeek: [],
            firstDayOfWeek: 'sunday',
            index: 'first',
          },
          range: { type: 'noEnd', startDate: '2026-11-22', endDate: '9999-12-31' },
        },
        applyActions: [],
        recommendationLookBackDuration: null,
        decisionHistoriesForReviewersEnabled: false,
        recommendationInsightSettings: [],
      },
      fallbackReviewers: [],
      stageSettings: [],
      additionalNotificationRecipients: [],
    });
    expect(response.body).not.toHaveProperty('backupReviewers');
  });

  test('beta echoes an untyped scope as received, and reads an endless series as numbered', () => {
    const { send } = sampleTenant();
    const beta = definitions.replace('v1.0', 'beta');
    const body = definitionBody({
      settings: { recurrence: weekly },
      backupReviewers: [reviewer(`/users/${ids.alex}`)],
    });
    const made = send('POST', beta, { body });
    expect(made.body['scope']).toEqual({
      query: `/groups/${ids.nightShift}/transitiveMembers`,
      queryType: 'MicrosoftGraph',
    });
    const backup = [{ query: `/users/${ids.alex}`, queryType: 'MicrosoftGraph', queryRoot: null }];
    expect(made.body).toMatchObject({ backupReviewers: backup, fallbackReviewers: backup });
    const read = send('GET', `${beta}/${textOf(made.body, 'id')}`);
    expect(read.body).toMatchObject({
      settings: { recurrence: { range: { type: 'numbered', endDate: '9999-12-31' } } },
    });
  });

  test('versions in front of queries are taken away, and $count is put in', () => {
    const { send } = sampleTenant();
    const { body } = send('POST', definitions, {
      body: definitionBody({
        scope: queryScope("./members/microsoft.graph.user/?$filter=(userType eq 'Guest')"),
        instanceEnumerationScope: queryScope("/v1.0/groups?$filter=(groupTypes/any(c:c+eq+'Unified'))"),
      }),
    });
    expect(body).toMatchObject({
      scope: { query: "./members/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')" },
      instanceEnumerationScope: { query: "/groups?$filter=(groupTypes/any(c:c+eq+'Unified'))&$count=true" },
    });
  });

  test('what was read can be put back', () => {
    const tenant = sampleTenant();
    for (const version of ['v1.0', 'beta']) {
      const id = startReview(tenant, { settings: { recurrence: weekly } });
      const url = `${definitions.replace('v1.0', version)}/${id}`;
      const before = tenant.send('GET', url).body;
      expect(tenant.send('PUT', url, { body: before })).toMatchObject({ status: 204 });
      expect(tenant.send('GET', url).body).toEqual({ ...before, lastModifiedDateTime: expect.any(String) });
    }
  });
});

describe('replacing a definition', () => {
  test('concerns future instances only', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings: { recurrence: weekly } });
    const url = `${definitions}/${id}`;
    const body = definitionBody({
      displayName: 'Longer',
      reviewers: [reviewer(`/users/${ids.admin}`)],
      settings: { recurrence: weekly, instanceDurationInDays: 6 },
    });
    expect(tenant.send('PUT', url, { body }).status).toBe(204);
    expect(tenant.send('GET', url).body['displayName']).toBe('Longer');
    tenant.advance(8 * dayMs);
    const [first, second] = valuesOf(tenant.send('GET', `${url}/instances`));
    expect(first).toMatchObject({ endDateTime: '2026-11-27T08:30:00Z', reviewers: [{ query: `/users/${ids.casey}` }] });
    expect(second).toMatchObject({
      startDateTime: '2026-11-29T00:00:00Z',
      endDateTime: '2026-12-05T00:00:00Z',
      reviewers: [{ query: `/users/${ids.admin}` }],
    });
  });

  test('can end a series', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings: { recurrence: weekly } });
    const range = { type: 'endDate', startDate: '2026-11-22', endDate: '2026-11-23' };
    const body = definitionBody({ settings: { recurrence: { ...weekly, range } } });
    expect(tenant.send('PUT', `${definitions}/${id}`, { body }).status).toBe(204);
    tenant.advance(60 * dayMs);
    expect(valuesOf(tenant.send('GET', `${definitions}/${id}/instances`))).toHaveLength(1);
  });

  test.each([
    ['displayName is required.', { displayName: '' }],
    ['scope cannot be changed.', { scope: { query: '/users' } }],
    ['reviewers can be changed only where they are individual users.', { reviewers: [] }],
    ['reviewers can be changed only where they are individual users.', { reviewers: [reviewer('./owners')] }],
  ])('is refused: %s', (message, changes) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { reviewers: [reviewer('./manager', { queryRoot: 'decisions' })] });
    const response = tenant.send('PUT', `${definitions}/${id}`, { body: definitionBody(changes) });
    expect([response.status, messageOf(response)]).toEqual([400, message]);
  });
});

describe('deleting a definition', () => {
  test('takes instances and decisions with it', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const decisions = `${instanceUrl(id)}/decisions`;
    const decision = `${decisions}/${decisionAbout(tenant.send('GET', decisions), ids.jamie)}`;
    expect(tenant.send('DELETE', `${definitions}/${id}`).status).toBe(204);
    for (const url of [`${definitions}/${id}`, `${definitions}/${id}/instances`, instanceUrl(id), decisions, decision])
      expect(tenant.send('GET', url).status).toBe(404);
    const own = { as: ids.casey };
    expect(valuesOf(tenant.send('GET', '/beta/me/pendingAccessReviewInstances', own))).toEqual([]);
    expect(valuesOf(tenant.send('GET', `${definitions}/filterByCurrentUser(on='reviewer')`, own))).toEqual([]);
    expect(tenant.send('DELETE', `${definitions}/${id}`).status).toBe(404);
    tenant.advance(30 * dayMs);
    expect(tenant.sandbox.world.directory.members(ids.nightShift)).toHaveLength(2);
  });
});

describe('finding definitions', () => {
  const filtered = (text: string) =>
    `${definitions}?$filter=contains(scope/microsoft.graph.accessReviewQueryScope/query,'${text}')`;
  const guests = "./members/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')";

  test('by scope, as documented: groups, one group, guests of all groups, and never inactive users', () => {
    const tenant = sampleTenant();
    startReview(tenant, { displayName: 'one group' });
    startReview(tenant, {
      displayName: 'guests',
      scope: queryScope(guests),
      instanceEnumerationScope: queryScope("/groups?$filter=(groupTypes/any(c:c+eq+'Unified'))&$count=true"),
    });
    startReview(tenant, {
      displayName: 'inactive',
      scope: {
        '@odata.type': '#microsoft.graph.accessReviewInactiveUsersQueryScope',
        query: `/groups/${ids.facilities}/transitiveMembers`,
        inactiveDuration: 'P30D',
      },
    });
    const names = (text: string) => valuesOf(tenant.send('GET', filtered(text))).map(({ displayName }) => displayName);
    expect(names('/groups')).toEqual(['one group']);
    expect(names(`/groups/${ids.nightShift}`)).toEqual(['one group']);
    expect(names(`/groups/${ids.facilities}`)).toEqual([]);
    expect(names('./members')).toEqual(['guests']);
    expect(valuesOf(tenant.send('GET', definitions))).toHaveLength(3);
  });

  test('by names that the type has, in v1.0', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const instances = `${definitions}/${id}/instances`;
    for (const place of [definitions, instances, `${instanceUrl(id)}/decisions`]) {
      expect(tenant.send('GET', `${place}?$filter=rating eq 1`).status, place).toBe(400);
      expect(tenant.send('GET', `${place}?$select=id,rating`).status, place).toBe(400);
      expect(tenant.send('GET', `${place}?$select=ID`).status, place).toBe(200);
    }
    expect(tenant.send('GET', `${instances}?$select=STATUS,scope/query&$orderby=startDateTime`).status).toBe(200);
  });
});

describe('rights to definitions', () => {
  const body = definitionBody();

  test.each([
    ['Global Administrator', ids.admin, 201],
    ['User and Identity Governance Administrator', ids.morgan, 201],
    ['owner of the group in scope', ids.casey, 201],
    ['application', 'application', 201],
    ['Security Reader', ids.sam, 403],
    ['Global Reader', ids.drew, 403],
    ['member of the group', ids.jamie, 403],
  ])('create, as %s (%s): %i', (_who, as, status) => {
    expect(sampleTenant().send('POST', definitions, { body, as }).status).toBe(status);
  });

  test('an owner may not create a review of more than their group', () => {
    const response = sampleTenant().send('POST', definitions, {
      as: ids.casey,
      body: definitionBody({ scope: queryScope('/users') }),
    });
    expect(response.status).toBe(403);
  });

  test.each([
    ['Global Administrator', ids.admin, 200, 200],
    ['Security Reader', ids.sam, 200, 200],
    ['Global Reader', ids.drew, 200, 200],
    ['owner of the group, and reviewer', ids.casey, 403, 200],
    ['another user', ids.alex, 403, 403],
    ['application', 'application', 200, 200],
  ])('read all and read one, as %s (%s): %i, %i', (_who, as, all, one) => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    expect(tenant.send('GET', definitions, { as }).status).toBe(all);
    expect(tenant.send('GET', `${definitions}/${id}`, { as }).status).toBe(one);
  });

  test('change and delete need what creating needs', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    for (const as of [ids.sam, ids.jamie]) {
      expect(tenant.send('PUT', `${definitions}/${id}`, { as, body }).status).toBe(403);
      expect(tenant.send('DELETE', `${definitions}/${id}`, { as }).status).toBe(403);
      expect(tenant.send('POST', `${instanceUrl(id)}/stop`, { as }).status).toBe(403);
    }
    expect(tenant.send('DELETE', `${definitions}/${id}`, { as: ids.casey }).status).toBe(204);
  });

  test('without a license no one may do anything, and is reported so', () => {
    const seed = { ...defaultSeed, tenant: { ...defaultSeed.tenant, licenses: ['AAD_PREMIUM'] } };
    const { send } = sampleTenant({ now: '2026-11-22T08:30:00Z', seed });
    const response = send('GET', definitions);
    expect([response.status, messageOf(response)]).toEqual([403, 'User does not have access to any of the reviews.']);
    expect(response.text).toContain('needs a Microsoft Entra ID P2');
    expect(send('POST', definitions, { body }).status).toBe(403);
  });
});

test('a definition is InProgress until its last instance is through', () => {
  const tenant = sampleTenant();
  const range = { type: 'numbered', numberOfOccurrences: 2, startDate: '2026-11-22' };
  const settings = { recurrence: { ...weekly, range }, autoApplyDecisionsEnabled: true };
  const id = startReview(tenant, { settings });
  const status = () => tenant.send('GET', `${definitions}/${id}`).body['status'];
  tenant.advance(6 * dayMs);
  expect(status()).toBe('InProgress');
  tenant.advance(7 * dayMs);
  expect(status()).toBe('Applied');
  expect(valuesOf(tenant.send('GET', `${definitions}/${id}/instances`))).toHaveLength(2);
  tenant.advance(100 * dayMs + minuteMs);
  expect(valuesOf(tenant.send('GET', `${definitions}/${id}/instances`))).toHaveLength(2);
});
