import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../../test/support/sandbox/sample-server.ts';

/** What an administrator grants to an application by app role assignments, as its next token shows it. */
let sample: SampleServer;
const graphPrincipal = 'a9d04e6c-37f1-8b52-94c8-5e07d1b3f629';
const role = '5b567255-7703-4780-807c-51be80ca9fb3';
const objects = [
  {
    path: `/servicePrincipals/${graphPrincipal}`,
    properties: {
      appId: '00000003-0000-0000-c000-000000000000',
      displayName: 'Microsoft Graph',
      appRoles: [{ id: role, value: 'Group.Read.All', isEnabled: true, displayName: 'Read all groups' }],
    },
  },
];
beforeAll(async () => {
  sample = await sampleServer({ seed: { version: 1, objects } });
});
afterAll(() => sample.close());

test('a role of Graph that is assigned is in the next token, until the assignment is removed', async () => {
  const token = await sample.token();
  const graph = (method: string, path: string, body?: object) =>
    sample.send(method, `/v1.0${path}`, { token, ...(body !== undefined && { body }) });
  const { id, appId } = (await graph('POST', '/applications', { displayName: 'Made now' })).json;
  const principal = (await graph('POST', '/servicePrincipals', { appId })).json;
  const secret = (await graph('POST', `/applications/${id}/addPassword`, {})).json.secretText;
  const rolesNow = async () => {
    const { json } = await sample.send('POST', `/${sample.tenant()}/oauth2/v2.0/token`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: secret,
        scope: 'https://graph.microsoft.com/.default',
      }).toString(),
    });
    return JSON.parse(Buffer.from(json.access_token.split('.')[1], 'base64url').toString()).roles;
  };
  expect(await rolesNow()).toEqual([]);
  const assignment = { principalId: principal.id, resourceId: graphPrincipal, appRoleId: role };
  const made = await graph('POST', `/servicePrincipals/${principal.id}/appRoleAssignments`, assignment);
  expect(made.status).toBe(201);
  expect(await rolesNow()).toEqual(['Group.Read.All']);
  await graph('DELETE', `/servicePrincipals/${principal.id}/appRoleAssignments/${made.json.id}`);
  expect(await rolesNow()).toEqual([]);
});
