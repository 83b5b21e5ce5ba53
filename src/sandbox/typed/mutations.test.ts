import { expect, test } from 'vitest';
import { device } from '../../../test/support/sandbox/sample-tenant.ts';
import type { Method } from '../../http/message.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json/json.ts';
import { createSandbox } from '../create-sandbox.ts';
import { defaultObjects } from '../packs/directory/seed/default-objects.ts';
import { shippedModel } from './schema/shipped-model.ts';
import type { TypedType } from './schema/typed-model.ts';

/** A request that the service takes, the type of its body, and the properties that it cannot do without. */
type Right = {
  readonly method: Method;
  readonly path: string;
  readonly type?: string;
  readonly body?: JsonObject;
  readonly required?: readonly string[];
};

const group = '38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3';
const casey = '010b2de0-0ed4-4ece-bfa2-22fff71d0497';
const expenses = '61e9c2d8-f507-8b4a-83c6-a9f04d7e2b15';
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const foreign = 'deadbeef-0000-4000-8000-000000000000';
const plan = 'xqQg5FS2LkCp935s-FIFm2QAFkHM';
const todo = '/me/todo/lists/AAMkAGI2TAAF=';
const post = (path: string, type: string, body: JsonObject, required: readonly string[] = []): Right => {
  return { method: 'POST', path, type, body, required };
};
const day = (hour: string) => ({ dateTime: `2026-03-02T${hour}:00:00`, timeZone: 'UTC' });

const methods = `/users/${casey}/authentication`;
const identityRights: readonly Right[] = [
  post(
    '/directory/administrativeUnits',
    'administrativeUnit',
    { displayName: 'North', visibility: 'HiddenMembership' },
    ['displayName'],
  ),
  post('/devices', 'device', device, Object.keys(device)),
  post(
    '/policies/featureRolloutPolicies',
    'featureRolloutPolicy',
    {
      displayName: 'First',
      feature: 'passthroughAuthentication',
      isEnabled: true,
    },
    ['displayName', 'feature', 'isEnabled'],
  ),
  post(
    '/policies/authenticationStrengthPolicies',
    'authenticationStrengthPolicy',
    {
      displayName: 'Keys',
      allowedCombinations: ['fido2'],
    },
    ['displayName', 'allowedCombinations'],
  ),
  post(
    '/policies/crossTenantAccessPolicy/partners',
    'crossTenantAccessPolicyConfigurationPartner',
    {
      tenantId: foreign,
      inboundTrust: { isMfaAccepted: true },
    },
    ['tenantId'],
  ),
  post('/directory/attributeSets', 'attributeSet', { id: 'Boats', description: 'Boats', maxAttributesPerSet: 5 }, [
    'id',
  ]),
  post(`${methods}/phoneMethods`, 'phoneAuthenticationMethod', { phoneNumber: '+1 2065550142', phoneType: 'mobile' }, [
    'phoneNumber',
    'phoneType',
  ]),
  post(`${methods}/temporaryAccessPassMethods`, 'temporaryAccessPassAuthenticationMethod', {
    lifetimeInMinutes: 60,
    isUsableOnce: false,
  }),
  post('/groupLifecyclePolicies', 'groupLifecyclePolicy', { groupLifetimeInDays: 180, managedGroupTypes: 'Selected' }, [
    'groupLifetimeInDays',
    'managedGroupTypes',
  ]),
  post('/directoryRoles', 'directoryRole', { roleTemplateId: 'fdd7a751-b60b-444a-984c-02652fe8fa1c' }, [
    'roleTemplateId',
  ]),
  {
    method: 'PATCH',
    path: '/policies/authorizationPolicy',
    type: 'authorizationPolicy',
    body: { allowedToUseSSPR: false, allowInvitesFrom: 'none' },
  },
  {
    method: 'PATCH',
    path: '/identityGovernance/entitlementManagement/settings',
    type: 'entitlementManagementSettings',
    body: { durationUntilExternalUserDeletedAfterBlocked: 'P10D', externalUserLifecycleAction: 'none' },
  },
  { method: 'GET', path: '/policies/crossTenantAccessPolicy/default' },
  { method: 'GET', path: '/directoryRoleTemplates/f2ef992c-3afb-46b9-b7cf-a126ee74c451' },
];

const rights: readonly Right[] = [
  ...['/me/messages', '/users', '/groups', '/me/calendarView', '/planner/plans', '/sites/root/lists', '/devices'].map(
    (path): Right => ({ method: 'GET', path }),
  ),
  ...[
    `/users/${casey}`,
    `/groups/${group}/members`,
    `/groups/${group}/owners`,
    `/teams/${group}/channels`,
    `/servicePrincipals/${expenses}`,
    `/users/${casey}/memberOf`,
  ].map((path): Right => ({ method: 'GET', path })),
  post(
    '/users',
    'user',
    {
      accountEnabled: true,
      displayName: 'Nour',
      mailNickname: 'nour',
      userPrincipalName: 'nour@contoso.com',
      passwordProfile: { forceChangePasswordNextSignIn: true, password: 'a-Long-1-passphrase' },
    },
    ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName', 'passwordProfile'],
  ),
  post('/groups', 'group', { displayName: 'New', mailNickname: 'new', mailEnabled: false, securityEnabled: true }, [
    'displayName',
    'mailNickname',
    'mailEnabled',
    'securityEnabled',
  ]),
  post('/applications', 'application', { displayName: 'App', signInAudience: 'AzureADMyOrg' }, ['displayName']),
  post('/me/events', 'event', {
    subject: 'Lunch',
    start: day('12'),
    end: day('13'),
    importance: 'high',
    isAllDay: false,
    attendees: [{ type: 'required', emailAddress: { address: 'CaseyL@contoso.com', name: 'Casey' } }],
  }),
  post('/me/messages', 'message', {
    subject: 'Hello',
    importance: 'low',
    isRead: true,
    body: { contentType: 'html', content: 'Hi' },
    toRecipients: [{ emailAddress: { address: 'CaseyL@contoso.com' } }],
  }),
  post('/me/contacts', 'contact', { givenName: 'Kim', businessPhones: ['+1 555'], birthday: '1980-01-01T00:00:00Z' }),
  post('/me/todo/lists', 'todoTaskList', { displayName: 'Travel' }, ['displayName']),
  post(`${todo}/tasks`, 'todoTask', { title: 'Pack', importance: 'high', isReminderOn: false, status: 'notStarted' }, [
    'title',
  ]),
  post('/planner/tasks', 'plannerTask', { planId: plan, title: 'Invite', percentComplete: 0, priority: 5 }, [
    'planId',
    'title',
  ]),
  post(`/teams/${group}/channels`, 'channel', { displayName: 'News', membershipType: 'standard' }, ['displayName']),
  post(
    '/subscriptions',
    'subscription',
    {
      changeType: 'created',
      notificationUrl: 'https://example.com/hook',
      resource: '/me/messages',
      expirationDateTime: '2026-01-02T00:00:00Z',
    },
    ['changeType', 'notificationUrl', 'resource', 'expirationDateTime'],
  ),
  post(
    '/roleManagement/directory/roleAssignments',
    'unifiedRoleAssignment',
    {
      roleDefinitionId: globalReader,
      principalId: casey,
      directoryScopeId: '/',
    },
    ['roleDefinitionId', 'principalId'],
  ),
  post(
    '/roleManagement/directory/roleDefinitions',
    'unifiedRoleDefinition',
    {
      displayName: 'Desk',
      isEnabled: true,
      rolePermissions: [{ allowedResourceActions: ['microsoft.directory/users/standard/read'] }],
    },
    ['displayName', 'rolePermissions'],
  ),
  post(
    '/identity/conditionalAccess/policies',
    'conditionalAccessPolicy',
    {
      displayName: 'Second factor',
      state: 'disabled',
      conditions: {
        clientAppTypes: ['all'],
        applications: { includeApplications: ['All'] },
        users: { includeUsers: ['All'] },
      },
      grantControls: { operator: 'OR', builtInControls: ['mfa'] },
    },
    ['displayName', 'state', 'conditions'],
  ),
  post(
    '/identityGovernance/entitlementManagement/catalogs',
    'accessPackageCatalog',
    {
      displayName: 'Sales',
      state: 'published',
      isExternallyVisible: false,
    },
    ['displayName'],
  ),
  ...identityRights,
  { method: 'PATCH', path: `/users/${casey}`, type: 'user', body: { jobTitle: 'Lead', accountEnabled: true } },
  {
    method: 'PATCH',
    path: `/groups/${group}`,
    type: 'group',
    body: { description: 'Partners', visibility: 'Private' },
  },
  { method: 'PATCH', path: '/me/messages/AAMkAGI2TAAA=', type: 'message', body: { isRead: true, importance: 'low' } },
  { method: 'PATCH', path: '/me/events/AAMkAGI2TAAD=', type: 'event', body: { subject: 'New', showAs: 'free' } },
  { method: 'DELETE', path: `/groups/${group}` },
  { method: 'DELETE', path: '/me/messages/AAMkAGI2TAAA=' },
];

type Mutation = { readonly kind: string; readonly from: Right; readonly what: string } & Pick<
  Right,
  'method' | 'path' | 'body'
>;

const model = shippedModel();

function* mutationsOf(from: Right): Generator<Mutation> {
  const { method, path, body, type, required = [] } = from;
  const declared = type === undefined ? undefined : model.type(type);
  const named = path
    .split('/')
    .flatMap((segment, index) => (/^[A-Za-z]{4,}$/.test(segment) ? [{ segment, index }] : []));
  for (const { segment, index } of named) {
    const wrong = path
      .split('/')
      .map((one, at) => (at === index ? `${segment.slice(0, -2)}${segment.slice(-1)}` : one));
    yield { kind: 'segment', from, what: wrong.join('/'), method, path: wrong.join('/'), ...(body && { body }) };
  }
  const others: readonly Method[] = body === undefined ? ['PUT', 'POST'] : ['PUT', 'DELETE'];
  for (const other of others.filter((one) => one !== method && !(one === 'DELETE' && method === 'PATCH'))) {
    // What is right with another method, too, is no mutation: POST to a collection.
    if (other === 'POST' && method === 'GET' && !/[0-9a-f]{8}-[^/]*$/.test(path)) continue;
    yield { kind: 'method', from, what: other, method: other, path, ...(body && { body }) };
  }
  for (const id of path.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|AAMk\w+=/g) ?? []) {
    yield { kind: 'foreign id', from, what: id, method, path: path.replace(id, foreign), ...(body && { body }) };
  }
  if (body === undefined || declared === undefined) return;
  yield* bodyMutations(from, body, declared);
  for (const name of required) {
    const { [name]: _, ...rest } = body;
    yield { kind: 'required', from, what: name, method, path, body: rest };
  }
}

function* bodyMutations(from: Right, body: JsonObject, type: TypedType): Generator<Mutation> {
  const { method, path } = from;
  const made = (kind: string, what: string, changed: JsonObject): Mutation => ({
    kind,
    from,
    what,
    method,
    path,
    body: changed,
  });
  for (const [name, value] of Object.entries(body)) {
    const { [name]: _, ...rest } = body;
    const property = type.properties.get(name.toLowerCase());
    const members = property === undefined ? undefined : model.members(property.type.name);
    yield made('property', name, { ...rest, [`${name.slice(0, -1)}${name.slice(-1)}x`]: value });
    for (const wrong of wrongValues(value))
      yield made('type', `${name}: ${JSON.stringify(wrong)}`, { ...body, [name]: wrong });
    if (members !== undefined && typeof value === 'string')
      yield made('member', name, { ...body, [name]: `${value}ly` });
    if (typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value))
      yield made('foreign id', name, { ...body, [name]: foreign });
  }
}

const wrongValues = (value: Json): readonly Json[] => {
  if (Array.isArray(value)) return ['text', { a: 1 }];
  if (isJsonObject(value)) return ['text', 7];
  return typeof value === 'string' ? [7, { a: 1 }] : ['text', [value]];
};

function statusOf({ method, path, body }: Pick<Right, 'method' | 'path' | 'body'>): number {
  const sandbox = createSandbox();
  const request = {
    method,
    url: `/v1.0${path}`,
    headers: { 'content-type': 'application/json' },
    ...(body && { body }),
  };
  return sandbox.handle(request, sandbox.administrator).status;
}

test('every right request is taken', () => {
  const refused = rights.filter((one) => statusOf(one) >= 300);
  expect(refused.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  expect(defaultObjects.length).toBeGreaterThan(30);
});

const kinds = ['type', 'method', 'segment', 'property', 'member', 'required', 'foreign id'];
const all = rights.flatMap((one) => [...mutationsOf(one)]);

test.each(kinds)('of mutations by %s at least 90 % are refused', (kind) => {
  const mutations = all.filter((one) => one.kind === kind);
  expect(mutations.length).toBeGreaterThan(8);
  const taken = mutations.filter((one) => statusOf(one) < 300);
  const shown = taken.map(({ from, what }) => `${from.method} ${from.path}: ${what}`);
  expect(shown.slice(Math.floor(mutations.length / 10))).toEqual([]);
});

test.each([
  ['/me/memberOf', 'displayName'],
  ['/me/transitiveMemberOf/microsoft.graph.group', 'securityEnabled'],
  [`/groups/${group}/members`, 'jobTitle'],
  [`/directoryObjects/${group}`, 'displayName'],
  ['/directory/deletedItems/microsoft.graph.group', 'displayName'],
  ['/groups/delta', 'description'],
  ['/applications/delta', 'displayName'],
  ['/me/mailFolders/inbox/messages/delta', 'subject'],
  ['/me/drive/root', 'name'],
  ['/me/drive/root/children', 'size'],
])('a query of %s names properties that there are', (path, name) => {
  const status = (query: string) => statusOf({ method: 'GET', path: `${path}?${query}` });
  expect([status(`$select=${name}`), status(`$select=${name},${name}x`), status('$expand=nowhere')]).toEqual([
    200, 400, 400,
  ]);
});

test('a copy takes the parameters that the action has', () => {
  const copy = { method: 'POST' as const, path: '/me/drive/root:/a:/copy' };
  const sandbox = createSandbox();
  const send = (method: Method, path: string, body: JsonObject) =>
    sandbox.handle({ method, url: `/v1.0${path}`, headers: {}, body }, sandbox.administrator).status;
  expect(send('POST', '/me/drive/root/children', { name: 'a', folder: {} })).toBe(201);
  const sent = [{ name: 7 }, { parentReference: 'x' }, { namex: 'b' }, { name: 'b' }];
  expect(sent.map((body) => send(copy.method, copy.path, body))).toEqual([400, 400, 400, 202]);
});
