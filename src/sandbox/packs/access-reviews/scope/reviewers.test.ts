import { describe, expect, test } from 'vitest';
import {
  definitions,
  ids,
  instanceUrl,
  messageOf,
  queryScope,
  reviewer,
  sampleTenant,
  startReview,
  textOf,
  valuesOf,
  verdictsOf,
} from '../../../../../test/support/sandbox/sample-tenant.ts';
import type { JsonObject } from '../../../../json/json.ts';

const manager = reviewer('./manager', { queryRoot: 'decisions' });

/** Who was asked, by name. */
function sent(changes: JsonObject): readonly string[] {
  const tenant = sampleTenant();
  const id = startReview(tenant, changes);
  return valuesOf(tenant.send('GET', `${instanceUrl(id)}/contactedReviewers`)).map((one) => textOf(one, 'displayName'));
}

describe('who reviews', () => {
  const fallbackReviewers = [reviewer(`/users/${ids.drew}`)];
  const facilities = queryScope(`/groups/${ids.facilities}/transitiveMembers`);
  test.each<[string, JsonObject, readonly string[]]>([
    ['everybody themselves, where no one is named', { reviewers: [] }, ['Jamie Quill', 'Taylor Birch']],
    ['everybody themselves, where reviewers are absent', { reviewers: null }, ['Jamie Quill', 'Taylor Birch']],
    ['someone', { reviewers: [reviewer(`/v1.0/users/${ids.casey}`)] }, ['Casey Lund']],
    [
      'the people in a group',
      { reviewers: [reviewer(`/groups/${ids.facilities}/transitiveMembers`)] },
      ['Alex Marlow', 'Jordan Fell', 'Jamie Quill', 'Taylor Birch'],
    ],
    ['owners of the group under review', { reviewers: [reviewer('./owners')] }, ['Casey Lund']],
    ['owners of another group', { reviewers: [reviewer(`/groups/${ids.campaigns}/owners`)] }, ['Morgan Tide']],
    [
      'owners that a filter finds',
      {
        reviewers: [reviewer(`/groups/${ids.campaigns}/owners?$filter=microsoft.graph.user/department eq 'Marketing'`)],
      },
      ['Morgan Tide'],
    ],
    [
      'no one, where a filter finds no owner',
      { reviewers: [reviewer(`/groups/${ids.campaigns}/owners?$filter=microsoft.graph.user/country eq 'USA'`)] },
      [],
    ],
    [
      'owners of an application',
      { scope: queryScope(`/servicePrincipals/${ids.expenseReports}`), reviewers: [reviewer('./owners')] },
      ['Drew Pike'],
    ],
    [
      'owners of an application by its id',
      { reviewers: [reviewer(`/servicePrincipals/${ids.expenseReports}/owners`)] },
      ['Drew Pike'],
    ],
    ['managers', { scope: facilities, reviewers: [manager] }, ['Casey Lund', 'Morgan Tide']],
    [
      'fallback reviewers, for those who have no manager',
      { scope: facilities, reviewers: [manager], fallbackReviewers },
      ['Casey Lund', 'Morgan Tide', 'Drew Pike'],
    ],
    [
      'fallback reviewers by their old name, for a group that no one owns',
      {
        scope: queryScope(`/groups/${ids.archive}/members`),
        reviewers: [reviewer('./owners')],
        backupReviewers: fallbackReviewers,
      },
      ['Drew Pike'],
    ],
    [
      'no fallback reviewers, where there are reviewers',
      { reviewers: [reviewer('./owners')], fallbackReviewers },
      ['Casey Lund'],
    ],
  ])('%s', (_who, changes, expected) => {
    expect(sent(changes)).toEqual(expected);
  });

  test('a reviewer finds what is theirs, and nothing else', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { scope: facilities, reviewers: [manager], fallbackReviewers });
    const own = (as: string) =>
      verdictsOf(tenant.send('GET', `${instanceUrl(id)}/decisions/filterByCurrentUser(on='reviewer')`, { as }));
    expect(own(ids.casey)).toEqual(['Alex Marlow NotReviewed', 'Jamie Quill NotReviewed']);
    expect(own(ids.morgan)).toEqual(['Jordan Fell NotReviewed']);
    expect(own(ids.drew)).toEqual(['Taylor Birch NotReviewed']);
    expect(own(ids.alex)).toEqual([]);
    expect(own('application')).toEqual([]);
  });

  test('filterByCurrentUser is there for definitions and instances, with types, and for reviewers only', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    startReview(tenant, { reviewers: [reviewer(`/users/${ids.drew}`)] });
    const as = ids.casey;
    const found = tenant.send('GET', `${definitions}/filterByCurrentUser(on='reviewer')`, { as });
    expect(found.body).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(accessReviewScheduleDefinition)',
      '@odata.count': 1,
      value: [{ '@odata.type': '#microsoft.graph.accessReviewScheduleDefinition', id }],
    });
    const instances = tenant.send('GET', `${definitions}/${id}/instances/filterByCurrentUser(on='reviewer')`, { as });
    expect(instances.body).toMatchObject({
      value: [{ '@odata.type': '#microsoft.graph.accessReviewInstance', id, status: 'InProgress' }],
    });
    expect(tenant.send('GET', `${definitions}/filterByCurrentUser(on='owner')`, { as }).status).toBe(400);
  });
});

describe('changing who reviews an instance that runs', () => {
  const scope = { query: `/groups/${ids.nightShift}/transitiveMembers`, queryType: 'MicrosoftGraph' };
  const casey = reviewer(`/users/${ids.casey}`);
  const drew = reviewer(`/users/${ids.drew}`);

  test('asks the new ones, and no longer the old ones', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    tenant.advance(1_000);
    const response = tenant.send('PUT', instanceUrl(id), { body: { scope, reviewers: [drew] } });
    expect(response).toMatchObject({ status: 200, body: { reviewers: [{ query: `/users/${ids.drew}` }] } });
    const own = (as: string) =>
      tenant.send('GET', `${instanceUrl(id)}/decisions/filterByCurrentUser(on='reviewer')`, { as }).body[
        '@odata.count'
      ];
    expect([own(ids.casey), own(ids.drew)]).toEqual([0, 2]);
    const pending = (as: string) =>
      valuesOf(tenant.send('GET', '/beta/me/pendingAccessReviewInstances', { as })).length;
    expect([pending(ids.casey), pending(ids.drew)]).toEqual([0, 1]);
  });

  test('cannot take a fallback reviewer away: 409', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { fallbackReviewers: [drew] });
    const url = instanceUrl(id);
    const response = tenant.send('PUT', url, { body: { scope, reviewers: [casey], fallbackReviewers: [] } });
    expect([response.status, messageOf(response)]).toEqual([409, expect.stringContaining(`/users/${ids.drew}`)]);
    const more = { scope, fallbackReviewers: [drew, reviewer(`/users/${ids.sam}`)] };
    expect(tenant.send('PATCH', url, { body: more }).status).toBe(200);
  });

  test('needs the scope in the body, and an instance that runs', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    expect(messageOf(tenant.send('PUT', instanceUrl(id), { body: { reviewers: [drew] } }))).toBe('scope is required.');
    tenant.send('POST', `${instanceUrl(id)}/stop`);
    expect(tenant.send('PUT', instanceUrl(id), { body: { scope, reviewers: [drew] } }).status).toBe(400);
  });
});
