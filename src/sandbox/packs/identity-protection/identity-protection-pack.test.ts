import { expect, test } from 'vitest';
import { ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';

const users = '/identityProtection/riskyUsers';
const detections = '/identityProtection/riskDetections';

test('a user who is confirmed compromised is at risk until the risk is dismissed', () => {
  const { send, values } = typedTenant();
  // The invented tenant has one risky user from the start.
  const begun = [...values(users), ...values(detections)].map(({ id }) => id);
  const since = (url: string) => values(url).filter(({ id }) => !begun.includes(id));
  expect(begun).toHaveLength(2);
  expect(send('POST', `${users}/confirmCompromised`, { userIds: [ids.alex] })).toMatchObject({
    status: 204,
    label: 'modeled',
  });
  expect(since(users)).toMatchObject([{ id: ids.alex, riskLevel: 'high', riskState: 'confirmedCompromised' }]);
  expect(values(`${detections}?$filter=riskState eq 'confirmedCompromised'`)).toHaveLength(1);
  expect(send('POST', `${users}/dismiss`, { userIds: [ids.alex] }).status).toBe(204);
  expect(send('GET', `${users}/${ids.alex}`).body).toMatchObject({ riskLevel: 'none', riskState: 'dismissed' });
  expect(since(detections)).toMatchObject([{ riskState: 'dismissed' }]);
  expect(values(`${users}/${ids.alex}/history`)).toMatchObject([
    { riskState: 'confirmedCompromised' },
    { riskState: 'dismissed' },
  ]);
  send('DELETE', `/users/${ids.alex}`);
  expect([...since(users), ...since(detections)]).toEqual([]);
});

test('a forbidden action is refused', () => {
  const { send, sendAs } = typedTenant();
  expect(send('POST', `${users}/dismiss`, { userIds: ['00000000-1111-4222-8333-444444444444'] }).status).toBe(404);
  expect(send('POST', `${users}/dismiss`, { userIds: [] }).status).toBe(400);
  expect(send('POST', users, { riskLevel: 'high' }).status).toBe(405);
  const forbidden = { status: 403, code: 'Forbidden' };
  expect(sendAs(ids.alex)('GET', users)).toMatchObject(forbidden);
  expect(sendAs(ids.sam)('GET', users)).toMatchObject({ status: 200 });
  expect(sendAs(ids.sam)('POST', `${users}/dismiss`, { userIds: [ids.alex] })).toMatchObject(forbidden);
  expect(sendAs(ids.admin, ['IdentityRiskyUser.Read.All'])('GET', detections)).toMatchObject(forbidden);
});

test('risk of people and service principals that a seed does not have is listed nevertheless', () => {
  const [risky, grant] = ['41a31b00-3b3b-42d9-8f1c-6d4f14e74c69', 'AVs6JuUDjkCFV7q2gd8QTPimBBgj5iBFj0C6GwwRxC0'];
  const { send } = typedTenant({
    seed: {
      version: 1,
      objects: [
        { path: `${users}/${risky}`, properties: { riskLevel: 'high' } },
        { path: `${users}/${risky}/history/1`, properties: { riskLevel: 'low' } },
        { path: `/oauth2PermissionGrants/${grant}`, properties: { clientId: risky, resourceId: risky, scope: 'a' } },
      ],
    },
  });
  expect(send('GET', `${users}/${risky}/history/1`)).toMatchObject({ status: 200, body: { riskLevel: 'low' } });
  expect(send('GET', `/oauth2PermissionGrants/${grant}`)).toMatchObject({ status: 200, label: 'seeded' });
});
