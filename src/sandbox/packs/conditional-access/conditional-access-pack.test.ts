import { expect, test } from 'vitest';
import { ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';
import type { JsonObject } from '../../../json/json.ts';

const policies = '/identity/conditionalAccess/policies';
const locations = '/identity/conditionalAccess/namedLocations';
const conditions: JsonObject = {
  clientAppTypes: ['all'],
  applications: { includeApplications: ['All'] },
  users: { includeUsers: [ids.alex] },
};
const policy = (more: JsonObject = {}): JsonObject => ({
  displayName: 'Second factor',
  state: 'disabled',
  conditions,
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  ...more,
});

test.each<[string, JsonObject]>([
  ['no one', { conditions: { ...conditions, users: {} } }],
  [
    'someone who is not there',
    { conditions: { ...conditions, users: { includeUsers: ['00000000-1111-4222-8333-444444444444'] } } },
  ],
  ['no application', { conditions: { ...conditions, applications: {} } }],
  ['no control', { grantControls: null }],
  ['an operator of its own', { grantControls: { operator: 'XOR', builtInControls: ['mfa'] } }],
  ['block and something else', { grantControls: { operator: 'OR', builtInControls: ['block', 'mfa'] } }],
])('a policy with %s is refused, and what is wrong is within innerError', (_, more) => {
  const { send } = typedTenant();
  const { status, body, label } = send('POST', policies, policy(more));
  expect([status, label]).toEqual([400, 'modeled']);
  expect(body).toMatchObject({
    error: { code: 'BadRequest', innerError: { message: expect.stringMatching(/^1032: /), date: expect.any(String) } },
  });
});

test('a tenant without license reads an empty list, and writes nothing', () => {
  const seed = { version: 1 as const, tenant: { id: ids.admin, displayName: 'A', domains: ['a.com'], licenses: [] } };
  const { sandbox } = typedTenant({ seed });
  const caller = sandbox.signInApplication(ids.admin);
  const headers = { 'content-type': 'application/json' };
  expect(sandbox.handle({ method: 'GET', url: `/v1.0${policies}`, headers: {} }, caller)).toMatchObject({
    status: 200,
  });
  const refused = sandbox.handle({ method: 'POST', url: `/v1.0${policies}`, headers, body: policy() }, caller);
  expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([403, 'AccessDenied']);
});

test('a location that is trusted, or that a policy names, stays', () => {
  const { create, send, sendAs } = typedTenant();
  const body = {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    displayName: 'Office',
    isTrusted: true,
    ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '203.0.113.0/24' }],
  };
  const { id } = create(locations, body);
  const { ipRanges: _, ...lacking } = body;
  expect(send('POST', locations, lacking)).toMatchObject({ status: 400 });
  expect(send('DELETE', `${locations}/${id}`).text).toContain('1173');
  expect(send('PATCH', `${locations}/${id}`, { isTrusted: false }).status).toBe(204);
  const made = create(policies, policy({ conditions: { ...conditions, locations: { includeLocations: [id] } } }));
  expect(send('DELETE', `${locations}/${id}`).text).toContain('1170');
  expect(sendAs(ids.alex)('GET', policies)).toMatchObject({ status: 403, code: 'AccessDenied' });
  expect(send('DELETE', `${policies}/${made.id}`).status).toBe(204);
  expect(send('DELETE', `${locations}/${id}`)).toMatchObject({ status: 204, label: 'modeled' });
});

test('a policy that names no kind of client is for all, and is not modified before it is changed', () => {
  const { send, create } = typedTenant();
  const { clientAppTypes: _, ...others } = conditions;
  const made = create(policies, policy({ conditions: others }));
  expect(made.body).toMatchObject({ modifiedDateTime: null, conditions: { clientAppTypes: ['all'] } });
  expect(send('PATCH', `${policies}/${made.id}`, { displayName: 'Other' }).status).toBe(204);
  expect(send('GET', `${policies}/${made.id}`).body['modifiedDateTime']).not.toBeNull();
});
