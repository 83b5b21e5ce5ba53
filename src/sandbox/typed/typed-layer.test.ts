import { describe, expect, test } from 'vitest';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import type { Method } from '../../http/message.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { readMetadata } from '../../metadata/read-metadata.ts';
import { labelText } from '../service/response-label.ts';

const governance = '/identityGovernance/entitlementManagement';
const policies = '/identity/conditionalAccess/policies';
const businesses = '/solutions/bookingBusinesses';
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const policy: JsonObject = {
  displayName: 'Sign in with a second factor',
  state: 'enabled',
  conditions: {
    clientAppTypes: ['all'],
    applications: { includeApplications: ['All'] },
    users: { includeUsers: ['All'] },
  },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
};

describe('what no pack models', () => {
  test('is created, read, listed, changed and deleted as its type says, and labeled as typed', () => {
    const { send, create, values } = typedTenant();
    const business: JsonObject = {
      displayName: 'Boats',
      phone: '+45 5550 1400',
      schedulingPolicy: { timeSlotInterval: 'PT30M', allowStaffSelection: true },
    };
    const made = create(businesses, business);
    expect(made).toMatchObject({ status: 201, label: 'typed', body: business });
    expect(send('GET', `${businesses}/${made.id}`).body).toMatchObject({
      ...business,
      email: null,
      schedulingPolicy: { timeSlotInterval: 'PT30M', maximumAdvance: null },
    });
    expect(values(`${businesses}?$filter=schedulingPolicy/allowStaffSelection eq true&$select=id`)).toEqual([
      { id: made.id },
    ]);
    expect(send('GET', `${businesses}/$count`).text).toBe('1');
    expect(send('PATCH', `${businesses}/${made.id}`, { phone: '+45 5550 1401' }).status).toBe(204);
    expect(send('GET', `${businesses}/${made.id}`).body).toMatchObject({ phone: '+45 5550 1401' });
    expect(send('DELETE', `${businesses}/${made.id}`).status).toBe(204);
    expect(send('GET', `${businesses}/${made.id}`)).toMatchObject({ status: 404, code: 'ResourceNotFound' });
    expect(values(businesses)).toEqual([]);
  });

  test('refers to what is there, and is found from its other end', () => {
    const { create, values, send } = typedTenant();
    const catalog = create(`${governance}/catalogs`, { displayName: 'Sales' });
    const accessPackage = create(`${governance}/accessPackages`, { displayName: 'Desk', catalog: { id: catalog.id } });
    const assignment = { displayName: 'All members', accessPackage: { id: accessPackage.id } };
    const made = create(`${governance}/assignmentPolicies`, assignment);
    expect(values(`${governance}/accessPackages/${accessPackage.id}/assignmentPolicies?$select=id`)).toEqual([
      { id: made.id },
    ]);
    expect(send('GET', `${governance}/accessPackages/${accessPackage.id}?$expand=catalog`).body).toMatchObject({
      catalog: { id: catalog.id, displayName: 'Sales' },
    });
    expect(values(`${governance}/accessPackages?$filter=catalog/id eq '${catalog.id}'`)).toHaveLength(1);
  });

  test('lives inside of what packs have, and goes with it', () => {
    const { create, values, send } = typedTenant();
    const group = create('/groups', {
      displayName: 'A',
      mailNickname: 'aa',
      mailEnabled: false,
      securityEnabled: true,
    });
    const setting = create(`/groups/${group.id}/settings`, {
      templateId: '08d542b9-071f-4e16-94b0-74abb372e3d9',
      values: [],
    });
    expect(values(`/groups/${group.id}/settings`)).toMatchObject([{ id: setting.id }]);
    expect(send('DELETE', `/groups/${group.id}`).status).toBe(204);
    expect(send('GET', `/groups/${group.id}/settings`).status).toBe(404);
  });

  test('of the signed-in user is that of the user', () => {
    const { create, values, sandbox } = typedTenant();
    const sent = create('/me/messages', { subject: 'Minutes', importance: 'high' });
    expect(sent.body).toMatchObject({ isDraft: true, importance: 'high' });
    const { administrator } = sandbox;
    const id = administrator.kind === 'delegated' ? administrator.userId : '';
    expect(values(`/users/${id}/messages?$select=subject`)).toContainEqual(
      expect.objectContaining({ subject: 'Minutes' }),
    );
  });

  test('is answered with 501 where only the version’s own metadata could say', () => {
    const { send } = typedTenant();
    expect(send('GET', '/beta/elsewhere')).toMatchObject({ status: 501, code: 'notModeled', label: 'typed' });
    expect(send('GET', `/beta${policies}?$select=elsewhere`)).toMatchObject({ status: 501, code: 'notModeled' });
    expect(send('GET', `${policies}?$select=elsewhere`).status).toBe(400);
    expect(send('GET', `/beta${policies}`).status).toBe(200);
  });
});

describe('one store', () => {
  test('an application that was created is one for the packs: its owners, its service principal, its reviews', () => {
    const { create, send, values } = typedTenant();
    const application = create('/applications', { displayName: 'Payroll' });
    expect(send('GET', `/applications(appId='${String(application.body['appId'])}')`).id).toBe(application.id);
    expect(values('/applications').map(({ displayName }) => displayName)).toContain('Payroll');
    const principal = create('/servicePrincipals', { appId: String(application.body['appId']) });
    expect(principal.body).toMatchObject({ displayName: 'Payroll', servicePrincipalType: 'Application' });
    const [owner] = values('/users');
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${String(owner?.['id'])}` };
    expect(send('POST', `/servicePrincipals/${principal.id}/owners/$ref`, reference).status).toBe(204);
    expect(values(`/servicePrincipals/${principal.id}/owners`)).toMatchObject([{ id: owner?.['id'] }]);
    const [group] = values('/groups?$filter=mailEnabled eq false');
    const members = `/groups/${String(group?.['id'])}/members`;
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${principal.id}` };
    expect(send('POST', `${members}/$ref`, member)).toMatchObject({ status: 204, label: 'modeled' });
    expect(values(members).map(({ id }) => id)).toContain(principal.id);
  });

  test('a role that was assigned is held, once, until the assignment is deleted', () => {
    const { create, send, values, sandbox } = typedTenant();
    const [user] = values("/users?$filter=userType eq 'Guest'");
    const principalId = String(user?.['id']);
    const before = values('/roleManagement/directory/roleAssignments').length;
    const body = { principalId, roleDefinitionId: globalReader, directoryScopeId: '/' };
    const made = create('/roleManagement/directory/roleAssignments', body);
    expect(sandbox.world.directory.rolesOf(principalId)).toContain('Global Reader');
    expect(values('/roleManagement/directory/roleAssignments')).toHaveLength(before + 1);
    expect(send('DELETE', `/roleManagement/directory/roleAssignments/${made.id}`).status).toBe(204);
    expect(sandbox.world.directory.rolesOf(principalId)).not.toContain('Global Reader');
  });

  test('users of the pack are found by the layer: by id, and by what changed', () => {
    const { create, send, values } = typedTenant();
    const [user] = values('/users');
    const found = send('POST', '/directoryObjects/getByIds', { ids: [String(user?.['id'])], types: ['user'] });
    expect(found.body['value']).toMatchObject([{ '@odata.type': '#microsoft.graph.user', id: user?.['id'] }]);
    const first = send('GET', '/groups/delta?$select=displayName');
    expect(first.body['value']).not.toEqual([]);
    const next = String(first.body['@odata.deltaLink']).replace('https://graph.microsoft.com', '');
    expect(send('GET', next).body['value']).toEqual([]);
    const group = create('/groups', {
      displayName: 'New',
      mailNickname: 'nn',
      mailEnabled: false,
      securityEnabled: true,
    });
    const changed = send('GET', next).body;
    expect(changed['value']).toMatchObject([{ id: group.id, displayName: 'New' }]);
    send('DELETE', `/groups/${group.id}`);
    const last = String(changed['@odata.deltaLink']).replace('https://graph.microsoft.com', '');
    expect(send('GET', last).body['value']).toEqual([{ '@removed': { reason: 'changed' }, id: group.id }]);
    expect(send('GET', '/groups/delta?$deltatoken=unknown')).toMatchObject({ status: 410 });
  });
});

describe('a mutation of a right request is refused', () => {
  const foreign = '00000000-1111-4222-8333-444444444444';
  const cases: readonly (readonly [what: string, status: number, method: Method, path: string, body?: Json])[] = [
    ['a number for a text', 400, 'POST', policies, { ...policy, displayName: 7 }],
    ['a text for a list', 400, 'POST', policies, { ...policy, conditions: { clientAppTypes: 'all' } }],
    ['a text for an object', 400, 'POST', policies, { ...policy, conditions: 'all' }],
    ['a misspelt property', 400, 'POST', policies, { ...policy, displayNam: 'x' }],
    ['a misspelt property inside', 400, 'POST', policies, { ...policy, conditions: { clientAppType: ['all'] } }],
    ['a misspelt property of an open type', 400, 'POST', '/applications', { displayName: 'x', signInAudiences: 'y' }],
    ['another member', 400, 'POST', policies, { ...policy, state: 'enabld' }],
    ['a required property left out', 400, 'POST', policies, { displayName: 'x', state: 'enabled' }],
    ['an empty body', 400, 'POST', policies, {}],
    ['a wrong segment', 400, 'GET', '/identity/conditionalAccess/policy'],
    ['a wrong root', 400, 'GET', '/application'],
    ['another method on a collection', 405, 'PATCH', policies, policy],
    ['deleting a collection', 405, 'DELETE', policies],
    ['another method on a singleton', 405, 'DELETE', '/identity'],
    ['a function that is posted', 405, 'POST', '/groups/delta', {}],
    ['an action that is read', 405, 'GET', '/me/sendMail'],
    ['a parameter that an action does not have', 400, 'POST', '/me/sendMail', { mesage: {} }],
    ['an id of none', 404, 'GET', `${policies}/${foreign}`],
    ['an id of none to change', 404, 'PATCH', `${policies}/${foreign}`, { state: 'disabled' }],
    [
      'an id of none to refer to',
      404,
      'POST',
      `${governance}/accessPackages`,
      { displayName: 'x', catalog: { id: foreign } },
    ],
    [
      'an id of none as principal',
      404,
      'POST',
      '/roleManagement/directory/roleAssignments',
      { principalId: foreign, roleDefinitionId: globalReader },
    ],
    ['an appId of none', 400, 'POST', '/servicePrincipals', { appId: foreign }],
    ['a filter of a property that is not there', 400, 'GET', `${policies}?$filter=nam eq 'x'`],
    ['a selection of a property that is not there', 400, 'GET', `${policies}?$select=nam`],
    ['an option that is not there', 400, 'GET', `${policies}?$fliter=id eq 'x'`],
    ['a type that is another', 400, 'POST', '/me/messages', { '@odata.type': '#microsoft.graph.group', subject: 'x' }],
    ['a time that is none', 400, 'POST', '/me/messages', { subject: 'x', receivedDateTime: 'yesterday' }],
  ];
  const named = cases.map(([what, status, method, path, body]) => ({ what, status, method, path, body }));
  test.each(named)('$what: $status', ({ status, method, path, body }) => {
    const { send } = typedTenant();
    const said = send(method, path, body);
    // Where a pack models the type, it is the pack’s word as well.
    expect([said.status, said.label]).toEqual([status, expect.stringMatching(/^(?:typed|modeled)$/)]);
    expect(said.code).not.toBe('');
  });
});

test('beta has types of its own where its metadata is given, and is then no guess', async () => {
  const text = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
    <Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
      <EntityType Name="lantern" BaseType="graph.entity"><Property Name="lit" Type="Edm.Boolean"/></EntityType>
      <EntityContainer Name="GraphService"><EntitySet Name="lanterns" EntityType="microsoft.graph.lantern"/></EntityContainer>
    </Schema></edmx:DataServices></edmx:Edmx>`;
  const beta = await readMetadata({ path: 'beta.xml', text });
  if (!beta.ok) throw new Error(beta.problems.map(({ message }) => message).join('\n'));
  const { send } = typedTenant({ beta: beta.value });
  expect(send('POST', '/beta/lanterns', { lit: true })).toMatchObject({ status: 201, label: 'typed' });
  expect(send('POST', '/beta/lanterns', { lit: 'yes' }).status).toBe(400);
  // The version's own metadata says that there is no such thing.
  expect(send('GET', '/beta/elsewhere').status).toBe(400);
  expect(send('GET', '/lanterns').status).toBe(400);
});

test.each([
  ['/beta/policies/authorizationPolicy', 'modeled; guessed=beta-by-v1.0'],
  ['/beta/me/todo/lists', 'seeded; model=v1.0@2026-08; guessed=beta-by-v1.0'],
  ['/beta/users', 'modeled'],
  ['/beta/identityGovernance/entitlementManagement/accessPackageCatalogs', 'modeled'],
])('%s says whether its types are those of v1.0', (url, said) => {
  const { sandbox } = typedTenant();
  const { label } = sandbox.handle({ method: 'GET', url, headers: {} }, sandbox.administrator);
  expect(label && labelText(label)).toBe(said);
});

test('a body that is no JSON is 400, and one of another type 415', () => {
  const { sandbox } = typedTenant();
  const post = (type: string) => {
    const url = '/v1.0/identity/conditionalAccess/policies';
    const request = { method: 'POST' as const, url, headers: { 'content-type': type }, text: '{"conditions": ' };
    return sandbox.handle(request, sandbox.administrator).status;
  };
  expect([post('application/json'), post('text/csv')]).toEqual([400, 415]);
});
