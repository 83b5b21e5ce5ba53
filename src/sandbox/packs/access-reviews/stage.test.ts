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

const stage = (stageId: string, who: string, more: JsonObject = {}): JsonObject => ({
  stageId,
  dependsOn: [],
  durationInDays: 2,
  recommendationsEnabled: false,
  reviewers: [reviewer(`/users/${who}`)],
  ...more,
});

const three: readonly JsonObject[] = [
  stage('1', ids.casey, { decisionsThatWillMoveToNextStage: ['NotReviewed', 'Approve'] }),
  stage('2', ids.morgan, { dependsOn: ['1'], decisionsThatWillMoveToNextStage: ['Approve'] }),
  stage('3', ids.drew, { dependsOn: ['2'] }),
];

const facilities = queryScope(`/groups/${ids.facilities}/transitiveMembers`);
const start = (tenant: SampleTenant, changes: JsonObject = {}) =>
  startReview(tenant, { scope: facilities, stageSettings: three, ...changes });
const stagesOf = ({ send }: SampleTenant, id: string) => valuesOf(send('GET', `${instanceUrl(id)}/stages`));
const stageUrl = (tenant: SampleTenant, id: string, index: number) =>
  `${instanceUrl(id)}/stages/${textOf(stagesOf(tenant, id)[index] ?? {}, 'id')}`;

describe('a review in stages', () => {
  test('shows the stages that have begun, one after the other, and lasts as long as all together', () => {
    const tenant = sampleTenant();
    const id = start(tenant);
    expect(stagesOf(tenant, id)).toMatchObject([
      { status: 'InProgress', startDateTime: '2026-11-22T08:30:00Z', endDateTime: '2026-11-24T08:30:00Z' },
    ]);
    expect(tenant.send('GET', instanceUrl(id)).body['endDateTime']).toBe('2026-11-28T08:30:00Z');
    tenant.advance(2 * dayMs);
    expect(stagesOf(tenant, id).map(({ status }) => status)).toEqual(['Completed', 'InProgress']);
    tenant.advance(2 * dayMs);
    expect(stagesOf(tenant, id).map(({ status }) => status)).toEqual(['Completed', 'Completed', 'InProgress']);
    tenant.advance(2 * dayMs);
    expect(stagesOf(tenant, id).map(({ status }) => status)).toEqual(['Completed', 'Completed', 'Completed']);
    expect(tenant.send('GET', instanceUrl(id)).body['status']).toBe('Completed');
  });

  test('carries on what its settings say; what was decided stands until a person later decides otherwise', () => {
    const tenant = sampleTenant();
    const id = start(tenant);
    const decide = (index: number, about: string, decision: string, as: string) => {
      const decisions = `${stageUrl(tenant, id, index)}/decisions`;
      const url = `${decisions}/${decisionAbout(tenant.send('GET', decisions), about)}`;
      return tenant.send('PATCH', url, { as, body: { decision } }).status;
    };
    expect(decide(0, ids.alex, 'Approve', ids.casey)).toBe(204);
    expect(decide(0, ids.jordan, 'Deny', ids.casey)).toBe(204);
    expect(decide(0, ids.jamie, 'Approve', ids.casey)).toBe(204);
    expect(decide(0, ids.jamie, 'Approve', ids.morgan)).toBe(403);
    tenant.advance(2 * dayMs);
    const inStage = (index: number) => verdictsOf(tenant.send('GET', `${stageUrl(tenant, id, index)}/decisions`));
    expect(inStage(1)).toEqual(['Alex Marlow NotReviewed', 'Jamie Quill NotReviewed', 'Taylor Birch NotReviewed']);
    const all = () => verdictsOf(tenant.send('GET', `${instanceUrl(id)}/decisions`));
    expect(all()).toEqual([
      'Alex Marlow Approve',
      'Jordan Fell Deny',
      'Jamie Quill Approve',
      'Taylor Birch NotReviewed',
    ]);
    expect(decide(1, ids.alex, 'Deny', ids.morgan)).toBe(204);
    expect(decide(0, ids.taylor, 'Deny', ids.casey)).toBe(400);
    expect(all()[0]).toBe('Alex Marlow Deny');
    expect(inStage(0)[0]).toBe('Alex Marlow Approve');
    tenant.advance(2 * dayMs);
    expect(inStage(2)).toEqual([]);
    expect(all()).toEqual(['Alex Marlow Deny', 'Jordan Fell Deny', 'Jamie Quill Approve', 'Taylor Birch NotReviewed']);
  });

  test('can be decided on the instance, too, by the reviewers of the present stage and about what is in it', () => {
    const tenant = sampleTenant();
    const id = start(tenant);
    const decisions = tenant.send('GET', `${instanceUrl(id)}/decisions`);
    const patch = (about: string, decision: string, as: string) =>
      tenant.send('PATCH', `${instanceUrl(id)}/decisions/${decisionAbout(decisions, about)}`, {
        as,
        body: { decision },
      }).status;
    expect(patch(ids.jordan, 'Deny', ids.casey)).toBe(204);
    expect(patch(ids.alex, 'Deny', ids.morgan)).toBe(403);
    tenant.advance(2 * dayMs);
    expect(patch(ids.jordan, 'Approve', ids.casey)).toBe(400);
    expect(patch(ids.alex, 'Approve', ids.morgan)).toBe(204);
    expect(verdictsOf(tenant.send('GET', `${stageUrl(tenant, id, 1)}/decisions`))[0]).toBe('Alex Marlow Approve');
  });

  test('asks the reviewers of each stage when it begins', () => {
    const tenant = sampleTenant();
    const id = start(tenant);
    const sent = () =>
      valuesOf(tenant.send('GET', `${instanceUrl(id)}/contactedReviewers`)).map((one) => textOf(one, 'displayName'));
    expect(sent()).toEqual(['Casey Lund']);
    tenant.advance(2 * dayMs);
    expect(sent()).toEqual(['Casey Lund', 'Morgan Tide']);
    const own = `${instanceUrl(id)}/stages/filterByCurrentUser(on='reviewer')`;
    expect(tenant.send('GET', own, { as: ids.morgan }).body).toMatchObject({
      '@odata.count': 1,
      value: [{ '@odata.type': '#microsoft.graph.accessReviewStage', status: 'InProgress' }],
    });
  });

  test('a stage can be stopped: the next begins at once, the last ends the instance', () => {
    const tenant = sampleTenant();
    const id = start(tenant);
    const stop = (index: number, as: string = ids.admin) =>
      tenant.send('POST', `${stageUrl(tenant, id, index)}/stop`, { as }).status;
    expect(stop(0, ids.drew)).toBe(403);
    expect(stop(0)).toBe(204);
    expect(stop(0)).toBe(400);
    expect(stagesOf(tenant, id).map(({ status }) => status)).toEqual(['Completed', 'InProgress']);
    expect(tenant.send('GET', instanceUrl(id)).body['endDateTime']).toBe('2026-11-26T08:30:01Z');
    tenant.advance(2 * dayMs);
    expect(stagesOf(tenant, id).map(({ status }) => status)).toEqual(['Completed', 'Completed', 'InProgress']);
    expect(stop(2)).toBe(204);
    expect(tenant.send('GET', instanceUrl(id)).body['status']).toBe('Completed');
  });

  test('a batch and recommendations work in a stage as in an instance', () => {
    const tenant = sampleTenant();
    const stages = [stage('1', ids.casey, { recommendationsEnabled: true })];
    const id = start(tenant, { stageSettings: stages });
    const url = stageUrl(tenant, id, 0);
    const body = { decision: 'DontKnow', principalId: ids.alex };
    expect(tenant.send('POST', `${url}/batchRecordDecisions`, { as: ids.casey, body }).status).toBe(204);
    expect(tenant.send('POST', `${url}/acceptRecommendations`, { as: ids.casey }).status).toBe(204);
    expect(verdictsOf(tenant.send('GET', `${instanceUrl(id)}/decisions`))).toEqual([
      'Alex Marlow DontKnow',
      'Jordan Fell Deny',
      'Jamie Quill Approve',
      'Taylor Birch Deny',
    ]);
  });

  test('the reviewers of a stage can be changed', () => {
    const tenant = sampleTenant();
    const id = start(tenant);
    const body = { reviewers: [reviewer(`/users/${ids.sam}`)] };
    expect(tenant.send('PATCH', stageUrl(tenant, id, 0), { body }).status).toBe(200);
    const own = (as: string) => valuesOf(tenant.send('GET', '/beta/me/pendingAccessReviewInstances', { as })).length;
    expect([own(ids.casey), own(ids.sam)]).toEqual([0, 1]);
  });

  test('applies what is in the end', () => {
    const tenant = sampleTenant();
    const settings = { autoApplyDecisionsEnabled: true, defaultDecisionEnabled: true, defaultDecision: 'Deny' };
    const id = start(tenant, { settings });
    const body = { decision: 'Approve', principalId: ids.alex };
    tenant.send('POST', `${stageUrl(tenant, id, 0)}/batchRecordDecisions`, { as: ids.casey, body });
    tenant.advance(6 * dayMs + 3 * minuteMs);
    expect(tenant.sandbox.world.directory.members(ids.facilities)).toEqual([ids.alex, ids.nightShift]);
  });
});

test.each<[string, readonly JsonObject[], JsonObject]>([
  ['stageSettings has more than three stages.', [...three, stage('4', ids.sam, { dependsOn: ['3'] })], {}],
  ['stageSettings[0].dependsOn has to name nothing', [stage('1', ids.casey, { dependsOn: ['0'] })], {}],
  ["stageSettings[1].dependsOn has to name '1'", [stage('1', ids.casey), stage('2', ids.casey)], {}],
  ['stageSettings[0].durationInDays is required', [stage('1', ids.casey, { durationInDays: 0 })], {}],
  ['stageSettings[0].stageId is required', [stage('', ids.casey)], {}],
  [
    "decisionsThatWillMoveToNextStage has 'Maybe'",
    [stage('1', ids.casey, { decisionsThatWillMoveToNextStage: ['Maybe'] })],
    {},
  ],
  ['stageSettings last 8 days together', [stage('1', ids.casey, { durationInDays: 8 })], { recurrence: weekly }],
])('stages that are wrong get a 400 that says: %s', (message, stageSettings, settings) => {
  const response = sampleTenant().send('POST', definitions, { body: definitionBody({ stageSettings, settings }) });
  expect([response.status, messageOf(response)]).toEqual([400, expect.stringContaining(message)]);
});
