import { describe, expect, test } from 'vitest';
import {
  application,
  itemsOf,
  sampleIds,
  sampleService,
  signedIn,
} from '../../../../../test/support/sandbox/sample-service.ts';
import { typedTenant } from '../../../../../test/support/sandbox/typed-sandbox.ts';

describe('deleted items', () => {
  test('hold deleted users and groups, with the time', () => {
    const { send, world } = sampleService();
    send('DELETE', `/v1.0/users/${sampleIds.alex}`);
    world.clock.advance(1500);
    send('DELETE', `/v1.0/groups/${sampleIds.partners}`);
    expect(send('GET', `/v1.0/users/${sampleIds.alex}`).status).toBe(404);
    const users = itemsOf(send('GET', '/v1.0/directory/deletedItems/microsoft.graph.user?$select=id,deletedDateTime'));
    expect(users).toEqual([{ id: sampleIds.alex, deletedDateTime: '2027-01-01T12:00:00Z' }]);
    const [group] = itemsOf(send('GET', '/v1.0/directory/deletedItems/microsoft.graph.group'));
    expect(group).toMatchObject({ id: sampleIds.partners, deletedDateTime: '2027-01-01T12:00:01Z' });
    const one = send('GET', `/v1.0/directory/deletedItems/${sampleIds.alex}`);
    expect(one.body).toMatchObject({
      '@odata.type': '#microsoft.graph.user',
      userPrincipalName: '43b12b0cee2c425796fe505d823e06abAlexM@contoso.com',
    });
  });

  test('come back as they were, memberships included', () => {
    const { send } = sampleService();
    const paths = [`/beta/users/${sampleIds.alex}`, `/v1.0/groups/${sampleIds.facilities}/members`];
    const before = paths.map((path) => send('GET', path).text);
    send('DELETE', `/v1.0/users/${sampleIds.alex}`);
    expect(itemsOf(send('GET', paths[1] ?? ''))).toHaveLength(2);
    const restored = send('POST', `/v1.0/directory/deletedItems/${sampleIds.alex}/restore`);
    expect([restored.status, restored.body['@odata.type']]).toEqual([200, '#microsoft.graph.user']);
    expect(paths.map((path) => send('GET', path).text)).toEqual(before);
  });

  test('stay deleted where another user has the name by now', () => {
    const { send } = sampleService();
    send('DELETE', `/v1.0/users/${sampleIds.alex}`);
    const body = {
      accountEnabled: true,
      displayName: 'Another',
      mailNickname: 'another',
      userPrincipalName: 'AlexM@contoso.com',
      passwordProfile: { password: 'not-a-secret-2' },
    };
    expect(send('POST', '/v1.0/users', { body }).status).toBe(201);
    expect(send('POST', `/v1.0/directory/deletedItems/${sampleIds.alex}/restore`).status).toBe(400);
  });

  test('are gone for good after 30 days, or when a person says so', () => {
    const { send, world } = sampleService();
    const day = 24 * 60 * 60 * 1000;
    const item = `/v1.0/directory/deletedItems/${sampleIds.alex}`;
    send('DELETE', `/v1.0/users/${sampleIds.alex}`);
    world.clock.advance(30 * day - 1);
    expect(send('GET', item).status).toBe(200);
    world.clock.advance(1);
    expect(send('GET', item).status).toBe(404);
    send('DELETE', `/v1.0/users/${sampleIds.jamie}`);
    const other = `/v1.0/directory/deletedItems/${sampleIds.jamie}`;
    expect(send('DELETE', other, { as: application() }).status).toBe(403);
    expect(send('DELETE', other, { as: signedIn(sampleIds.sam) }).status).toBe(403);
    expect(send('DELETE', other).status).toBe(204);
    expect(send('DELETE', other).status).toBe(404);
    expect(world.directory.members(sampleIds.nightShift)).toEqual([sampleIds.taylor]);
  });

  test('do not hold groups that are synced from elsewhere', () => {
    const { send } = sampleService();
    expect(send('DELETE', `/v1.0/groups/${sampleIds.finance}`).status).toBe(204);
    expect(itemsOf(send('GET', '/v1.0/directory/deletedItems/microsoft.graph.group'))).toEqual([]);
  });
});

describe('roles', () => {
  const root = '/roleManagement/directory';

  test('have the ids that every tenant has, and come in one page', () => {
    const { send } = typedTenant();
    const role = send('GET', `${root}/roleDefinitions/62e90394-69f5-4237-9190-012177145e10`);
    expect(role.body).toMatchObject({ displayName: 'Global Administrator', isBuiltIn: true });
    expect(role.label).toBe('modeled');
    expect(send('GET', `${root}/roleDefinitions/1`).status).toBe(404);
    expect([1, 19, 20].map((top) => send('GET', `${root}/roleDefinitions?$top=${top}`).status)).toEqual([
      400, 400, 400,
    ]);
  });

  test('are held by those who are assigned to them, until an assignment is deleted', () => {
    const { send, create, values } = typedTenant();
    const ids = () => values(`${root}/roleAssignments`).map((one) => one['id']);
    const before = ids();
    const [first = {}] = values(`${root}/roleAssignments?$expand=principal,roleDefinition`);
    expect(first).toMatchObject({ principal: { id: first['principalId'] }, roleDefinition: { isBuiltIn: true } });
    const role = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
    const made = create(`${root}/roleAssignments`, {
      principalId: sampleIds.alex,
      roleDefinitionId: role,
      directoryScopeId: '/',
    });
    expect(ids().toSorted()).toEqual([...before, made.id].toSorted());
    const members = () => values(`/directoryRoles/${role}/members`).map((one) => one['id']);
    expect(members()).toContain(sampleIds.alex);
    // One that no request made, and one that a request made, end in the same way.
    const given = values(`${root}/roleAssignments`).find(
      (one) => one['roleDefinitionId'] === role && one['id'] !== made.id,
    );
    for (const id of [made.id, given?.['id']]) expect(send('DELETE', `${root}/roleAssignments/${id}`).status).toBe(204);
    expect(ids()).toEqual(before.filter((one) => one !== given?.['id']));
    expect(members()).not.toContain(sampleIds.alex);
    expect(members()).not.toContain(given?.['principalId']);
  });
});

describe('applications', () => {
  test('have service principals with owners', () => {
    const { send, values } = typedTenant();
    const byAppId = send('GET', "/servicePrincipals(appId='8c0f4e17-d2b9-8635-a74e-5b19c3f0d682')");
    expect([byAppId.id, byAppId.label]).toEqual([sampleIds.expenses, 'modeled']);
    expect(values(`/servicePrincipals/${sampleIds.expenses}/owners`)).toMatchObject([{ displayName: 'Drew Pike' }]);
    expect(send('GET', `/applications/${sampleIds.expenses}`).status).toBe(404);
    expect(send('GET', '/applications/expenses').status).toBe(400);
    expect(values("/applications?$filter=displayName eq 'Expense Reports'")).toHaveLength(1);
  });

  test('that are gone are no one’s, whether a seed gave them or a request', () => {
    const { send, create, values } = typedTenant();
    const owner = '/users/DrewP@contoso.com';
    const owned = () => values(`${owner}/ownedObjects`).map((one) => one['id']);
    const before = owned();
    expect(before).toContain(sampleIds.expenses);
    const { id } = create('/applications', { displayName: 'Costs' });
    const address = `https://graph.microsoft.com/v1.0${owner}`;
    expect(send('POST', `/applications/${id}/owners/$ref`, { '@odata.id': address }).status).toBe(204);
    expect(owned()).toEqual([...before, id]);
    for (const path of [`/servicePrincipals/${sampleIds.expenses}`, `/applications/${id}`])
      expect(send('DELETE', path).status).toBe(204);
    expect(owned()).toEqual(before.filter((one) => one !== sampleIds.expenses));
  });

  test('are directory objects, as everything is', () => {
    const { send } = sampleService();
    expect(send('GET', `/v1.0/directoryObjects/${sampleIds.expenses}`).body).toMatchObject({
      '@odata.type': '#microsoft.graph.servicePrincipal',
    });
    expect(send('GET', `/v1.0/directoryObjects/${sampleIds.partners}`).body).toMatchObject({
      '@odata.type': '#microsoft.graph.group',
    });
  });
});

describe('one object', () => {
  test('shows what was written by the metadata wherever it is read, and stays modeled', () => {
    const { send, values } = typedTenant();
    const user = `/users/${sampleIds.alex}`;
    expect(send('PATCH', `${user}/mailboxSettings`, { timeZone: 'UTC' }).status).toBe(200);
    expect(send('GET', `${user}?$select=mailboxSettings`)).toMatchObject({ label: 'modeled' });
    const short = send('GET', user);
    expect(short.label).toBe('modeled');
    expect(Object.keys(short.body)).not.toContain('mailboxSettings');
    expect(values('/users?$select=*').filter((one) => one['mailboxSettings'] !== undefined)).toHaveLength(1);
  });

  test('comes back from the deleted items with what was written of it, and without what lived inside', () => {
    const { send, create, values } = typedTenant();
    const group = `/groups/${sampleIds.partners}`;
    create(`${group}/threads`, { topic: 'x' });
    const before = send('GET', `${group}?$select=*`).body;
    expect(values(`${group}/threads`)).toHaveLength(1);
    expect(send('DELETE', group).status).toBe(204);
    expect(send('POST', `/directory/deletedItems/${sampleIds.partners}/restore`, {}).status).toBe(200);
    expect(send('GET', `${group}?$select=*`).body).toEqual(before);
    expect(values(`${group}/threads`)).toEqual([]);
  });

  test('has one manager, though the one before comes back from the deleted items', () => {
    const { send, values } = typedTenant();
    const address = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/users/${id}` });
    const manager = `/users/${sampleIds.alex}/manager`;
    send('PUT', `${manager}/$ref`, address(sampleIds.jamie));
    send('DELETE', `/users/${sampleIds.jamie}`);
    expect(send('GET', manager).status).toBe(404);
    send('PUT', `${manager}/$ref`, address(sampleIds.taylor));
    send('POST', `/directory/deletedItems/${sampleIds.jamie}/restore`, {});
    expect(send('GET', manager).id).toBe(sampleIds.taylor);
    expect(values(`/users/${sampleIds.jamie}/directReports`)).toEqual([]);
  });
});

describe('the rest', () => {
  test('a change of the tenant is seen wherever the tenant is read, and a license is read alone', () => {
    const { send, values } = typedTenant();
    const [tenant] = values('/organization');
    const changed = { securityComplianceNotificationMails: ['help@contoso.com'] };
    expect(send('PATCH', `/organization/${tenant?.['id']}`, changed).status).toBe(204);
    expect(values('/organization')).toMatchObject([changed]);
    const [sku] = values('/subscribedSkus');
    expect(send('GET', `/subscribedSkus/${sku?.['id']}`).body).toMatchObject({ skuPartNumber: sku?.['skuPartNumber'] });
  });

  test('the tenant has its domains and its licenses', () => {
    const { values } = typedTenant();
    expect(values('/organization')).toMatchObject([
      { displayName: 'Contoso', verifiedDomains: [{ name: 'contoso.com', isDefault: true }, { isInitial: true }] },
    ]);
    const [sku] = values('/subscribedSkus');
    expect(sku).toMatchObject({
      skuPartNumber: 'AAD_PREMIUM_P2',
      capabilityStatus: 'Enabled',
      servicePlans: expect.arrayContaining([
        expect.objectContaining({
          servicePlanName: 'AAD_PREMIUM_P2',
          servicePlanId: 'eec0eb4f-6444-4f95-aba0-50c24d67f998',
        }),
      ]),
    });
  });
});
