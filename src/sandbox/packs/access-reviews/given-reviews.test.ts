import { expect, test } from 'vitest';
import { typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';
import { parseSeeds } from '../directory/seed/load-seed.ts';

const definitions = '/identityGovernance/accessReviews/definitions';
const [definition, instance] = ['2f1d3a70-5a1e-4c58-9a44-60d5a3c1b001', '2f1d3a70-5a1e-4c58-9a44-60d5a3c1b002'];
const place = `${definitions}/${definition}/instances/${instance}`;
const item = (id: string, recommendation: string): string => `
  - path: ${place}/decisions/${id}
    properties: { decision: NotReviewed, recommendation: ${recommendation}, principal: { id: person-${id} } }`;

function reviewed(status: string) {
  const text = `version: 1
objects:
  - path: ${definitions}/${definition}
    properties: { displayName: Given }
  - path: ${place}
    properties: { status: ${status} }${item('one', 'Approve')}${item('two', 'Deny')}
`;
  const parsed = parseSeeds([{ path: 'a.seed.yaml', text }]);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const tenant = typedTenant({ seed: parsed.value });
  const decisions = () => tenant.values(`${place}/decisions`).map(({ decision }) => decision);
  return {
    ...tenant,
    decisions,
    act: (name: string, body?: object) => tenant.send('POST', `${place}/${name}`, { ...body }),
  };
}

test('decisions of a review that a seed gives are made, accepted and reset, by words that there are', () => {
  const { send, act, decisions } = reviewed('InProgress');
  expect(send('GET', place).label).toBe('seeded');
  expect(send('PATCH', `${place}/decisions/one`, { decision: 'Perhaps' })).toMatchObject({ status: 400 });
  expect(send('PATCH', `${place}/decisions/one`, { decision: 'Deny' })).toMatchObject({
    status: 204,
    label: 'modeled',
  });
  expect(send('GET', `${place}/decisions/one`)).toMatchObject({
    label: 'modeled',
    body: { reviewedBy: { displayName: expect.any(String) }, reviewedDateTime: '2026-01-01T00:00:00Z' },
  });
  expect(act('acceptRecommendations')).toMatchObject({ status: 204, label: 'modeled' });
  expect(decisions()).toEqual(['Deny', 'Deny']);
  expect(act('batchRecordDecisions', { decision: 'Never', justification: 'x' }).status).toBe(400);
  expect(
    act('batchRecordDecisions', { decision: 'Approve', justification: 'x', principalId: 'person-two' }).status,
  ).toBe(204);
  expect(decisions()).toEqual(['Deny', 'Approve']);
  expect(act('resetDecisions').status).toBe(204);
  expect(decisions()).toEqual(['NotReviewed', 'NotReviewed']);
});

test('it is stopped while it runs, and applied when it is over', () => {
  const { send, act, values } = reviewed('InProgress');
  expect(act('applyDecisions')).toMatchObject({ status: 400, label: 'modeled' });
  expect([act('stop').status, act('stop').status, act('sendReminder').status]).toEqual([204, 400, 400]);
  expect(send('GET', place).body).toMatchObject({ status: 'Completed' });
  expect(act('applyDecisions').status).toBe(204);
  expect(values(`${place}/decisions`)).toMatchObject([{ applyResult: 'AppliedSuccessfully' }, {}]);
  expect(send('PUT', `${definitions}/${definition}`, { displayName: 'Other' })).toMatchObject({ status: 204 });
  expect(send('GET', `${definitions}/${definition}`).body).toMatchObject({ displayName: 'Other' });
});
