import { expect, test } from 'vitest';
import { ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';
import type { JsonObject } from '../../../json/json.ts';

const roles = '/roleManagement/directory';
const groups = '/identityGovernance/privilegedAccess/group';
const groupsAdministrator = 'fdd7a751-b60b-444a-984c-02652fe8fa1c';
const hourMs = 3_600_000;

const request = (action: string, more: JsonObject = {}): JsonObject => ({
  action,
  roleDefinitionId: groupsAdministrator,
  directoryScopeId: '/',
  principalId: ids.alex,
  scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT2H' } },
  justification: 'Needed.',
  ...more,
});
const active = `${roles}/roleAssignmentScheduleRequests`;
const eligible = `${roles}/roleEligibilityScheduleRequests`;

test('the roles that a seed gives are shown as assigned without end', () => {
  const { values } = typedTenant();
  expect(values(`${roles}/roleAssignmentScheduleInstances?$filter=principalId eq '${ids.sam}'`)).toMatchObject([
    { assignmentType: 'Assigned', directoryScopeId: '/', memberType: 'Direct', endDateTime: null },
  ]);
  expect(values(`${roles}/roleAssignments?$filter=principalId eq '${ids.sam}'&$expand=principal`)).toMatchObject([
    { principal: { id: ids.sam } },
  ]);
  expect(values(`${roles}/roleEligibilityScheduleInstances?$expand=principal,roleDefinition`)).toMatchObject([
    { principal: { id: ids.jordan }, roleDefinition: { displayName: 'User Administrator' } },
    { principal: { id: ids.casey }, memberType: 'Direct' },
  ]);
});

test('an eligible user activates for at most eight hours with a reason, and the activation ends automatically', () => {
  const { sendAs, create, values, sandbox } = typedTenant();
  const self = sendAs(ids.alex);
  expect(self('POST', active, request('selfActivate'))).toMatchObject({ status: 404, code: 'RoleEligibilityNotFound' });
  expect(create(eligible, request('adminAssign', { scheduleInfo: {} }))).toMatchObject({
    label: 'modeled',
    body: { status: 'Provisioned', createdBy: { user: { id: ids.admin } }, completedDateTime: '2026-01-01T00:00:00Z' },
  });
  const long = { scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT9H' } }, justification: null };
  const refused = self('POST', active, request('selfActivate', long));
  expect(refused).toMatchObject({ status: 400, code: 'RoleAssignmentRequestPolicyValidationFailed' });
  expect(refused.text).toContain('The following policy rules failed: [\\"ExpirationRule\\",\\"JustificationRule\\"]');
  expect(self('POST', active, request('selfActivate'))).toMatchObject({ status: 201 });
  expect(sandbox.world.directory.rolesOf(ids.alex)).toEqual(['Groups Administrator']);
  expect(self('POST', active, request('selfActivate'))).toMatchObject({ status: 400, code: 'RoleAssignmentExists' });
  sandbox.clock.advance(2 * hourMs);
  expect(sandbox.world.directory.rolesOf(ids.alex)).toEqual([]);
  expect(values(`${roles}/roleAssignmentSchedules?$filter=principalId eq '${ids.alex}'`)).toEqual([]);
  expect(values(`${roles}/roleEligibilitySchedules?$filter=principalId eq '${ids.alex}'`)).toHaveLength(1);
});

test('a request with a later start begins then, unless it is canceled', () => {
  const { create, send, values, sandbox } = typedTenant();
  const startDateTime = '2026-01-01T05:00:00Z';
  const later = { scheduleInfo: { startDateTime, expiration: { type: 'noExpiration' } } };
  const made = create(active, request('adminAssign', later));
  expect(made.body).toMatchObject({ status: 'Granted' });
  sandbox.clock.advance(4 * hourMs);
  const instances = `${roles}/roleAssignmentScheduleInstances?$filter=principalId eq '${ids.alex}'`;
  expect(values(instances)).toEqual([]);
  sandbox.clock.advance(hourMs);
  expect(values(instances)).toMatchObject([{ startDateTime, endDateTime: null, assignmentType: 'Assigned' }]);
  const other = create(
    active,
    request('adminAssign', {
      ...later,
      principalId: ids.jamie,
      scheduleInfo: { startDateTime: '2026-01-02T00:00:00Z' },
    }),
  );
  expect(send('POST', `${active}/${other.id}/cancel`).status).toBe(204);
  sandbox.clock.advance(48 * hourMs);
  expect(sandbox.world.directory.rolesOf(ids.jamie)).toEqual([]);
  expect(send('POST', `${active}/${made.id}/cancel`).status).toBe(400);
});

test('a caller without the role, the permission or the license gets the refusal of the service', () => {
  const { sendAs } = typedTenant();
  const refused = sendAs(ids.sam)('POST', eligible, request('adminAssign'));
  expect(refused).toMatchObject({ status: 403, code: 'InsufficientPermissions' });
  const unscoped = sendAs(ids.admin, ['RoleManagement.Read.All'])('GET', eligible);
  expect(unscoped).toMatchObject({ status: 403, code: 'UnknownError' });
  expect(JSON.parse(JSON.parse(unscoped.text).error.message)).toMatchObject({ errorCode: 'PermissionScopeNotGranted' });
  expect(sendAs(ids.admin, ['RoleManagement.Read.All'])('GET', `${roles}/roleEligibilitySchedules`).status).toBe(200);
  const seed = { version: 1 as const, tenant: { id: ids.admin, displayName: 'A', domains: ['a.com'], licenses: [] } };
  const { sandbox } = typedTenant({ seed });
  const url = `/v1.0${roles}/roleAssignmentScheduleInstances`;
  const { status, text } = sandbox.handle({ method: 'GET', url, headers: {} }, sandbox.signInApplication(ids.admin));
  expect([status, JSON.parse(text).error.code]).toEqual([400, 'AadPremiumLicenseRequired']);
});

test('a holding that a review or the directory removes is removed, and one that it adds is listed', () => {
  const { values, create, sandbox } = typedTenant();
  const instances = `${roles}/roleAssignmentScheduleInstances?$filter=principalId eq '${ids.sam}'`;
  const [held] = values(instances);
  sandbox.world.directory.removeRole(String(held?.['roleDefinitionId']), ids.sam);
  expect(values(instances)).toEqual([]);
  create(`${roles}/roleAssignments`, {
    principalId: ids.sam,
    roleDefinitionId: groupsAdministrator,
    directoryScopeId: '/',
  });
  expect(values(instances)).toMatchObject([{ roleDefinitionId: groupsAdministrator }]);
});

test('an assignment without schedule is made once, by those who may, and not of a role that is built in', () => {
  const { send, sendAs, sandbox, values } = typedTenant();
  const place = `${roles}/roleAssignments`;
  const body = { principalId: ids.alex, roleDefinitionId: groupsAdministrator, directoryScopeId: '/' };
  expect(sendAs(ids.sam)('POST', place, body)).toMatchObject({ status: 403, code: 'Authorization_RequestDenied' });
  const made = send('POST', place, body);
  expect(made).toMatchObject({ status: 201, label: 'modeled' });
  expect(send('POST', place, body)).toMatchObject({ status: 400, code: 'Request_BadRequest' });
  sandbox.world.directory.removeRole(groupsAdministrator, ids.alex);
  expect(values(`${place}?$filter=principalId eq '${ids.alex}'`)).toEqual([]);
  expect(send('PATCH', `${roles}/roleDefinitions/${groupsAdministrator}`, { displayName: 'x' }).status).toBe(400);
});

test('groups have it, too: who is eligible becomes a member or an owner for a while', () => {
  const { sendAs, sandbox, values } = typedTenant();
  const body = (action: string, accessId: string): JsonObject => ({
    action,
    accessId,
    groupId: ids.nightShift,
    principalId: ids.alex,
    justification: 'x',
    scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT1H' } },
  });
  // Casey owns the group.
  const owner = sendAs(ids.casey);
  for (const accessId of ['owner', 'member']) {
    expect(owner('POST', `${groups}/eligibilityScheduleRequests`, body('adminAssign', accessId)).status).toBe(201);
    const made = sendAs(ids.alex)('POST', `${groups}/assignmentScheduleRequests`, body('selfActivate', accessId));
    expect(made).toMatchObject({ status: 201, label: 'modeled' });
  }
  const { directory } = sandbox.world;
  expect([directory.isOwner(ids.nightShift, ids.alex), directory.isMember(ids.nightShift, ids.alex)]).toEqual([
    true,
    true,
  ]);
  expect(values(`${groups}/assignmentScheduleInstances`)).toMatchObject([
    { accessId: 'owner', assignmentType: 'activated', memberType: 'direct' },
    { accessId: 'member' },
  ]);
  sandbox.clock.advance(hourMs);
  expect([directory.isOwner(ids.nightShift, ids.alex), directory.isMember(ids.nightShift, ids.alex)]).toEqual([
    false,
    false,
  ]);
});

test('activation follows the policy of the role, which an administrator changes', () => {
  const { sendAs, send, create, values, sandbox } = typedTenant();
  create(eligible, request('adminAssign'));
  const filter = `$filter=scopeId eq '/' and scopeType eq 'DirectoryRole' and roleDefinitionId eq '${groupsAdministrator}'`;
  const [assignment] = values(`/policies/roleManagementPolicyAssignments?${filter}`);
  const rules = `/policies/roleManagementPolicies/${String(assignment?.['policyId'])}/rules`;
  expect(values(rules)).toHaveLength(17);
  const change = (id: string, more: JsonObject) =>
    send('PATCH', `${rules}/${id}`, {
      '@odata.type': `#microsoft.graph.unifiedRoleManagementPolicy${id.split('_')[0]}Rule`,
      ...more,
    });
  const self = sendAs(ids.alex);
  const sent = request('selfActivate', { justification: null });
  expect(self('POST', active, sent).code).toBe('RoleAssignmentRequestPolicyValidationFailed');
  expect(change('Enablement_EndUser_Assignment', { enabledRules: [] }).status).toBeLessThan(300);
  expect(change('Expiration_EndUser_Assignment', { maximumDuration: 'PT1H' }).status).toBeLessThan(300);
  expect(self('POST', active, sent).code).toBe('RoleAssignmentRequestPolicyValidationFailed');
  expect(change('Expiration_EndUser_Assignment', { maximumDuration: 'PT2H' }).status).toBeLessThan(300);
  expect(self('POST', active, sent).status).toBe(201);
  expect(sendAs(ids.casey)('GET', rules).status).toBe(403);
  expect(send('GET', '/policies/roleManagementPolicies')).toMatchObject({ status: 400, label: 'modeled' });
  expect(send('DELETE', `${rules}/Enablement_EndUser_Assignment`).status).toBe(405);
  expect(sandbox.world.directory.rolesOf(ids.alex)).toEqual(['Groups Administrator']);
});

test('the roles of the tenant are those that someone holds, or that were read by their templates', () => {
  const { send, values, create } = typedTenant();
  const names = () => values('/directoryRoles').map(({ displayName }) => displayName);
  expect(names()).toContain('Global Administrator');
  expect(names()).not.toContain('Groups Administrator');
  expect(send('GET', `/directoryRoles/${groupsAdministrator}`).status).toBe(404);
  expect(values('/directoryRoleTemplates').map(({ id }) => id)).toContain(groupsAdministrator);
  const sent = { roleTemplateId: groupsAdministrator };
  expect(create('/directoryRoles', sent)).toMatchObject({
    label: 'modeled',
    body: { displayName: 'Groups Administrator', ...sent },
  });
  expect(send('POST', '/directoryRoles', sent)).toMatchObject({ status: 400, code: 'Request_BadRequest' });
  expect(send('POST', '/directoryRoles', { roleTemplateId: ids.alex }).status).toBe(404);
  create(`${roles}/roleAssignments`, {
    principalId: ids.alex,
    roleDefinitionId: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    directoryScopeId: '/',
  });
  expect(names()).toEqual(expect.arrayContaining(['Groups Administrator', 'Application Administrator']));
});

test('a role is held in one scope: a unit or an application, and counts nowhere else', () => {
  const { create, send, sendAs, values, sandbox } = typedTenant();
  const unit = create('/directory/administrativeUnits', { displayName: 'North' });
  const app = create('/applications', { displayName: 'Payroll' });
  const [inUnit, inApp] = [`/administrativeUnits/${unit.id}`, `/${app.id}`];
  const body = { principalId: ids.alex, roleDefinitionId: groupsAdministrator };
  const assignments = () =>
    values(`${roles}/roleAssignments?$filter=principalId eq '${ids.alex}'`).map((one) => one['directoryScopeId']);

  for (const directoryScopeId of [inUnit, inApp])
    expect(send('POST', `${roles}/roleAssignments`, { ...body, directoryScopeId })).toMatchObject({ status: 201 });
  expect(send('POST', `${roles}/roleAssignments`, { ...body, directoryScopeId: inUnit })).toMatchObject({
    status: 400,
    code: 'Request_BadRequest',
  });
  expect(send('POST', `${roles}/roleAssignments`, body).status).toBe(400);
  expect(send('POST', `${roles}/roleAssignments`, { ...body, directoryScopeId: `/${unit.id}` }).status).toBe(404);
  expect(assignments()).toEqual([inUnit, inApp]);
  expect(sandbox.world.directory.rolesOf(ids.alex)).toEqual([]);
  const [instance] = values(`${roles}/roleAssignmentScheduleInstances?$filter=directoryScopeId eq '${inUnit}'`);
  expect(instance).toMatchObject({ principalId: ids.alex, assignmentType: 'Assigned' });

  const sent = { principalId: ids.jamie, directoryScopeId: inUnit };
  expect(create(eligible, request('adminAssign', { ...sent, scheduleInfo: {} })).body).toMatchObject(sent);
  const self = sendAs(ids.jamie);
  expect(self('POST', active, request('selfActivate', { ...sent, directoryScopeId: '/' })).code).toBe(
    'RoleEligibilityNotFound',
  );
  expect(self('POST', active, request('selfActivate', sent))).toMatchObject({ status: 201, label: 'modeled' });
  const ofJamie = `${roles}/roleAssignments?$filter=principalId eq '${ids.jamie}'`;
  const [held] = values(ofJamie);
  expect(held).toMatchObject({ directoryScopeId: inUnit });
  expect(send('GET', `${roles}/roleAssignments/${String(held?.['id'])}`).status).toBe(200);
  sandbox.clock.advance(2 * hourMs);
  expect(values(ofJamie)).toEqual([]);

  const [first] = values(`${roles}/roleAssignments?$filter=principalId eq '${ids.alex}'`);
  expect(send('DELETE', `${roles}/roleAssignments/${String(first?.['id'])}`).status).toBe(204);
  expect(assignments()).toEqual([inApp]);
  expect(send('DELETE', `/applications/${app.id}`).status).toBe(204);
  expect(assignments()).toEqual([]);
});

test('a scope of an application is its own, and one of the two scopes is needed', () => {
  const { send } = typedTenant();
  const { directoryScopeId: _, ...without } = request('adminAssign', { scheduleInfo: {} });
  expect(send('POST', eligible, without)).toMatchObject({ status: 400 });
  expect(send('POST', eligible, { ...without, directoryScopeId: '/administrativeUnits/x' }).status).toBe(404);
  const made = send('POST', eligible, { ...without, appScopeId: '/AccessPackageCatalog/one' });
  expect(made).toMatchObject({ status: 201, body: { appScopeId: '/AccessPackageCatalog/one' } });
});

test('a holding is extended immediately by an administrator, and for others after a decision', () => {
  const { create, send, sendAs, sandbox, values } = typedTenant();
  expect(send('POST', eligible, request('adminExtend')).code).toBe('RoleAssignmentDoesNotExist');
  create(eligible, request('adminAssign'));
  const longer = { scheduleInfo: { expiration: { type: 'afterDuration', duration: 'P3D' } } };
  const sent = sendAs(ids.alex)('POST', eligible, request('selfExtend', longer));
  expect(sent).toMatchObject({ status: 201, body: { status: 'PendingAdminDecision', completedDateTime: null } });
  expect(send('POST', `${eligible}/${String(sent.body['id'])}/cancel`).status).toBe(204);
  expect(send('POST', eligible, request('adminExtend', longer)).status).toBe(201);
  sandbox.clock.advance(24 * hourMs);
  const schedules = `${roles}/roleEligibilitySchedules?$filter=principalId eq '${ids.alex}'`;
  expect(values(schedules)).toHaveLength(1);
  sandbox.clock.advance(72 * hourMs);
  expect(values(schedules)).toEqual([]);
  expect(send('POST', eligible, request('adminRenew', longer)).status).toBe(201);
  expect(send('POST', eligible, request('elevate')).status).toBe(400);
});

test('administrators keep to the rules about them, and only what was activated is deactivated', () => {
  const { send, sendAs, values } = typedTenant();
  const filter = `$filter=scopeId eq '/' and scopeType eq 'DirectoryRole' and roleDefinitionId eq '${groupsAdministrator}'`;
  const [assignment] = values(`/policies/roleManagementPolicyAssignments?${filter}`);
  const rules = `/policies/roleManagementPolicies/${String(assignment?.['policyId'])}/rules`;
  const change = (id: string, more: JsonObject) => {
    const type = `#microsoft.graph.unifiedRoleManagementPolicy${id.split('_')[0]}Rule`;
    expect(send('PATCH', `${rules}/${id}`, { '@odata.type': type, ...more }).status).toBeLessThan(300);
  };
  change('Expiration_Admin_Assignment', { isExpirationRequired: true, maximumDuration: 'PT1H' });
  const refused = send('POST', active, request('adminAssign', { justification: null }));
  expect(refused.text).toContain('[\\"ExpirationRule\\",\\"JustificationRule\\"]');
  change('Expiration_Admin_Assignment', { isExpirationRequired: false });
  expect(send('POST', active, request('adminAssign')).status).toBe(201);
  const self = sendAs(ids.alex);
  expect(self('POST', active, request('selfDeactivate')).code).toBe('RoleAssignmentDoesNotExist');
  expect(send('POST', active, request('adminRemove')).status).toBe(201);
  send('POST', eligible, request('adminAssign'));
  change('Approval_EndUser_Assignment', { setting: { isApprovalRequired: true } });
  expect(self('POST', active, request('selfActivate')).body).toMatchObject({ status: 'PendingApproval' });
  expect(values(`${roles}/roleAssignmentScheduleInstances?$filter=principalId eq '${ids.alex}'`)).toEqual([]);
});

test('a group has two policies once a request names it, and its activation follows them', () => {
  const { send, sendAs, values } = typedTenant();
  const sent = { accessId: 'member', groupId: ids.nightShift, principalId: ids.alex, justification: 'x' };
  const span = { scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT1H' } } };
  const place = `${groups}/eligibilityScheduleRequests`;
  expect(send('POST', place, { action: 'adminAssign', ...sent, ...span }).status).toBe(201);
  const scope = `scopeId eq '${ids.nightShift}' and scopeType eq 'Group'`;
  const [ofMembers] = values(
    `/policies/roleManagementPolicyAssignments?$filter=${scope} and roleDefinitionId eq 'member'`,
  );
  expect(values(`/policies/roleManagementPolicies?$filter=${scope}`)).toHaveLength(2);
  const rule = `/policies/roleManagementPolicies/${String(ofMembers?.['policyId'])}/rules/Expiration_EndUser_Assignment`;
  const type = '#microsoft.graph.unifiedRoleManagementPolicyExpirationRule';
  expect(send('PATCH', rule, { '@odata.type': type, maximumDuration: 'PT30M' }).status).toBeLessThan(300);
  const self = sendAs(ids.alex)('POST', `${groups}/assignmentScheduleRequests`, {
    action: 'selfActivate',
    ...sent,
    ...span,
  });
  expect(self.code).toBe('RoleAssignmentRequestPolicyValidationFailed');
  const dynamic = { displayName: 'D', mailEnabled: false, mailNickname: 'd', securityEnabled: true };
  const membershipRule = { membershipRule: 'user.department -eq "x"', membershipRuleProcessingState: 'On' };
  const made = send('POST', '/groups', { ...dynamic, ...membershipRule, groupTypes: ['DynamicMembership'] });
  const other = send('POST', place, { action: 'adminAssign', ...sent, ...span, groupId: String(made.body['id']) });
  expect(other.status).toBe(400);
});

test.each(['unit', 'object', 'member of the unit'])('a role held in one scope gives rights over it: %s', (scope) => {
  const { sendAs, create, send } = typedTenant();
  const group = String(
    create('/groups', { displayName: 'Owls', mailNickname: 'owls', mailEnabled: false, securityEnabled: true }).body[
      'id'
    ],
  );
  const unit = String(create('/directory/administrativeUnits', { displayName: 'North' }).body['id']);
  const self = sendAs(ids.alex);
  const change = () => self('PATCH', `/groups/${group}`, { description: 'They sleep by day' }).status;
  if (scope === 'member of the unit') {
    const body = { roleId: groupsAdministrator, roleMemberInfo: { id: ids.alex } };
    expect(create(`/directory/administrativeUnits/${unit}/scopedRoleMembers`, body).status).toBe(201);
  } else {
    const directoryScopeId = scope === 'unit' ? `/administrativeUnits/${unit}` : `/${group}`;
    create(active, request('adminAssign', { directoryScopeId }));
  }
  const isInScope = scope === 'object';
  expect(change()).toBe(isInScope ? 204 : 403);
  const member = { '@odata.id': `https://graph.microsoft.com/v1.0/groups/${group}` };
  expect(send('POST', `/directory/administrativeUnits/${unit}/members/$ref`, member).status).toBe(204);
  expect(change()).toBe(204);
  // Beyond its scope it is no role.
  expect(self('PATCH', `/groups/${ids.archive}`, { description: 'x' }).status).toBe(403);
  expect(self('DELETE', `/groups/${group}`).status).toBe(204);
});
