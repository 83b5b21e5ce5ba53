import { describe, expect, test } from 'vitest';
import {
  decisionAbout,
  definitionBody,
  definitions,
  ids,
  instanceUrl,
  messageOf,
  queryScope,
  reviewer,
  type SampleTenant,
  sampleTenant,
  startReview,
  textOf,
  valuesOf,
  verdictsOf,
} from '../../../../test/support/sandbox/sample-tenant.ts';
import type { JsonObject } from '../../../json/json.ts';

const decisionsOf = ({ send }: SampleTenant, id: string) => send('GET', `${instanceUrl(id)}/decisions`);
const decisionUrl = (tenant: SampleTenant, id: string, about: string = ids.jamie) =>
  `${instanceUrl(id)}/decisions/${decisionAbout(decisionsOf(tenant, id), about)}`;

test('an item says by what it recommends: when the person signed in last, where it recommends', () => {
  const tenant = sampleTenant();
  const id = startReview(tenant);
  const insight = {
    '@odata.type': '#microsoft.graph.userSignInInsight',
    insightCreatedDateTime: '2026-11-22T08:30:00Z',
    lastSignInDateTime: '2026-11-17T08:30:00Z',
  };
  const url = decisionUrl(tenant, id);
  expect(tenant.send('GET', `${url}?$expand=insights`).body).toMatchObject({ insights: [insight] });
  expect(valuesOf(tenant.send('GET', `${url}/insights`))).toMatchObject([insight]);
  expect(tenant.send('GET', `${url}/insights`, { as: ids.sam }).status).toBe(200);
  expect(tenant.send('GET', `${url}/insights`, { as: ids.jamie }).status).toBe(403);
  const [first] = valuesOf(tenant.send('GET', `${instanceUrl(id)}/decisions?$expand=insights&$top=1`));
  expect(first).toHaveProperty('insights');
  const silent = startReview(tenant, { settings: { recommendationsEnabled: false } });
  expect(valuesOf(tenant.send('GET', `${decisionUrl(tenant, silent)}/insights`))).toEqual([]);
});

describe('deciding one item', () => {
  test('is recorded with who did it and when, and can be changed until the end', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const url = decisionUrl(tenant, id);
    const decision = { decision: 'Approve', justification: 'needed' };
    expect(tenant.send('PATCH', url, { as: ids.casey, body: decision }).status).toBe(204);
    expect(tenant.send('GET', url).body).toMatchObject({
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#identityGovernance/accessReviews/definitions('${id}')/instances('${id}')/decisions/$entity`,
      ...decision,
      reviewedDateTime: '2026-11-22T08:30:01Z',
      reviewedBy: { id: ids.casey, displayName: 'Casey Lund', type: null, userPrincipalName: 'CaseyL@contoso.com' },
      applyResult: 'New',
    });
    expect(tenant.send('PATCH', url, { as: ids.casey, body: { decision: 'dontknow' } }).status).toBe(204);
    expect(tenant.send('GET', url).body).toMatchObject({ decision: 'DontKnow', justification: '' });
  });

  test.each([
    ['the reviewer', ids.casey, 204],
    ['a person who is no reviewer', ids.sam, 403],
    ['an administrator who is no reviewer', ids.admin, 403],
    ['the person it is about', ids.jamie, 403],
    ['an application', 'application', 403],
  ])('by %s (%s): %i', (_who, as, status) => {
    const tenant = sampleTenant();
    const url = decisionUrl(tenant, startReview(tenant));
    expect(tenant.send('PATCH', url, { as, body: { decision: 'Deny' } }).status).toBe(status);
  });

  test('in a self-review is for each person alone', () => {
    const tenant = sampleTenant();
    const url = decisionUrl(tenant, startReview(tenant, { reviewers: [] }));
    expect(tenant.send('PATCH', url, { as: ids.taylor, body: { decision: 'Deny' } }).status).toBe(403);
    expect(tenant.send('PATCH', url, { as: ids.jamie, body: { decision: 'Approve' } }).status).toBe(204);
  });

  test.each<[string, JsonObject, string]>([
    ['no decision', {}, 'decision is required.'],
    ['an unknown decision', { decision: 'Perhaps' }, "decision is 'Perhaps'; supported are Approve, Deny, DontKnow."],
    ['taking it back', { decision: 'NotReviewed' }, "decision is 'NotReviewed'"],
    ['a missing justification', { decision: 'Approve' }, 'justification is required'],
    ['an empty justification', { decision: 'Approve', justification: ' ' }, 'justification is required'],
    ['a property of nothing', { decision: 'Approve', reason: 'x' }, "The property 'reason' does not exist"],
  ])('with %s: 400', (_what, body, message) => {
    const tenant = sampleTenant();
    const recurrence = { pattern: null, range: { type: 'noEnd' } };
    const settings = { justificationRequiredOnApproval: true, recurrence };
    const url = decisionUrl(tenant, startReview(tenant, { settings }));
    const response = tenant.send('PATCH', url, { as: ids.casey, body });
    expect([response.status, messageOf(response)]).toEqual([400, expect.stringContaining(message)]);
  });

  test('before the review has begun there is nothing to decide', () => {
    const tenant = sampleTenant();
    const id = textOf(tenant.send('POST', definitions, { body: definitionBody() }).body, 'id');
    expect(valuesOf(decisionsOf(tenant, id))).toEqual([]);
    const body = { decision: 'Approve' };
    expect(tenant.send('POST', `${instanceUrl(id)}/batchRecordDecisions`, { as: 'application', body }).status).toBe(
      400,
    );
  });

  test('an unknown id is a 404, and so is a decision of another instance', () => {
    const tenant = sampleTenant();
    const [one, other] = [startReview(tenant), startReview(tenant)];
    const foreign = decisionUrl(tenant, other).replaceAll(other, one);
    const body = { decision: 'Approve' };
    expect(tenant.send('PATCH', foreign, { as: ids.casey, body }).status).toBe(404);
    expect(tenant.send('GET', `${definitions}/${one}/instances/${other}`).status).toBe(404);
    expect(tenant.send('GET', `${definitions}/nothing`).status).toBe(404);
  });
});

describe('reading decisions', () => {
  test('all of them, for readers; one’s own without a role', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { reviewers: [] });
    const url = decisionUrl(tenant, id);
    const status = (path: string, as: string) => tenant.send('GET', path, { as }).status;
    expect([ids.drew, ids.casey, ids.jamie].map((as) => status(`${instanceUrl(id)}/decisions`, as))).toEqual([
      200, 200, 403,
    ]);
    expect([ids.jamie, ids.taylor].map((as) => status(url, as))).toEqual([200, 403]);
    expect([ids.jamie, ids.alex].map((as) => status(instanceUrl(id), as))).toEqual([200, 403]);
  });

  test('can be filtered and paged', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const url = `${instanceUrl(id)}/decisions`;
    expect(verdictsOf(tenant.send('GET', `${url}?$filter=recommendation eq 'Deny'`))).toEqual([
      'Taylor Birch NotReviewed',
    ]);
    const first = tenant.send('GET', `${url}?$top=1`);
    expect(first.body['@odata.count']).toBe(2);
    const next = textOf(first.body, '@odata.nextLink').replace('https://graph.microsoft.com', '');
    expect(verdictsOf(tenant.send('GET', next))).toEqual(['Taylor Birch NotReviewed']);
  });
});

describe('deciding many items at once', () => {
  const batch = (tenant: SampleTenant, id: string, body: JsonObject, as: string = ids.casey) =>
    tenant.send('POST', `${instanceUrl(id)}/batchRecordDecisions`, { as, body });

  test.each<[string, JsonObject, readonly string[]]>([
    ['all', {}, ['Jamie Quill Approve', 'Taylor Birch Approve']],
    ['of a principal', { principalId: ids.taylor }, ['Jamie Quill NotReviewed', 'Taylor Birch Approve']],
    ['of a resource', { resourceId: ids.nightShift }, ['Jamie Quill Approve', 'Taylor Birch Approve']],
    ['of another resource', { resourceId: ids.facilities }, ['Jamie Quill NotReviewed', 'Taylor Birch NotReviewed']],
  ])('%s', (_which, filter, expected) => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    expect(batch(tenant, id, { decision: 'Approve', justification: 'all', ...filter }).status).toBe(204);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(expected);
  });

  test('a reviewer decides what is theirs, an application everything, and no other user anything', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { reviewers: [] });
    expect(batch(tenant, id, { decision: 'Deny' }, ids.jamie).status).toBe(204);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(['Jamie Quill Deny', 'Taylor Birch NotReviewed']);
    expect(batch(tenant, id, { decision: 'Deny' }, ids.admin).status).toBe(403);
    expect(batch(tenant, id, { decision: 'Approve' }, 'application').status).toBe(204);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(['Jamie Quill Approve', 'Taylor Birch Approve']);
    expect(valuesOf(decisionsOf(tenant, id))[0]).toMatchObject({ reviewedBy: { displayName: 'Tutorial Replay' } });
  });

  test('can take decisions back', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    batch(tenant, id, { decision: 'Approve' });
    batch(tenant, id, { decision: 'NotReviewed', principalId: ids.jamie });
    expect(valuesOf(decisionsOf(tenant, id))[0]).toMatchObject({ decision: 'NotReviewed', reviewedDateTime: null });
  });

  test('a body that is wrong gets a 400', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    expect(messageOf(batch(tenant, id, { decision: 'Approve', who: 'x' }))).toBe("The parameter 'who' does not exist.");
    expect(messageOf(batch(tenant, id, {}))).toBe('decision is required.');
  });
});

describe('what else is done to all decisions', () => {
  test('recommendations are accepted where no one has decided', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { scope: queryScope(`/groups/${ids.facilities}/transitiveMembers`) });
    const url = decisionUrl(tenant, id, ids.jordan);
    tenant.send('PATCH', url, { as: ids.casey, body: { decision: 'Approve' } });
    const path = `${instanceUrl(id)}/acceptRecommendations`;
    expect(tenant.send('POST', path, { as: ids.casey }).status).toBe(204);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual([
      'Alex Marlow Approve',
      'Jordan Fell Approve',
      'Jamie Quill Approve',
      'Taylor Birch Deny',
    ]);
    expect(tenant.send('POST', path, { as: ids.admin }).status).toBe(403);
    expect(tenant.send('POST', path, { as: 'application' }).status).toBe(403);
  });

  test('all are taken back, by a person who may manage the review', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    tenant.send('POST', `${instanceUrl(id)}/acceptRecommendations`, { as: ids.casey });
    expect(tenant.send('POST', `${instanceUrl(id)}/resetDecisions`, { as: ids.drew }).status).toBe(403);
    expect(tenant.send('POST', `${instanceUrl(id)}/resetDecisions`).status).toBe(204);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(['Jamie Quill NotReviewed', 'Taylor Birch NotReviewed']);
  });

  test('reviewers are reminded while it runs', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    expect(tenant.send('POST', `${instanceUrl(id)}/sendReminder`).status).toBe(204);
    expect(tenant.send('POST', `${instanceUrl(id)}/sendReminder`, { as: ids.jamie }).status).toBe(403);
  });
});

describe('what awaits the signed-in user, in beta', () => {
  const pending = '/beta/me/pendingAccessReviewInstances';
  const own = "/beta/identityGovernance/accessReviews/decisions/filterByCurrentUser(on='reviewer')";

  test('instances that run, with their definition on demand', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const response = tenant.send('GET', `${pending}?$expand=definition&$top=100&$skip=0`, { as: ids.casey });
    expect(response.body).toMatchObject({
      '@odata.context': `https://graph.microsoft.com/beta/$metadata#users('${ids.casey}')/pendingAccessReviewInstances`,
      '@odata.count': 1,
      value: [{ id, status: 'InProgress', definition: { id, displayName: 'Review of the night shift' } }],
    });
    expect(tenant.send('GET', pending.replace('beta', 'v1.0'), { as: ids.casey }).status).not.toBe(200);
    tenant.send('POST', `${instanceUrl(id)}/stop`);
    expect(tenant.send('GET', pending, { as: ids.casey }).body['@odata.count']).toBe(0);
  });

  test('the decisions in one, which can be made there', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { reviewers: [] });
    const url = `${pending}/${id}/decisions`;
    const decisions = tenant.send('GET', url, { as: ids.jamie });
    expect(verdictsOf(decisions)).toEqual(['Jamie Quill NotReviewed']);
    const one = `${url}/${decisionAbout(decisions, ids.jamie)}`;
    expect(tenant.send('PATCH', one, { as: ids.jamie, body: { decision: 'Approve' } }).status).toBe(204);
    expect(tenant.send('GET', one, { as: ids.jamie }).body).toMatchObject({ decision: 'Approve' });
    expect(tenant.send('GET', url, { as: ids.alex }).status).toBe(404);
  });

  test('or made there all at once', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const as = ids.casey;
    const body = { decision: 'Deny', principalId: ids.jamie };
    expect(tenant.send('POST', `${pending}/${id}/batchRecordDecisions`, { as, body }).status).toBe(204);
    expect(tenant.send('POST', `${pending}/${id}/acceptRecommendations`, { as }).status).toBe(204);
    expect(verdictsOf(decisionsOf(tenant, id))).toEqual(['Jamie Quill Deny', 'Taylor Birch Deny']);
  });

  test('decisions of all reviews, which can be made in one call', () => {
    const tenant = sampleTenant();
    const reviews = [
      startReview(tenant),
      startReview(tenant, { scope: queryScope(`/groups/${ids.campaigns}/members`) }),
    ];
    expect(tenant.send('GET', own, { as: ids.casey }).body['@odata.count']).toBe(5);
    const body = { decision: 'Deny', resourceId: ids.campaigns };
    expect(tenant.send('POST', `${own}/recordAllDecisions`, { as: ids.casey, body }).status).toBe(204);
    expect(
      reviews.map((id) => new Set(verdictsOf(decisionsOf(tenant, id)).map((text) => text.split(' ').at(-1)))),
    ).toEqual([new Set(['NotReviewed']), new Set(['Deny'])]);
  });
});

test('the path is read without regard to case, and a PATCH may come without content type', () => {
  const tenant = sampleTenant();
  const id = startReview(tenant, { reviewers: [reviewer(`/users/${ids.casey}`)] });
  const url = decisionUrl(tenant, id).replace('identityGovernance', 'identitygovernance');
  const { sandbox } = tenant;
  const response = sandbox.handle(
    { method: 'PATCH', url, headers: {}, body: { decision: 'Approve', justification: 'needed' } },
    sandbox.signIn(ids.casey),
  );
  expect(response.status).toBe(204);
});
