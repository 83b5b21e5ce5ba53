import { expect, test } from 'vitest';
import { ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { type TypedTenant, typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';
import { isJsonObject, type JsonObject } from '../../../json/json.ts';

const approver = '5a1f9c3e-7b20-4d84-9e61-0c8d2f47b3a5';
const role = {
  id: approver,
  displayName: 'Approver',
  description: 'x',
  value: 'Approver',
  allowedMemberTypes: ['User'],
  isEnabled: true,
};
const nobodysId = '00000000-1111-4222-8333-444444444444';

function registered({ create }: TypedTenant) {
  const application = create('/applications', { displayName: 'Expenses', appRoles: [role] });
  const appId = String(application.body['appId']);
  return { application: application.id, appId, principal: create('/servicePrincipals', { appId }).id };
}

test('a service principal has what its application has, and goes with it', () => {
  const tenant = typedTenant();
  const { send, create } = tenant;
  const { application, appId, principal } = registered(tenant);
  expect(send('GET', `/servicePrincipals/${principal}`)).toMatchObject({
    label: 'modeled',
    body: { appRoles: [{ value: 'Approver' }], appDisplayName: 'Expenses' },
  });
  expect(send('PATCH', `/applications/${application}`, { displayName: 'Costs' }).status).toBe(204);
  expect(send('GET', `/servicePrincipals/${principal}`).body).toMatchObject({ appDisplayName: 'Costs' });
  expect(send('PATCH', `/applications/${application}`, { appRoles: [role, role] }).status).toBe(400);
  expect(send('POST', '/servicePrincipals', { appId })).toMatchObject({
    status: 409,
    code: 'Request_MultipleObjectsWithSameKeyValue',
  });
  const missing = send('POST', '/servicePrincipals', { appId: nobodysId });
  expect(missing.body).toMatchObject({
    error: {
      code: 'Request_BadRequest',
      message: `The appId '${nobodysId}' of the service principal does not reference a valid application object.`,
      details: [{ code: 'NoBackingApplicationObject', target: 'appId' }],
    },
  });
  expect(send('DELETE', `/applications/${application}`).status).toBe(204);
  expect(send('GET', `/servicePrincipals/${principal}`).status).toBe(404);
  expect(create('/applications', { displayName: 'Other' }).status).toBe(201);
});

test('members register applications and change those they own; the rest takes a role', () => {
  const tenant = typedTenant();
  const { sendAs, send } = tenant;
  const { application } = registered(tenant);
  const made = sendAs(ids.alex)('POST', '/applications', { displayName: 'Mine' });
  expect(made.status).toBe(201);
  expect(sendAs(ids.kim)('POST', '/applications', { displayName: 'Mine' }).status).toBe(403);
  const change = { displayName: 'Yours' };
  expect(sendAs(ids.alex)('PATCH', `/applications/${application}`, change)).toMatchObject({
    status: 403,
    code: 'Authorization_RequestDenied',
  });
  const owner = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${ids.alex}` };
  expect(send('POST', `/applications/${application}/owners/$ref`, owner)).toMatchObject({
    status: 204,
    label: 'modeled',
  });
  expect(sendAs(ids.alex)('PATCH', `/applications/${application}`, change).status).toBe(204);
  expect(sendAs(ids.alex)('POST', `/applications/${application}/addPassword`, {}).status).toBe(200);
  expect(sendAs(ids.jamie)('POST', `/applications/${application}/addPassword`, {}).status).toBe(403);
});

test('an assignment is listed with the application and with whom it is of, until either takes it away', () => {
  const tenant = typedTenant();
  const { send, create, values, sandbox } = tenant;
  const { principal } = registered(tenant);
  const places = [
    `/servicePrincipals/${principal}/appRoleAssignedTo`,
    `/users/${ids.alex}/appRoleAssignments`,
  ] as const;
  const body = { principalId: ids.alex, resourceId: principal, appRoleId: approver };
  const made = create(places[1], body);
  expect(made.body).toMatchObject({
    principalType: 'User',
    principalDisplayName: 'Alex Marlow',
    resourceDisplayName: 'Expenses',
  });
  for (const place of places) expect(values(place).map(({ id }) => id)).toContain(made.id);
  expect(send('GET', places[0]).body['@odata.context']).toBe(
    'https://graph.microsoft.com/v1.0/$metadata#appRoleAssignments',
  );
  expect(sandbox.world.directory.appAssignments(principal)).toEqual([ids.alex]);
  const other = { ...body, appRoleId: nobodysId };
  expect(send('POST', places[0], body).text).toContain('Permission being assigned already exists on the object.');
  expect(send('POST', places[0], other).text).toContain('Permission being assigned was not found on application.');
  expect(send('DELETE', `${places[0]}/${made.id}`).status).toBe(204);
  for (const place of places) expect(values(place).map(({ id }) => id)).not.toContain(made.id);
  expect(sandbox.world.directory.appAssignments(principal)).toEqual([]);
  // Those of the seed, and those that a review removes.
  const seeded = `/servicePrincipals/${ids.expenseReports}/appRoleAssignedTo`;
  expect(values(seeded)).toHaveLength(3);
  sandbox.world.directory.removeAppAssignment(ids.expenseReports, ids.jordan);
  expect(values(seeded)).toHaveLength(2);
  expect(values(`/users/${ids.jordan}/appRoleAssignments`)).toEqual([]);
});

test('a grant is for one principal or for all, and there once', () => {
  const tenant = typedTenant();
  const { send, create } = tenant;
  const { principal } = registered(tenant);
  const grant = { clientId: ids.expenseReports, resourceId: principal, consentType: 'AllPrincipals', scope: 'Read' };
  expect(create('/oauth2PermissionGrants', grant).body).toMatchObject({ principalId: null });
  expect(send('POST', '/oauth2PermissionGrants', grant)).toMatchObject({ status: 409 });
  expect(send('POST', '/oauth2PermissionGrants', { ...grant, consentType: 'Principal' })).toMatchObject({
    status: 400,
  });
  expect(send('POST', '/oauth2PermissionGrants', { ...grant, clientId: nobodysId })).toMatchObject({ status: 400 });
  expect(create('/oauth2PermissionGrants', { ...grant, consentType: 'Principal', principalId: ids.alex }).status).toBe(
    201,
  );
});

test('a job of provisioning is started, has run after a minute, and rests when it is paused', () => {
  const tenant = typedTenant();
  const { send, create, values, sandbox } = tenant;
  const [template] = values("/applicationTemplates?$filter=displayName eq 'Salesforce'");
  const made = send('POST', `/applicationTemplates/${String(template?.['id'])}/instantiate`, { displayName: 'Sales' });
  const principal = Object(made.body['servicePrincipal'])['id'];
  // Applications of the gallery come with two roles, and are for those who have one.
  expect(made.body['servicePrincipal']).toMatchObject({
    appRoleAssignmentRequired: true,
    appRoles: [{ displayName: 'User' }, { displayName: 'msiam_access' }],
  });
  const root = `/servicePrincipals/${principal}/synchronization`;
  const [offered] = values(`${root}/templates`);
  expect(send('POST', `${root}/jobs`, { templateId: 'other' }).status).toBe(400);
  const job = create(`${root}/jobs`, { templateId: String(offered?.['id']) });
  const codeOf = () => Object(send('GET', `${root}/jobs/${job.id}`).body['status'])['code'];
  expect(codeOf()).toBe('NotConfigured');
  expect(send('POST', `${root}/jobs/${job.id}/validateCredentials`, {}).status).toBe(400);
  expect(send('PUT', `${root}/secrets`, { value: [{ key: 'Password', value: 'x' }] })).toMatchObject({
    status: 204,
    label: 'modeled',
  });
  expect(send('GET', `${root}/secrets`).body['value']).toEqual([{ key: 'Password', value: '*' }]);
  expect(send('POST', `${root}/jobs/${job.id}/start`).status).toBe(204);
  expect(codeOf()).toBe('NotRun');
  sandbox.clock.advance(60_000);
  expect(codeOf()).toBe('Active');
  expect(send('POST', `${root}/jobs/${job.id}/pause`).status).toBe(204);
  expect(codeOf()).toBe('Paused');
});

test('applications are granted roles and scopes of Graph, which every tenant has', () => {
  const { create, send, values } = typedTenant();
  const [graph] = values("/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'");
  const roles: readonly JsonObject[] = Array.isArray(graph?.['appRoles']) ? graph['appRoles'].filter(isJsonObject) : [];
  const role = roles.find(({ value }) => value === 'User.Read.All');
  expect(role).toMatchObject({ id: 'df021288-bdef-4463-88db-98f22de89214', allowedMemberTypes: ['Application'] });
  const application = create('/applications', { displayName: 'Beacon' });
  const { id } = create('/servicePrincipals', { appId: String(application.body['appId']) });
  const grant = { principalId: id, resourceId: String(graph?.['id']), appRoleId: String(role?.['id']) };
  expect(send('POST', `/servicePrincipals/${id}/appRoleAssignments`, grant)).toMatchObject({
    status: 201,
    label: 'modeled',
    body: { resourceDisplayName: 'Microsoft Graph' },
  });
  expect(send('POST', `/servicePrincipals/${id}/appRoleAssignments`, { ...grant, appRoleId: id }).status).toBe(400);
});

test('an extension property of a user is selected and filtered by its name', () => {
  const { create, send, values } = typedTenant();
  const [application] = values('/applications');
  const place = `/applications/${String(application?.['id'])}/extensionProperties`;
  const name = String(create(place, { name: 'shoe', dataType: 'String', targetObjects: ['User'] }).body['name']);
  expect(send('PATCH', `/users/${ids.alex}`, { [name]: '42' }).status).toBe(204);
  expect(send('GET', `/users/${ids.alex}?$select=id,${name}`)).toMatchObject({ status: 200, body: { [name]: '42' } });
  expect(values(`/users?$filter=${name} eq '42'&$select=id`)).toEqual([{ id: ids.alex }]);
});
