import { describe, expect, test } from 'vitest';
import {
  dayMs,
  decisionAbout,
  definitions,
  ids,
  instanceUrl,
  minuteMs,
  once,
  queryScope,
  reviewer,
  type SampleTenant,
  sampleTenant,
  startReview,
  textOf,
  valuesOf,
  verdictsOf,
  weekly,
} from '../../../../test/support/sandbox/sample-tenant.ts';
import type { JsonObject } from '../../../json/json.ts';

const decisionsOf = ({ send }: SampleTenant, id: string) => send('GET', `${instanceUrl(id)}/decisions`);
const statusOf = ({ send }: SampleTenant, id: string) => send('GET', instanceUrl(id)).body['status'];
const membersOf = ({ sandbox }: SampleTenant, groupId: string) => sandbox.world.directory.members(groupId);

function decide(tenant: SampleTenant, id: string, about: string, decision: string, as: string = ids.casey): void {
  const url = `${instanceUrl(id)}/decisions/${decisionAbout(decisionsOf(tenant, id), about)}`;
  expect(tenant.send('PATCH', url, { as, body: { decision, justification: 'because' } })).toMatchObject({
    status: 204,
  });
}

describe('how an instance ends', () => {
  test('and what would be applied by itself can be stopped, in beta', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings: { autoApplyDecisionsEnabled: true } });
    decide(tenant, id, ids.jamie, 'Deny');
    const stop = () => tenant.send('POST', `${instanceUrl(id).replace('v1.0', 'beta')}/stopApplyDecisions`).status;
    expect(stop()).toBe(400);
    tenant.send('POST', `${instanceUrl(id)}/stop`);
    expect([stop(), stop(), statusOf(tenant, id)]).toEqual([204, 400, 'Completed']);
    tenant.advance(dayMs);
    expect([statusOf(tenant, id), membersOf(tenant, ids.nightShift).includes(ids.jamie)]).toEqual(['Completed', true]);
    expect(tenant.send('POST', `${instanceUrl(id)}/applyDecisions`).status).toBe(204);
    expect(membersOf(tenant, ids.nightShift)).not.toContain(ids.jamie);
  });

  test('by itself after its days; nothing is applied unless a setting says so', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    decide(tenant, id, ids.jamie, 'Deny');
    tenant.advance(5 * dayMs - 2_000);
    expect(statusOf(tenant, id)).toBe('InProgress');
    tenant.advance(1_000);
    expect(statusOf(tenant, id)).toBe('Completed');
    tenant.advance(30 * dayMs);
    expect(statusOf(tenant, id)).toBe('Completed');
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(['Jamie Quill Deny', 'Taylor Birch NotReviewed']);
    expect(valuesOf(decisionsOf(tenant, id)).map(({ applyResult }) => applyResult)).toEqual(['New', 'New']);
    expect(membersOf(tenant, ids.nightShift)).toHaveLength(2);
  });

  test('by default decision and auto-apply: Completed, AutoReviewing, AutoReviewed, Applied', () => {
    const tenant = sampleTenant();
    const settings = { defaultDecisionEnabled: true, defaultDecision: 'Deny', autoApplyDecisionsEnabled: true };
    const id = startReview(tenant, { settings });
    decide(tenant, id, ids.jamie, 'Approve');
    tenant.advance(5 * dayMs - 1_000);
    const seen = [statusOf(tenant, id)];
    for (const step of [20_000, 40_000]) {
      tenant.advance(step);
      seen.push(statusOf(tenant, id));
    }
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(['Jamie Quill Approve', 'Taylor Birch Deny']);
    expect(valuesOf(decisionsOf(tenant, id))[1]).toMatchObject({
      applyResult: 'New',
      reviewedDateTime: '2026-11-27T08:31:00Z',
      reviewedBy: { id: '00000000-0000-0000-0000-000000000000', displayName: 'AAD Access Reviews' },
    });
    expect(membersOf(tenant, ids.nightShift)).toEqual([ids.jamie, ids.taylor]);
    tenant.advance(2 * minuteMs);
    seen.push(statusOf(tenant, id));
    expect(seen).toEqual(['Completed', 'AutoReviewing', 'AutoReviewed', 'Applied']);
    expect(membersOf(tenant, ids.nightShift)).toEqual([ids.jamie]);
    expect(valuesOf(decisionsOf(tenant, id))[1]).toMatchObject({
      applyResult: 'AppliedSuccessfully',
      appliedDateTime: '2026-11-27T08:33:00Z',
      appliedBy: { id: '00000000-0000-0000-0000-000000000000', displayName: 'AAD Access Reviews' },
    });
  });

  test.each([
    ['Approve', ['Jamie Quill Approve', 'Taylor Birch Approve']],
    ['Deny', ['Jamie Quill Deny', 'Taylor Birch Deny']],
    ['Recommendation', ['Jamie Quill Approve', 'Taylor Birch Deny']],
    ['None', ['Jamie Quill NotReviewed', 'Taylor Birch NotReviewed']],
  ])('with the default decision %s, and stays Completed until a person applies', (defaultDecision, expected) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings: { defaultDecisionEnabled: true, defaultDecision } });
    tenant.advance(6 * dayMs);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(expected);
    expect(statusOf(tenant, id)).toBe('Completed');
  });

  test('without recommendations the default decision Recommendation decides nothing', () => {
    const tenant = sampleTenant();
    const settings = { defaultDecisionEnabled: true, defaultDecision: 'Recommendation', recommendationsEnabled: false };
    const id = startReview(tenant, { settings });
    tenant.advance(6 * dayMs);
    expect(valuesOf(decisionsOf(tenant, id)).map(({ recommendation }) => recommendation)).toEqual([
      'NoInfoAvailable',
      'NoInfoAvailable',
    ]);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(['Jamie Quill NotReviewed', 'Taylor Birch NotReviewed']);
  });

  test('when it is stopped; then reviewers have no say, and it cannot be stopped again', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings: { autoApplyDecisionsEnabled: true } });
    decide(tenant, id, ids.jamie, 'Deny');
    const decision = `${instanceUrl(id)}/decisions/${decisionAbout(decisionsOf(tenant, id), ids.taylor)}`;
    expect(tenant.send('POST', `${instanceUrl(id)}/stop`).status).toBe(204);
    expect(statusOf(tenant, id)).toBe('Completed');
    expect(tenant.send('PATCH', decision, { as: ids.casey, body: { decision: 'Deny' } }).status).toBe(400);
    for (const action of ['stop', 'sendReminder', 'resetDecisions'])
      expect(tenant.send('POST', `${instanceUrl(id)}/${action}`).status).toBe(400);
    tenant.advance(3 * minuteMs);
    expect(statusOf(tenant, id)).toBe('Applied');
    expect(membersOf(tenant, ids.nightShift)).toEqual([ids.taylor]);
  });
});

describe('how long an instance lasts', () => {
  const endOf = (settings: JsonObject) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings });
    return valuesOf(tenant.send('GET', `${definitions}/${id}/instances`))[0]?.['endDateTime'];
  };

  test('as many days as it says', () => expect(endOf({ instanceDurationInDays: 3 })).toBe('2026-11-25T08:30:00Z'));
  test('zero days of a one-time review: until the range ends', () =>
    expect(endOf({ instanceDurationInDays: 0 })).toBe('2026-12-31T08:00:00Z'));
  test('zero days of a recurring review: it ends when it begins', () =>
    expect(endOf({ instanceDurationInDays: 0, recurrence: weekly })).toBe('2026-11-22T08:30:00Z'));
});

test('a review of zero days is open for minutes all the same, then decided by default, then applied', () => {
  const tenant = sampleTenant();
  const settings = {
    instanceDurationInDays: 0,
    recurrence: weekly,
    defaultDecisionEnabled: true,
    defaultDecision: 'Approve',
    autoApplyDecisionsEnabled: true,
  };
  const id = startReview(tenant, { settings });
  const [instance] = valuesOf(tenant.send('GET', `${definitions}/${id}/instances`));
  const url = instanceUrl(id, instance === undefined ? '' : textOf(instance, 'id'));
  const seen = () => [tenant.send('GET', url).body['status'], ...verdictsOf(tenant.send('GET', `${url}/decisions`))];
  expect(seen()).toEqual(['InProgress', 'Jamie Quill NotReviewed', 'Taylor Birch NotReviewed']);
  tenant.advance(6 * minuteMs);
  expect(seen()).toEqual(['AutoReviewed', 'Jamie Quill Approve', 'Taylor Birch Approve']);
  tenant.advance(2 * minuteMs);
  expect(seen()).toEqual(['Applied', 'Jamie Quill Approve', 'Taylor Birch Approve']);
});

describe('series', () => {
  /** Starts of all instances after a time. */
  const startsAfter = (days: number, recurrence: JsonObject, settings: JsonObject = {}) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings: { instanceDurationInDays: 1, recurrence, ...settings } });
    tenant.advance(days * dayMs);
    return valuesOf(tenant.send('GET', `${definitions}/${id}/instances`)).map((one) => textOf(one, 'startDateTime'));
  };
  const monthly = (range: JsonObject, pattern: JsonObject = {}) => ({
    pattern: { type: 'absoluteMonthly', interval: 1, ...pattern },
    range: { startDate: '2026-11-22', ...range },
  });

  test('weekly without end', () =>
    expect(startsAfter(15, weekly)).toEqual(['2026-11-22T08:30:00Z', '2026-11-29T00:00:00Z', '2026-12-06T00:00:00Z']));
  test('every other week', () =>
    expect(startsAfter(15, { ...weekly, pattern: { type: 'weekly', interval: 2 } })).toEqual([
      '2026-11-22T08:30:00Z',
      '2026-12-06T00:00:00Z',
    ]));
  test('a number of times', () =>
    expect(startsAfter(400, monthly({ type: 'numbered', numberOfOccurrences: 3 }))).toEqual([
      '2026-11-22T08:30:00Z',
      '2026-12-22T00:00:00Z',
      '2027-01-22T00:00:00Z',
    ]));
  test('until a date', () =>
    expect(startsAfter(400, monthly({ type: 'endDate', endDate: '2026-12-22' }))).toHaveLength(2));
  test('numbered with an end date, as the tutorial has it', () =>
    expect(startsAfter(400, monthly({ type: 'numbered', numberOfOccurrences: 0, endDate: '2027-01-21' }))).toHaveLength(
      2,
    ));
  test('on a day of the month, or the month’s last', () =>
    expect(startsAfter(120, monthly({ type: 'noEnd' }, { dayOfMonth: 31 }))).toEqual([
      '2026-11-22T08:30:00Z',
      '2026-12-31T00:00:00Z',
      '2027-01-31T00:00:00Z',
      '2027-02-28T00:00:00Z',
    ]));
  test('that began in the past continues from today', () =>
    expect(startsAfter(8, { ...weekly, range: { type: 'noEnd', startDate: '2020-09-08' } })).toEqual([
      '2026-11-22T08:30:00Z',
      '2026-11-24T00:00:00Z',
    ]));
  test('the next instance is there once the last one is applied', () => {
    expect(startsAfter(2, weekly)).toHaveLength(1);
    expect(startsAfter(2, weekly, { autoApplyDecisionsEnabled: true })).toEqual([
      '2026-11-22T08:30:00Z',
      '2026-11-29T00:00:00Z',
    ]);
  });

  test('it makes no difference in how many steps the clock moves', () => {
    const state = (steps: number) => {
      const tenant = sampleTenant();
      const settings = {
        recurrence: weekly,
        defaultDecisionEnabled: true,
        defaultDecision: 'Recommendation',
        autoApplyDecisionsEnabled: true,
      };
      const id = startReview(tenant, { settings });
      for (let step = 0; step < steps; step += 1) tenant.advance((30 * dayMs) / steps);
      const instances = valuesOf(tenant.send('GET', `${definitions}/${id}/instances`));
      return [
        instances,
        instances.map((one) => tenant.send('GET', `${instanceUrl(id, textOf(one, 'id'))}/decisions`).body),
      ];
    };
    expect(state(1)).toEqual(state(30));
  });
});

describe('applying', () => {
  const all = (tenant: SampleTenant, id: string, decision: string) =>
    tenant.send('POST', `${instanceUrl(id)}/batchRecordDecisions`, { as: 'application', body: { decision } });
  const results = (tenant: SampleTenant, id: string) =>
    valuesOf(decisionsOf(tenant, id)).map(({ applyResult }) => applyResult);

  test('is for Completed instances, and signed by who did it', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    decide(tenant, id, ids.jamie, 'Deny');
    decide(tenant, id, ids.taylor, 'DontKnow');
    expect(tenant.send('POST', `${instanceUrl(id)}/applyDecisions`).status).toBe(400);
    tenant.send('POST', `${instanceUrl(id)}/stop`);
    expect(tenant.send('POST', `${instanceUrl(id)}/applyDecisions`, { as: ids.drew }).status).toBe(403);
    expect(tenant.send('POST', `${instanceUrl(id)}/applyDecisions`).status).toBe(204);
    expect(statusOf(tenant, id)).toBe('Applied');
    expect(membersOf(tenant, ids.nightShift)).toEqual([ids.taylor]);
    expect(valuesOf(decisionsOf(tenant, id))).toMatchObject([
      { applyResult: 'AppliedSuccessfully', appliedBy: { id: ids.admin }, appliedDateTime: expect.any(String) },
      { applyResult: 'New', appliedDateTime: null },
    ]);
    expect(tenant.send('POST', `${instanceUrl(id)}/applyDecisions`).status).toBe(400);
  });

  test('right after the end decides by default first', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { settings: { defaultDecisionEnabled: true, defaultDecision: 'Deny' } });
    tenant.send('POST', `${instanceUrl(id)}/stop`);
    tenant.send('POST', `${instanceUrl(id)}/applyDecisions`);
    expect(membersOf(tenant, ids.nightShift)).toEqual([]);
  });

  test.each<[string, JsonObject, (tenant: SampleTenant) => void, readonly string[]]>([
    [
      'a group that comes from on premises',
      { scope: queryScope(`/groups/${ids.onPremises}/members`) },
      () => {},
      ['ApplyNotSupported', 'ApplyNotSupported'],
    ],
    [
      'a mail-enabled security group',
      {},
      ({ sandbox }) => sandbox.world.directory.updateGroup(ids.nightShift, { mailEnabled: true }),
      ['ApplyNotSupported', 'ApplyNotSupported'],
    ],
    [
      'members of a group in the group',
      { scope: queryScope(`/groups/${ids.facilities}/transitiveMembers`) },
      () => {},
      ['AppliedSuccessfully', 'AppliedSuccessfully', 'ApplyNotSupported', 'ApplyNotSupported'],
    ],
    [
      'a person who has left meanwhile',
      {},
      ({ sandbox }) => sandbox.world.directory.removeMember(ids.nightShift, ids.jamie),
      ['AppliedSuccessfullyButObjectNotFound', 'AppliedSuccessfully'],
    ],
    [
      'a person who was deleted meanwhile',
      {},
      ({ sandbox }) => sandbox.world.directory.delete(ids.jamie),
      ['AppliedSuccessfullyButObjectNotFound', 'AppliedSuccessfully'],
    ],
    [
      'a group that was deleted meanwhile',
      {},
      ({ sandbox }) => sandbox.world.directory.delete(ids.nightShift),
      ['AppliedSuccessfullyButObjectNotFound', 'AppliedSuccessfullyButObjectNotFound'],
    ],
    [
      'people as such',
      { scope: queryScope("/users?$filter=(userType eq 'Guest')") },
      () => {},
      ['ApplyNotSupported', 'ApplyNotSupported'],
    ],
  ])('to %s', (_what, changes, meanwhile, expected) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, changes);
    all(tenant, id, 'Deny');
    meanwhile(tenant);
    tenant.send('POST', `${instanceUrl(id)}/stop`);
    tenant.send('POST', `${instanceUrl(id)}/applyDecisions`);
    expect(results(tenant, id)).toEqual(expected);
  });

  test('takes roles, applications and access packages away', () => {
    const tenant = sampleTenant();
    const role = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
    const { directory } = tenant.sandbox.world;
    const scopes = [
      `/roleManagement/directory/roleDefinitions/${role}`,
      `/servicePrincipals/${ids.expenseReports}`,
      `/identityGovernance/entitlementManagement/accessPackageAssignments?$filter=(assignmentPolicyId eq '${ids.policy}')`,
    ];
    for (const scope of scopes) {
      const id = startReview(tenant, { scope: queryScope(scope), reviewers: [reviewer(`/users/${ids.admin}`)] });
      all(tenant, id, 'Deny');
      tenant.send('POST', `${instanceUrl(id)}/stop`);
      tenant.send('POST', `${instanceUrl(id)}/applyDecisions`);
      expect(new Set(results(tenant, id))).toEqual(new Set(['AppliedSuccessfully']));
    }
    expect(directory.roleHolders(role, 'active')).toEqual([]);
    expect(directory.roleHolders(role, 'eligible')).toEqual([]);
    expect(directory.appAssignments(ids.expenseReports)).toEqual([]);
    expect(directory.accessPackageAssignments()).toEqual([]);
  });

  test('can lock guests out, and delete them 30 days later; no other user', () => {
    const tenant = sampleTenant();
    const applyActions = [{ '@odata.type': '#microsoft.graph.disableAndDeleteUserApplyAction' }];
    const id = startReview(tenant, {
      scope: queryScope(`/groups/${ids.campaigns}/members`),
      settings: { recurrence: once, instanceDurationInDays: 1, applyActions, autoApplyDecisionsEnabled: true },
    });
    all(tenant, id, 'Deny');
    tenant.advance(dayMs + 3 * minuteMs);
    const { directory } = tenant.sandbox.world;
    expect(results(tenant, id)).toEqual(['ApplyNotSupported', 'ApplyNotSupported', 'AppliedSuccessfully']);
    expect(directory.user(ids.kim)?.accountEnabled).toBe(false);
    expect(directory.user(ids.morgan)?.accountEnabled).toBe(true);
    tenant.advance(30 * dayMs - minuteMs);
    expect(directory.user(ids.kim)).toBeDefined();
    tenant.advance(minuteMs);
    expect(directory.user(ids.kim)).toBeUndefined();
    expect(directory.user(ids.lee)).toBeDefined();
  });

  test('spares a guest whom a person has let in again', () => {
    const tenant = sampleTenant();
    const applyActions = [{ '@odata.type': '#microsoft.graph.disableAndDeleteUserApplyAction' }];
    const id = startReview(tenant, {
      scope: queryScope(`/groups/${ids.archive}/members`),
      settings: { recurrence: once, instanceDurationInDays: 1, applyActions },
    });
    all(tenant, id, 'Deny');
    tenant.send('POST', `${instanceUrl(id)}/stop`);
    tenant.send('POST', `${instanceUrl(id)}/applyDecisions`);
    tenant.sandbox.world.directory.updateUser(ids.lee, { accountEnabled: true });
    tenant.advance(40 * dayMs);
    expect(tenant.sandbox.world.directory.user(ids.lee)).toBeDefined();
    expect(tenant.sandbox.world.directory.user(ids.kim)).toBeUndefined();
  });
});

describe('recommendations', () => {
  const recommended = (settings: JsonObject) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, {
      scope: queryScope(`/groups/${ids.facilities}/transitiveMembers`),
      settings: { recurrence: once, instanceDurationInDays: 1, ...settings },
    });
    return valuesOf(decisionsOf(tenant, id)).map(({ recommendation }) => recommendation);
  };
  const on = { recommendationsEnabled: true };
  const insight = { '@odata.type': '#microsoft.graph.userLastSignInRecommendationInsightSetting' };

  // Alex signed in 2 days ago, Jordan 120, Jamie 5, Taylor never.
  test.each<[string, JsonObject, readonly string[]]>([
    ['30 days back, by default', on, ['Approve', 'Deny', 'Approve', 'Deny']],
    ['shorter', { ...on, recommendationLookBackDuration: 'P3D' }, ['Approve', 'Deny', 'Deny', 'Deny']],
    ['longer', { ...on, recommendationLookBackDuration: 'P6M' }, ['Approve', 'Approve', 'Approve', 'Deny']],
    [
      'as an insight says',
      { ...on, recommendationInsightSettings: [{ ...insight, recommendationLookBackDuration: 'P3D' }] },
      ['Approve', 'Deny', 'Deny', 'Deny'],
    ],
    ['off', { recommendationsEnabled: false }, Array(4).fill('NoInfoAvailable')],
  ])('%s', (_what, settings, expected) => {
    expect(recommended(settings)).toEqual(expected);
  });
});
