import { expect, test } from 'vitest';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import { defaultSeed } from '../packs/directory/seed/default-seed.ts';

const eventual = { consistencylevel: 'eventual' };

test('a search of applications finds the words in a name that is written together', () => {
  const { create, send } = typedTenant();
  for (const displayName of ["'DotNetWeb-App' ", 'Cobwebs', 'contoso_Android'])
    create('/applications', { displayName });
  const found = (word: string) =>
    send('GET', `/applications?$search="displayName:${word}"&$select=displayName`, undefined, eventual).body['value'];
  expect(found('Web')).toEqual([{ displayName: "'DotNetWeb-App' " }]);
  expect(found('Android')).toEqual([{ displayName: 'contoso_Android' }]);
});

test('what a relationship to any directory object leads to says its type', () => {
  const seed = {
    version: 1 as const,
    objects: [
      { path: '/contacts/c', type: 'orgContact', references: { manager: 'm' } },
      { path: '/users/m', type: 'user' },
    ],
  };
  const { send } = typedTenant({ seed: { ...defaultSeed, ...seed } });
  expect(send('GET', '/contacts/c/manager').body).toMatchObject({
    '@odata.context': expect.stringMatching(/#directoryObjects\/\$entity$/),
    '@odata.type': '#microsoft.graph.user',
    id: 'm',
  });
});

test('a list of any directory objects names no owner in its context', () => {
  const { create, send } = typedTenant();
  const { id } = create('/applications', { displayName: 'Owned' });
  const context = send('GET', `/applications/${id}/owners?$select=id`).body['@odata.context'];
  expect(context).toMatch(/#directoryObjects\(id\)$/);
});

test('a count is of no matter to one object', () => {
  const { send } = typedTenant();
  expect(send('GET', '/me?$select=id&$expand=manager($levels=max;$select=id)&$count=true').status).toBe(200);
});

test('an extension has its type as the service spells it', () => {
  const { create } = typedTenant();
  const { id } = create('/applications', { displayName: 'A' });
  const body = { name: 'x', dataType: 'string', targetObjects: ['User'] };
  expect(create(`/applications/${id}/extensionProperties`, body).body).toMatchObject({ dataType: 'String' });
});

test('a connector of a user flow is set with the permissions for user flows', () => {
  const { create, sendAs, sandbox } = typedTenant();
  create('/identity/b2xUserFlows', { id: 'Partner', userFlowType: 'signUpOrSignIn', userFlowTypeVersion: 1 });
  const authenticationConfiguration = {
    '@odata.type': '#microsoft.graph.basicAuthentication',
    username: 'x',
    password: 'y',
  };
  const connector = create('/identity/apiConnectors', {
    displayName: 'A',
    targetUrl: 'https://a.test',
    authenticationConfiguration,
  });
  expect(connector.body).toMatchObject({ authenticationConfiguration: { username: 'x', password: '******' } });
  const place = '/identity/b2xUserFlows/B2X_1_Partner/apiConnectorConfiguration/postFederationSignup/$ref';
  const target = { '@odata.id': `https://graph.microsoft.com/v1.0/identity/apiConnectors/${connector.id}` };
  const id = sandbox.administrator.kind === 'delegated' ? sandbox.administrator.userId : '';
  expect(sendAs(id, ['User.Read'])('PUT', place, target).status).toBe(403);
  expect(sendAs(id, ['IdentityUserFlow.ReadWrite.All'])('PUT', place, target).status).toBe(204);
});

test('a change of a plan needs the version that it is of', () => {
  const { send, values } = typedTenant();
  const [task] = values('/me/planner/tasks');
  const path = `/planner/tasks/${task?.['id']}`;
  const etag = { 'if-match': String(task?.['@odata.etag']) };
  expect(send('PATCH', path, { title: 'x' }).status).toBe(400);
  expect(send('DELETE', path).status).toBe(400);
  expect(send('PATCH', path, { title: 'x' }, etag).status).toBeLessThan(300);
  expect(send('PATCH', path, { title: 'y' }, etag).status).toBe(412);
});

test('a product of the tenant can only be read', () => {
  const { send, values } = typedTenant();
  const path = `/subscribedSkus/${values('/subscribedSkus')[0]?.['id']}`;
  expect(send('DELETE', path).status).toBe(405);
  expect(send('GET', path)).toMatchObject({ status: 200, label: 'modeled' });
});

test('a local account gets its name from the service, and signs in with its identities', () => {
  const { create, send } = typedTenant();
  const identities = [{ signInType: 'emailAddress', issuer: 'contoso.onmicrosoft.com', issuerAssignedId: 'j@x.test' }];
  const account = {
    displayName: 'Jo',
    identities,
    passwordProfile: { password: 'Aa1!aaaaaa', forceChangePasswordNextSignIn: false },
    passwordPolicies: 'DisablePasswordExpiration',
  };
  const { id } = create('/users', account);
  const { body } = send('GET', `/users/${id}?$select=userPrincipalName,identities,creationType,accountEnabled`);
  expect(body).toMatchObject({
    userPrincipalName: expect.stringMatching(/^[\da-f-]{36}@contoso\.onmicrosoft\.com$/),
    creationType: 'LocalAccount',
    accountEnabled: true,
    identities: expect.arrayContaining([expect.objectContaining({ issuerAssignedId: 'j@x.test' })]),
  });
  expect(send('POST', '/users', { displayName: 'Jo', passwordProfile: account.passwordProfile }).status).toBe(400);
});
