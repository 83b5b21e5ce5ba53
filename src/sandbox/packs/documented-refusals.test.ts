import { describe, expect, test } from 'vitest';
import { ids } from '../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import type { Method } from '../../http/message.ts';
import type { Json, JsonObject } from '../../json/json.ts';

const attribute: JsonObject = {
  ...{ attributeSet: 'Boats', name: 'Berth', status: 'Available', type: 'String' },
  ...{ isCollection: false, isSearchable: true, usePreDefinedValuesOnly: false },
};
const { isCollection: _, ...unsaid } = attribute;
const phones = `/users/${ids.alex}/authentication/phoneMethods`;
const mobile = { phoneNumber: '+1 2065550142', phoneType: 'mobile' };
const other = { phoneNumber: '+1 2065550143', phoneType: 'alternateMobile' };

/** What pages of the reference say is refused: what is made first, and the request that follows. */
type Sent = readonly [method: Method, path: string, body?: Json];

const sts = (kind: string): JsonObject => ({ displayName: kind, definition: [`{"${kind}":{"Version":1}}`] });
const isDefault = { isOrganizationDefault: true };
const social: JsonObject = {
  '@odata.type': 'microsoft.graph.socialIdentityProvider',
  displayName: 'x',
  clientId: 'a',
  clientSecret: 'b',
};
const flow: JsonObject = { id: 'Own', userFlowType: 'signUpOrSignIn', userFlowTypeVersion: 1 };
const assignments = '/identity/b2xUserFlows/B2X_1_Own/userAttributeAssignments';
const choice = { userAttributeValues: [{ name: 'S', value: '1', isDefault: false }] };
const input = (userInputType: string): JsonObject => ({
  isOptional: false,
  requiresVerification: false,
  userInputType,
  displayName: 'Size',
  userAttribute: { id: 'city' },
});
const subscription: JsonObject = {
  changeType: 'updated',
  notificationUrl: 'https://listener.example/hook',
  resource: '/users',
  expirationDateTime: '2026-01-02T00:00:00Z',
};
const extension: JsonObject = {
  id: 'contoso_boat',
  targetTypes: ['Group'],
  properties: [
    { name: 'length', type: 'Integer' },
    { name: 'mast', type: 'String' },
  ],
};
const extensionPath = '/schemaExtensions/contoso_boat';

test.each<[what: string, first: readonly Sent[], sent: Sent, status: number]>([
  [
    'a second default of the organization',
    [['POST', '/policies/tokenLifetimePolicies', { ...sts('TokenLifetimePolicy'), ...isDefault }]],
    ['POST', '/policies/tokenLifetimePolicies', { ...sts('TokenLifetimePolicy'), ...isDefault }],
    400,
  ],
  ['an id with a dot', [], ['POST', '/policies/permissionGrantPolicies', { id: 'own.policy', displayName: 'x' }], 400],
  [
    'grants that only built-in policies have',
    [['POST', '/policies/permissionGrantPolicies', { id: 'own', displayName: 'x' }]],
    ['POST', '/policies/permissionGrantPolicies/own/includes', { permissionType: 'delegatedUserConsentable' }],
    400,
  ],
  [
    'a provider that there is not',
    [],
    ['POST', '/identity/identityProviders', { ...social, identityProviderType: 'Harbor' }],
    400,
  ],
  ['a flow for passwords', [], ['POST', '/identity/b2xUserFlows', { ...flow, userFlowType: 'passwordReset' }], 400],
  [
    'values to choose from in a text box',
    [['POST', '/identity/b2xUserFlows', flow]],
    ['POST', assignments, { ...input('textBox'), ...choice }],
    400,
  ],
  [
    'a role without permissions',
    [],
    ['POST', '/roleManagement/directory/roleDefinitions', { displayName: 'x', isEnabled: true }],
    400,
  ],
  [
    'a role that is neither on nor off',
    [],
    ['POST', '/roleManagement/directory/roleDefinitions', { displayName: 'x', rolePermissions: [] }],
    400,
  ],
  ['a long state of a client', [], ['POST', '/subscriptions', { ...subscription, clientState: 'x'.repeat(129) }], 400],
  ['open data of a resource', [], ['POST', '/subscriptions', { ...subscription, includeResourceData: true }], 400],
  [
    'a property taken out of a schema',
    [['POST', '/schemaExtensions', extension]],
    ['PATCH', extensionPath, { properties: [{ name: 'length', type: 'Integer' }] }],
    400,
  ],
  [
    'a domain that is not proved, changed',
    [['POST', '/domains', { id: 'a.example' }]],
    ['PATCH', '/domains/a.example', { isDefault: true }],
    400,
  ],
  ['a domain deleted in which users have their names', [], ['DELETE', '/domains/contoso.com'], 400],
  [
    'an authority without certificate',
    [],
    [
      'POST',
      `/organization/${ids.alex}/certificateBasedAuthConfiguration`,
      { certificateAuthorities: [{ isRootAuthority: true }] },
    ],
    400,
  ],
  [
    'a second default branding',
    [],
    ['POST', `/organization/${ids.alex}/branding/localizations`, { id: '0', signInPageText: 'x' }],
    400,
  ],
  [
    'a value without word whether it is in use',
    [['POST', '/directory/attributeSets', { id: 'Boats' }]],
    ['POST', '/directory/customSecurityAttributeDefinitions', { ...attribute, allowedValues: [{ id: 'North' }] }],
    400,
  ],
  [
    'an attribute of which it is not said whether it is a list',
    [['POST', '/directory/attributeSets', { id: 'Boats' }]],
    ['POST', '/directory/customSecurityAttributeDefinitions', unsaid],
    400,
  ],
  [
    'an attribute that takes any value, narrowed',
    [
      ['POST', '/directory/attributeSets', { id: 'Boats' }],
      ['POST', '/directory/customSecurityAttributeDefinitions', attribute],
    ],
    ['PATCH', '/directory/customSecurityAttributeDefinitions/Boats_Berth', { usePreDefinedValuesOnly: true }],
    400,
  ],
  ['an alternate mobile alone', [], ['POST', phones, other], 400],
  [
    'a mobile deleted beside an alternate one',
    [
      ['POST', phones, mobile],
      ['POST', phones, other],
    ],
    ['DELETE', `${phones}/3179e48a-750b-4051-897c-87b9720928f7`],
    400,
  ],
  [
    'the risk of sixty-one users dismissed',
    [],
    ['POST', '/identityProtection/riskyUsers/dismiss', { userIds: Array.from({ length: 61 }, () => ids.alex) }],
    400,
  ],
  [
    'a context with a word for an id',
    [],
    ['POST', '/identity/conditionalAccess/authenticationContextClassReferences', { id: 'strong', displayName: 'x' }],
    400,
  ],
])('%s is refused', (_, first, [method, path, body], status) => {
  const { create, send, sandbox } = typedTenant();
  for (const [, at, given = null] of first) create(at, given);
  const sent = path.replace(`/organization/${ids.alex}/`, `/organization/${sandbox.world.tenant.id}/`);
  expect(send(method, sent, body)).toMatchObject({ status, label: 'modeled' });
});

describe('the valid variant is accepted:', () => {
  test('one default, choices for a choice, more of a schema', () => {
    const { create, send } = typedTenant();
    const one = create('/policies/tokenLifetimePolicies', { ...sts('TokenLifetimePolicy'), ...isDefault });
    expect(send('PATCH', `/policies/tokenLifetimePolicies/${one.id}`, isDefault).status).toBe(204);
    create('/identity/b2xUserFlows', flow);
    expect(create(assignments, { ...input('radioSingleSelect'), ...choice }).id).toBe('city');
    expect(send('POST', assignments, input('textBox')).status).toBe(409);
    create('/schemaExtensions', extension);
    const more = [
      { name: 'length', type: 'Integer' },
      { name: 'mast', type: 'String' },
      { name: 'sail', type: 'String' },
    ];
    expect(send('PATCH', extensionPath, { properties: more, status: 'Available' }).status).toBe(204);
    expect(send('PATCH', extensionPath, { status: 'Deprecated' }).status).toBe(204);
    expect(send('PATCH', extensionPath, { properties: [...more, { name: 'keel', type: 'String' }] }).status).toBe(400);
    expect(create('/schemaExtensions', { ...extension, id: 'courses' }).id).toMatch(/^ext[0-9a-f]{8}_courses$/);
  });

  test('a tenant has one default domain', () => {
    const { create, send, values } = typedTenant();
    create('/domains', { id: 'a.example' });
    send('POST', '/domains/a.example/verify');
    expect(send('PATCH', '/domains/a.example', { isDefault: true }).status).toBeLessThan(300);
    const defaults = values('/domains').filter((one) => one['isDefault'] === true);
    expect(defaults.map(({ id }) => id)).toEqual(['a.example']);
  });
});

test('claims are mapped for single applications, whatever a policy says', () => {
  const { create, send } = typedTenant();
  const path = '/policies/claimsMappingPolicies';
  for (const _ of ['first', 'second']) {
    const made = create(path, { ...sts('ClaimsMappingPolicy'), ...isDefault });
    expect(send('GET', `${path}/${made.id}`).body).toMatchObject({ isOrganizationDefault: false });
  }
});
