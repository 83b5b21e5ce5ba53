import { expect, test } from 'vitest';
import { device, ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';
import type { Method } from '../../../http/message.ts';
import type { Json, JsonObject } from '../../../json/json.ts';

const units = '/directory/administrativeUnits';
const strengths = '/policies/authenticationStrengthPolicies';
const builtIn = `${strengths}/00000000-0000-0000-0000-000000000002`;
const methods = `/users/${ids.alex}/authentication`;
const definitions = '/directory/customSecurityAttributeDefinitions';
const stranger = '00000000-1111-4222-8333-444444444444';
const kind: JsonObject = { isCollection: false, isSearchable: true, usePreDefinedValuesOnly: false };
const attribute: JsonObject = { attributeSet: 'Boats', name: 'Berth', status: 'Available', type: 'String', ...kind };
const rollout: JsonObject = { displayName: 'First', feature: 'passthroughAuthentication', isEnabled: true };
const social: JsonObject = {
  '@odata.type': 'microsoft.graph.socialIdentityProvider',
  displayName: 'Amazon',
  identityProviderType: 'Amazon',
  clientId: 'a',
  clientSecret: 'b',
};

type Sent = readonly [method: Method, path: string, body?: Json];

/** What is made first, the request that follows, and how it is refused. */
test.each<[what: string, first: readonly Sent[], sent: Sent, status: number]>([
  ['a unit that is visible otherwise', [], ['POST', units, { displayName: 'x', visibility: 'Secret' }], 400],
  ['a device without system', [], ['POST', '/devices', { ...device, operatingSystem: null }], 400],
  ['a device twice', [['POST', '/devices', device]], ['POST', '/devices', device], 409],
  ['a domain with a blank', [], ['POST', '/domains', { id: 'no domain' }], 400],
  ['the initial domain deleted', [], ['DELETE', '/domains/contoso.onmicrosoft.com'], 400],
  ['a domain verified twice', [], ['POST', '/domains/contoso.com/verify'], 400],
  ['another organization', [], ['POST', '/organization', { displayName: 'x' }], 405],
  ['an agreement without name', [], ['POST', '/agreements', { isViewingBeforeAcceptanceRequired: true }], 400],
  [
    'a policy about other tokens',
    [],
    ['POST', '/policies/tokenLifetimePolicies', { displayName: 'x', definition: ['{"ClaimsMappingPolicy":{}}'] }],
    400,
  ],
  [
    'guests with rights of their own',
    [],
    ['PATCH', '/policies/authorizationPolicy', { guestUserRoleId: stranger }],
    400,
  ],
  [
    'a rollout of a feature twice',
    [['POST', '/policies/featureRolloutPolicies', rollout]],
    ['POST', '/policies/featureRolloutPolicies', rollout],
    409,
  ],
  [
    'a name that is built in',
    [],
    ['POST', '/policies/permissionGrantPolicies', { id: 'microsoft-own', displayName: 'x' }],
    400,
  ],
  [
    'a partner twice',
    [['POST', '/policies/crossTenantAccessPolicy/partners', { tenantId: stranger }]],
    ['POST', '/policies/crossTenantAccessPolicy/partners', { tenantId: stranger }],
    409,
  ],
  [
    'passes of one minute',
    [],
    [
      'PATCH',
      '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass',
      {
        '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration',
        defaultLifetimeInMinutes: 1,
      },
    ],
    400,
  ],
  ['a built-in strength renamed', [], ['PATCH', builtIn, { displayName: 'Mine' }], 400],
  [
    'a built-in strength with other methods',
    [],
    ['POST', `${builtIn}/updateAllowedCombinations`, { allowedCombinations: ['fido2'] }],
    400,
  ],
  ['a strength of nothing', [], ['POST', strengths, { displayName: 'x', allowedCombinations: [] }], 400],
  [
    'a strength with a long name',
    [],
    ['POST', strengths, { displayName: 'x'.repeat(31), allowedCombinations: ['fido2'] }],
    400,
  ],
  [
    'a telephone without country',
    [],
    ['POST', `${methods}/phoneMethods`, { phoneNumber: '5550142', phoneType: 'mobile' }],
    400,
  ],
  [
    'a second mobile',
    [['POST', `${methods}/phoneMethods`, { phoneNumber: '+1 2065550142', phoneType: 'mobile' }]],
    ['POST', `${methods}/phoneMethods`, { phoneNumber: '+1 2065550143', phoneType: 'mobile' }],
    409,
  ],
  ['an email without host', [], ['POST', `${methods}/emailMethods`, { emailAddress: 'alex' }], 400],
  [
    'a second pass',
    [['POST', `${methods}/temporaryAccessPassMethods`, {}]],
    ['POST', `${methods}/temporaryAccessPassMethods`, {}],
    400,
  ],
  [
    'a provider twice',
    [['POST', '/identity/identityProviders', social]],
    ['POST', '/identity/identityProviders', social],
    409,
  ],
  ['a built-in attribute deleted', [], ['DELETE', '/identity/userFlowAttributes/city'], 400],
  [
    'an address without TLS',
    [],
    [
      'POST',
      '/identity/apiConnectors',
      { displayName: 'x', targetUrl: 'http://a.example', authenticationConfiguration: {} },
    ],
    400,
  ],
  ['an attribute of no set', [], ['POST', definitions, attribute], 404],
  [
    'an attribute deleted',
    [
      ['POST', '/directory/attributeSets', { id: 'Boats' }],
      ['POST', definitions, attribute],
    ],
    ['DELETE', `${definitions}/Boats_Berth`],
    405,
  ],
  [
    'a list of Booleans',
    [['POST', '/directory/attributeSets', { id: 'Boats' }]],
    ['POST', definitions, { ...attribute, type: 'Boolean', isCollection: true }],
    400,
  ],
  ['a set with a blank', [], ['POST', '/directory/attributeSets', { id: 'My boats' }], 400],
  ['settings of no template', [], ['POST', '/groupSettings', { templateId: stranger, values: [] }], 404],
  [
    'a setting that the template lacks',
    [],
    [
      'POST',
      '/groupSettings',
      { templateId: '62375ab9-6b52-47ed-826b-58e47e0e304b', values: [{ name: 'EnableEverything', value: 'true' }] },
    ],
    400,
  ],
  [
    'a second life of groups',
    [['POST', '/groupLifecyclePolicies', { groupLifetimeInDays: 90, managedGroupTypes: 'All' }]],
    ['POST', '/groupLifecyclePolicies', { groupLifetimeInDays: 90, managedGroupTypes: 'All' }],
    400,
  ],
  [
    'a listener to nothing',
    [],
    [
      'POST',
      '/identity/authenticationEventListeners',
      { '@odata.type': '#microsoft.graph.onTokenIssuanceStartListener', displayName: 'x' },
    ],
    400,
  ],
  ['a detection invented', [], ['POST', '/identityProtection/riskDetections', { riskLevel: 'high' }], 405],
])('%s is refused, by a pack', (_, first, [method, path, body], status) => {
  const { create, send } = typedTenant();
  for (const [, at, given = null] of first) create(at, given);
  expect(send(method, path, body)).toMatchObject({ status, label: 'modeled' });
});

test('what an administrator may do takes its role, and a permission', () => {
  const { sendAs, sandbox } = typedTenant();
  const admin = sandbox.administrator.kind === 'delegated' ? sandbox.administrator.userId : '';
  expect(sendAs(ids.alex)('POST', units, { displayName: 'x' }).status).toBe(403);
  expect(sendAs(admin, ['User.Read'])('POST', units, { displayName: 'x' }).status).toBe(403);
  expect(sendAs(admin, ['AdministrativeUnit.ReadWrite.All'])('POST', units, { displayName: 'x' }).status).toBe(201);
  const role = sandbox.world.directory
    .roleDefinitions()
    .find(({ displayName }) => /^Privileged Role/.test(displayName));
  sandbox.world.directory.assignRole(role?.id ?? '', ids.alex, 'active');
  expect(sendAs(ids.alex)('POST', units, { displayName: 'x' }).status).toBe(201);
});

test('people read their own methods, and no one else’s without a role', () => {
  const { sendAs } = typedTenant();
  expect(sendAs(ids.alex)('GET', '/me/authentication/methods').status).toBe(200);
  expect(sendAs(ids.alex)('GET', `${methods}/methods`).status).toBe(200);
  expect(sendAs(ids.casey)('GET', `${methods}/methods`).status).toBe(403);
});

test('a role in a unit says whose it is', () => {
  const { create } = typedTenant();
  const unit = create(units, { displayName: 'North' });
  const said = create(`${units}/${unit.id}/scopedRoleMembers`, { roleId: stranger, roleMemberInfo: { id: ids.alex } });
  expect(said.body).toMatchObject({
    administrativeUnitId: unit.id,
    roleMemberInfo: { id: ids.alex, displayName: expect.any(String), userPrincipalName: expect.any(String) },
  });
});

test('a domain is proved by its records, and can be deleted again', () => {
  const { create, send, values } = typedTenant();
  expect(create('/domains', { id: 'boats.example' }).body).toMatchObject({ isVerified: false, supportedServices: [] });
  expect(values('/domains/boats.example/verificationDnsRecords').map(({ recordType }) => recordType)).toEqual([
    'Txt',
    'Mx',
  ]);
  expect(send('POST', '/domains/boats.example/verify').body).toMatchObject({ id: 'boats.example', isVerified: true });
  expect(send('DELETE', '/domains/boats.example').status).toBe(204);
});

test('a pass can be used from its start until its lifetime is over', () => {
  const { create, send, sandbox } = typedTenant();
  const startDateTime = new Date(sandbox.clock.now() + 3_600_000).toISOString();
  const { id, body } = create(`${methods}/temporaryAccessPassMethods`, { startDateTime, lifetimeInMinutes: 60 });
  expect(body).toMatchObject({
    isUsable: false,
    methodUsabilityReason: 'NotYetValid',
    temporaryAccessPass: expect.any(String),
  });
  const usability = () => send('GET', `${methods}/temporaryAccessPassMethods/${id}`).body['methodUsabilityReason'];
  sandbox.clock.advance(3_600_000);
  expect(usability()).toBe('EnabledByPolicy');
  sandbox.clock.advance(3_600_000);
  expect(usability()).toBe('Expired');
});

test('a configuration that is deleted is as it was made', () => {
  const { send } = typedTenant();
  const path = '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Sms';
  expect(
    send('PATCH', path, { '@odata.type': '#microsoft.graph.smsAuthenticationMethodConfiguration', state: 'enabled' })
      .status,
  ).toBe(204);
  expect(send('GET', path).body).toMatchObject({ state: 'enabled' });
  expect(send('DELETE', path).status).toBe(204);
  expect(send('GET', path).body).toMatchObject({ id: 'Sms', state: 'disabled' });
});

test('the default for other tenants is the service’s own until it is changed, and after a reset', () => {
  const { send } = typedTenant();
  const path = '/policies/crossTenantAccessPolicy/default';
  const trust = () => send('GET', path).body;
  expect(trust()).toMatchObject({ isServiceDefault: true, inboundTrust: { isMfaAccepted: false } });
  expect(send('PATCH', path, { inboundTrust: { isMfaAccepted: true } }).status).toBe(204);
  expect(trust()).toMatchObject({ isServiceDefault: false, inboundTrust: { isMfaAccepted: true } });
  expect(send('POST', `${path}/resetToSystemDefault`).status).toBe(204);
  expect(trust()).toMatchObject({ isServiceDefault: true, inboundTrust: { isMfaAccepted: false } });
});

test('a strength that a policy asks for stays, and says who asks', () => {
  const { create, send } = typedTenant();
  const strength = create(strengths, { displayName: 'Keys', allowedCombinations: ['fido2'] });
  const policy = create('/identity/conditionalAccess/policies', {
    displayName: 'Keys',
    state: 'disabled',
    conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } },
    grantControls: { operator: 'OR', authenticationStrength: { id: strength.id } },
  });
  const changed = send('POST', `${strengths}/${strength.id}/updateAllowedCombinations`, {
    allowedCombinations: ['x509CertificateMultiFactor'],
  });
  expect(changed.body).toMatchObject({ previousCombinations: ['fido2'], conditionalAccessReferences: [policy.id] });
  expect(send('DELETE', `${strengths}/${strength.id}`).status).toBe(400);
});

test('groups are added to a policy of selected groups once', () => {
  const { create, send } = typedTenant();
  const { id } = create('/groupLifecyclePolicies', { groupLifetimeInDays: 90, managedGroupTypes: 'Selected' });
  const act = (action: string) => send('POST', `/groupLifecyclePolicies/${id}/${action}`, { groupId: ids.campaigns });
  expect(act('addGroup').body['value']).toBe(true);
  expect(act('addGroup').status).toBe(400);
  expect(act('removeGroup').body['value']).toBe(true);
  expect(act('removeGroup').body['value']).toBe(false);
});

test('ids are made as the service makes them, and secrets are not shown', () => {
  const { create } = typedTenant();
  create('/directory/attributeSets', { id: 'Boats' });
  expect(create(definitions, attribute).id).toBe('Boats_Berth');
  expect(create('/identity/identityProviders', social)).toMatchObject({
    id: 'Amazon-OAUTH',
    body: { clientSecret: '*****' },
  });
  expect(
    create('/identity/b2xUserFlows', { id: 'Partner', userFlowType: 'signUpOrSignIn', userFlowTypeVersion: 1 }).id,
  ).toBe('B2X_1_Partner');
  const phone = create(`${methods}/phoneMethods`, { phoneNumber: '+1 2065550142', phoneType: 'mobile' });
  expect(phone.id).toBe('3179e48a-750b-4051-897c-87b9720928f7');
});

test('the creator of a multitenant organization owns it, and adds each other tenant once', () => {
  const { send, create, values, sandbox } = typedTenant();
  const place = '/tenantRelationships/multiTenantOrganization';
  expect(send('PUT', place, { displayName: 'Harbor' })).toMatchObject({
    label: 'modeled',
    body: { displayName: 'Harbor', state: 'active' },
  });
  expect(values(`${place}/tenants`)).toMatchObject([
    { tenantId: sandbox.world.tenant.id, role: 'owner', state: 'active' },
  ]);
  const other = { tenantId: stranger, displayName: 'Other' };
  expect(create(`${place}/tenants`, other).body).toMatchObject({ ...other, role: 'member', state: 'pending' });
  expect(send('POST', `${place}/tenants`, other).status).toBe(409);
  expect(send('DELETE', `${place}/tenants/${stranger}`).status).toBe(204);
  expect(send('DELETE', `${place}/tenants/${sandbox.world.tenant.id}`).status).toBe(400);
});

test('the roles within entitlement management are there from the start', () => {
  const { values } = typedTenant();
  const names = values('/roleManagement/entitlementManagement/roleDefinitions').map(({ displayName }) => displayName);
  expect(names).toContain('Catalog owner');
});

test('values of an attribute are added and retired together', () => {
  const { create, send, values } = typedTenant();
  create('/directory/attributeSets', { id: 'Boats' });
  const { id } = create(definitions, { ...attribute, usePreDefinedValuesOnly: true });
  create(`${definitions}/${id}/allowedValues`, { id: 'North', isActive: true });
  const change = (...items: JsonObject[]) => send('PATCH', `${definitions}/${id}`, { 'allowedValues@delta': items });
  expect(change({ id: 'North', isActive: false }, { id: 'South', isActive: true }).status).toBe(204);
  expect(values(`${definitions}/${id}/allowedValues`)).toMatchObject([
    { id: 'North', isActive: false },
    { id: 'South', isActive: true },
  ]);
  expect(change({ id: 'East' })).toMatchObject({ status: 400, label: 'modeled' });
  expect(send('PATCH', `${definitions}/${id}`, { 'names@delta': [] }).status).toBe(400);
});

test('the attributes of a user flow have an order, which names each of them once', () => {
  const { create, send } = typedTenant();
  const flow = '/identity/b2xUserFlows/B2X_1_Partner';
  create('/identity/b2xUserFlows', { id: 'Partner', userFlowType: 'signUpOrSignIn', userFlowTypeVersion: 1 });
  for (const id of ['city', 'displayName'])
    create(`${flow}/userAttributeAssignments`, { userAttribute: { id }, userInputType: 'textBox', displayName: id });
  const place = `${flow}/userAttributeAssignments`;
  const sort = (...order: string[]) => send('POST', `${place}/setOrder`, { newAssignmentOrder: { order } });
  expect(send('GET', `${place}/getOrder`)).toMatchObject({
    label: 'modeled',
    body: { order: ['city', 'displayName'] },
  });
  expect(sort('displayName', 'city').status).toBe(204);
  expect(send('GET', `${place}/getOrder`).body['order']).toEqual(['displayName', 'city']);
  expect(sort('city').status).toBe(400);
  expect(sort('city', 'city').status).toBe(400);
});

test('an object that a part of another refers to is read, set and taken away there', () => {
  const { create, send } = typedTenant();
  create('/identity/b2xUserFlows', { id: 'Partner', userFlowType: 'signUpOrSignIn', userFlowTypeVersion: 1 });
  const authenticationConfiguration = {
    '@odata.type': '#microsoft.graph.basicAuthentication',
    username: 'x',
    password: 'y',
  };
  const targetUrl = 'https://contoso.com/x';
  const { id } = create('/identity/apiConnectors', { displayName: 'A', targetUrl, authenticationConfiguration });
  const place = '/identity/b2xUserFlows/B2X_1_Partner/apiConnectorConfiguration/postFederationSignup';
  expect(send('GET', place).status).toBe(404);
  const target = { '@odata.id': `https://graph.microsoft.com/v1.0/identity/apiConnectors/${id}` };
  expect(send('PUT', `${place}/$ref`, target).status).toBe(204);
  expect(send('GET', place)).toMatchObject({ status: 200, id });
  expect(send('DELETE', `${place}/$ref`).status).toBe(204);
  expect(send('GET', place).status).toBe(404);
});
