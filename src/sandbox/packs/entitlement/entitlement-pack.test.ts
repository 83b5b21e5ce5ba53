import { expect, test } from 'vitest';
import { ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { type TypedTenant, typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';
import { defined } from '../../../defined.ts';
import type { JsonObject } from '../../../json/json.ts';
import { defaultSeed } from '../directory/seed/default-seed.ts';

const root = '/identityGovernance/entitlementManagement';
const seconds = 1000;
const dayMs = 86_400 * seconds;

/** A package that gives membership in a new group, by a policy. */
function desk({ create, values }: TypedTenant, policy: JsonObject = {}) {
  const group = create('/groups', {
    displayName: 'A',
    mailNickname: 'a',
    mailEnabled: false,
    securityEnabled: true,
  }).id;
  const catalog = create(`${root}/catalogs`, { displayName: 'Campaigns' }).id;
  const added = {
    requestType: 'adminAdd',
    resource: { originId: group, originSystem: 'AadGroup' },
    catalog: { id: catalog },
  };
  create(`${root}/resourceRequests`, added);
  const [resource] = values(`${root}/catalogs/${catalog}/resources`);
  const resourceId = String(resource?.['id']);
  const accessPackage = create(`${root}/accessPackages`, { displayName: 'Desk', catalog: { id: catalog } }).id;
  const role = {
    originId: `Member_${group}`,
    originSystem: 'AadGroup',
    displayName: 'Member',
    resource: { id: resourceId },
  };
  const scope = { originId: group, originSystem: 'AadGroup' };
  const roleScope = create(`${root}/accessPackages/${accessPackage}/resourceRoleScopes`, { role, scope }).id;
  const body = {
    displayName: 'Policy',
    accessPackage: { id: accessPackage },
    allowedTargetScope: 'allMemberUsers',
    requestorSettings: { enableTargetsToSelfAddAccess: true },
    expiration: { type: 'afterDuration', duration: 'P30D' },
    ...policy,
  };
  return {
    group,
    catalog,
    resourceId,
    accessPackage,
    roleScope,
    role,
    scope,
    policy: create(`${root}/assignmentPolicies`, body).id,
  };
}

type Desk = ReturnType<typeof desk>;

const wanted = ({ accessPackage, policy }: Desk, type: string, targetId?: string): JsonObject => ({
  requestType: type,
  assignment: {
    accessPackageId: accessPackage,
    assignmentPolicyId: policy,
    ...defined({ targetId }),
  },
});

const stateOf = ({ send }: TypedTenant, id: string) => send('GET', `${root}/assignmentRequests/${id}`).body['state'];

test('a request is accepted, delivered, and ends when its policy says', () => {
  const tenant = typedTenant();
  const { sandbox, sendAs, values } = tenant;
  const one = desk(tenant);
  const made = sendAs(ids.taylor)('POST', `${root}/assignmentRequests`, wanted(one, 'userAdd'));
  expect(made).toMatchObject({ status: 201, label: 'modeled', body: { state: 'submitted', status: 'Accepted' } });
  sandbox.clock.advance(6 * seconds);
  expect(stateOf(tenant, made.id)).toBe('delivering');
  expect(sandbox.world.directory.members(one.group)).toEqual([]);
  sandbox.clock.advance(17 * seconds);
  expect(stateOf(tenant, made.id)).toBe('delivered');
  expect(sandbox.world.directory.members(one.group)).toEqual([ids.taylor]);
  const assignments = `${root}/assignments?$filter=accessPackage/id eq '${one.accessPackage}'&$expand=target`;
  expect(values(assignments)).toMatchObject([
    { state: 'delivered', target: { objectId: ids.taylor, subjectType: 'user' } },
  ]);
  sandbox.clock.advance(30 * dayMs);
  expect(values(assignments)).toMatchObject([{ state: 'expired' }]);
  expect(sandbox.world.directory.members(one.group)).toEqual([]);
});

test('a user whom the policy does not admit, or without role or permission, is refused with UnAuthorized', () => {
  const tenant = typedTenant();
  const { sendAs } = tenant;
  const one = desk(tenant);
  const refused = { status: 403, code: 'UnAuthorized', label: 'modeled' };
  expect(sendAs(ids.kim)('POST', `${root}/assignmentRequests`, wanted(one, 'userAdd'))).toMatchObject(refused);
  expect(sendAs(ids.taylor)('POST', `${root}/assignmentRequests`, wanted(one, 'adminAdd', ids.jordan))).toMatchObject(
    refused,
  );
  expect(sendAs(ids.taylor)('GET', `${root}/catalogs`)).toMatchObject(refused);
  expect(sendAs(ids.admin, ['User.Read'])('GET', `${root}/catalogs`)).toMatchObject(refused);
  expect(sendAs(ids.drew)('GET', `${root}/catalogs`)).toMatchObject({ status: 200 });
  expect(sendAs(ids.drew)('POST', `${root}/catalogs`, { displayName: 'x' })).toMatchObject(refused);
});

test('a tenant without the license is refused with NoLicense', () => {
  const seed = { version: 1 as const, tenant: { id: ids.admin, displayName: 'A', domains: ['a.com'], licenses: [] } };
  const { sandbox } = typedTenant({ seed });
  const caller = sandbox.signInApplication(ids.admin);
  const { text, status } = sandbox.handle({ method: 'GET', url: `/v1.0${root}/catalogs`, headers: {} }, caller);
  expect([status, JSON.parse(text).error.code]).toEqual([403, 'NoLicense']);
});

test('an assignment that is about to be removed is in no one’s way', () => {
  const tenant = typedTenant();
  const { send, sandbox } = tenant;
  const one = desk(tenant);
  const { id } = send('POST', `${root}/assignmentRequests`, wanted(one, 'adminAdd', ids.jordan)).body;
  sandbox.clock.advance(60 * seconds);
  expect(sandbox.world.directory.members(one.group)).toEqual([ids.jordan]);
  const policy = `${root}/assignmentPolicies/${one.policy}`;
  expect(send('DELETE', policy).status).toBe(400);
  const removal = { requestType: 'adminRemove', assignment: { id: String(id) } };
  expect(send('POST', `${root}/assignmentRequests`, removal).status).toBe(201);
  expect(send('DELETE', policy).status).toBe(204);
  expect(send('DELETE', `${root}/accessPackages/${one.accessPackage}`).status).toBe(204);
  sandbox.clock.advance(60 * seconds);
  expect(sandbox.world.directory.members(one.group)).toEqual([]);
  expect(send('GET', `${root}/assignments/${id}`).body).toMatchObject({ state: 'expired' });
});

test('objects in use are not deleted, and missing ones not added', () => {
  const tenant = typedTenant();
  const { send, sandbox } = tenant;
  const one = desk(tenant);
  send('POST', `${root}/assignmentRequests`, wanted(one, 'adminAdd', ids.jordan));
  sandbox.clock.advance(60 * seconds);
  for (const place of [
    `accessPackages/${one.accessPackage}`,
    `assignmentPolicies/${one.policy}`,
    `catalogs/${one.catalog}`,
  ]) {
    expect(send('DELETE', `${root}/${place}`), place).toMatchObject({ status: 400, label: 'modeled' });
  }
  const leaving = { requestType: 'adminRemove', resource: { id: one.resourceId }, catalog: { id: one.catalog } };
  expect(send('POST', `${root}/resourceRequests`, leaving)).toMatchObject({
    code: 'InvalidDeleteResourceHasEntitlements',
  });
  const places = `${root}/accessPackages/${one.accessPackage}/resourceRoleScopes`;
  const role = { ...one.role, originId: 'Guest' };
  expect(send('POST', places, { role, scope: one.scope })).toMatchObject({ status: 404, code: 'RoleNotFound' });
  expect(send('POST', `${root}/assignmentRequests`, wanted(one, 'adminAdd', ids.jordan))).toMatchObject({
    status: 400,
  });
  // A role that leaves the package leaves those who have it.
  expect(sandbox.world.directory.members(one.group)).toEqual([ids.jordan]);
  expect(send('DELETE', `${places}/${one.roleScope}`).status).toBe(204);
  expect(sandbox.world.directory.members(one.group)).toEqual([]);
});

test('approvers are asked, stage by stage, and no one else decides', () => {
  const tenant = typedTenant();
  const { sendAs, sandbox, values } = tenant;
  const approver = (userId: string) => ({ '@odata.type': '#microsoft.graph.singleUser', userId });
  const stages = [ids.sam, ids.drew].map((id) => ({ primaryApprovers: [approver(id)] }));
  const one = desk(tenant, { requestApprovalSettings: { isApprovalRequiredForAdd: true, stages } });
  const made = sendAs(ids.taylor)('POST', `${root}/assignmentRequests`, wanted(one, 'userAdd'));
  expect(made.body).toMatchObject({ state: 'pendingApproval', status: 'PendingApproval' });
  const place = `${root}/accessPackageAssignmentApprovals/${made.id}/stages`;
  const [first, second] = values(place).map(({ id }) => String(id));
  const approve = { reviewResult: 'Approve', justification: 'Needed.' };
  expect(sendAs(ids.drew)('PATCH', `${place}/${first}`, approve)).toMatchObject({ status: 403 });
  expect(sendAs(ids.drew)('PATCH', `${place}/${second}`, approve)).toMatchObject({ status: 400 });
  expect(sendAs(ids.sam)('PATCH', `${place}/${first}`, approve).status).toBe(204);
  expect(stateOf(tenant, made.id)).toBe('pendingApproval');
  expect(sendAs(ids.drew)('PATCH', `${place}/${second}`, approve).status).toBe(204);
  sandbox.clock.advance(60 * seconds);
  expect(stateOf(tenant, made.id)).toBe('delivered');
  expect(values(place)).toMatchObject([
    { status: 'Completed', reviewedBy: { id: ids.sam } },
    { reviewResult: 'Approve' },
  ]);
  const denied = sendAs(ids.alex)('POST', `${root}/assignmentRequests`, wanted(one, 'userAdd'));
  const [stage] = values(`${root}/accessPackageAssignmentApprovals/${denied.id}/stages`);
  const verdict = { reviewResult: 'Deny', justification: 'No.' };
  sendAs(ids.sam)(
    'PATCH',
    `${root}/accessPackageAssignmentApprovals/${denied.id}/stages/${String(stage?.['id'])}`,
    verdict,
  );
  expect(stateOf(tenant, denied.id)).toBe('denied');
  const canceled = sendAs(ids.jamie)('POST', `${root}/assignmentRequests`, wanted(one, 'userAdd'));
  expect(sendAs(ids.alex)('POST', `${root}/assignmentRequests/${canceled.id}/cancel`).status).toBe(403);
  expect(sendAs(ids.jamie)('POST', `${root}/assignmentRequests/${canceled.id}/cancel`).status).toBe(200);
  expect(stateOf(tenant, canceled.id)).toBe('canceled');
});

test('beta has other names and shapes for the same objects', () => {
  const tenant = typedTenant();
  const { send, values } = tenant;
  const packageId = '2b97e5c0-f184-8d6a-a3e7-90d5c8b4f16e';
  const old = send('GET', `/beta${root}/accessPackageAssignments?$filter=accessPackageId eq '${packageId}'`);
  expect(old.label).toBe('modeled');
  expect(old.body['@odata.context']).toBe(
    'https://graph.microsoft.com/beta/$metadata#identityGovernance/entitlementManagement/accessPackageAssignments',
  );
  expect(old.body['value']).toMatchObject([
    { targetId: ids.jordan, assignmentState: 'Delivered', accessPackageId: packageId, assignmentPolicyId: ids.policy },
    { targetId: ids.kim },
  ]);
  const now = values(`${root}/assignments?$filter=accessPackage/id eq '${packageId}'&$expand=target`);
  expect(now).toMatchObject([{ state: 'delivered', target: { objectId: ids.jordan } }, {}]);
  expect(now[0]).not.toHaveProperty('accessPackage');
  const made = send('POST', `/beta${root}/accessPackageCatalogs`, {
    displayName: 'Sales',
    catalogStatus: 'Unpublished',
  });
  expect(made.body).toMatchObject({
    catalogStatus: 'Unpublished',
    catalogType: 'UserManaged',
    createdBy: 'admin@contoso.com',
  });
  expect(values(`${root}/catalogs?$filter=state eq 'unpublished'`)).toMatchObject([{ displayName: 'Sales' }]);
  expect(JSON.stringify(send('GET', `${root}/catalogs/${made.id}`).body)).not.toContain('createdBy');
  expect(send('POST', `/beta${root}/accessPackageCatalogs`, { displayName: 'x', colour: 'red' })).toMatchObject({
    status: 501,
  });
});

test('beta says when a request was made once it is worked on', () => {
  const tenant = typedTenant();
  const { sandbox, sendAs, send } = tenant;
  const one = desk(tenant);
  const { accessPackageId, assignmentPolicyId } = {
    accessPackageId: one.accessPackage,
    assignmentPolicyId: one.policy,
  };
  const requests = `/beta${root}/accessPackageAssignmentRequests`;
  const body = {
    requestType: 'UserAdd',
    accessPackageAssignment: { accessPackageId, assignmentPolicyId, targetId: ids.taylor },
  };
  const made = sendAs(ids.taylor)('POST', requests, body);
  expect(made).toMatchObject({ status: 201, body: { requestStatus: 'Accepted', createdDateTime: null } });
  sandbox.clock.advance(6 * seconds);
  expect(send('GET', `${requests}/${made.id}`).body['createdDateTime']).toMatch(/^2026-01-01T/);
});

test('a review that removes an assignment ends it here', () => {
  const { sandbox, values } = typedTenant();
  const { directory } = sandbox.world;
  const all = `${root}/assignments?$filter=state eq 'delivered'`;
  expect(values(all)).toHaveLength(2);
  const [first] = directory.accessPackageAssignments();
  directory.removeAccessPackageAssignment(first?.id ?? '');
  expect(values(all)).toHaveLength(1);
});

test('a resource that a seed gives has the roles that requests name', () => {
  const tenant = typedTenant();
  const { send, values } = tenant;
  const one = desk(tenant);
  const seeded = '5b0c8f1e-2d47-4a96-b3e8-7f61c9d20a45';
  const resource = { role: { ...one.role, originId: 'Member_x', resource: { id: seeded } }, scope: one.scope };
  const place = `${root}/accessPackages/${one.accessPackage}/resourceRoleScopes`;
  expect(send('POST', place, resource).status).toBe(404);
  expect(values(`${root}/catalogs/${one.catalog}/resources`)).toHaveLength(1);
  const seed = {
    ...defaultSeed,
    objects: [
      {
        path: `/identityGovernance/entitlementManagement/catalogs/${one.catalog}`,
        properties: { displayName: 'Seeded' },
      },
      {
        path: `/identityGovernance/entitlementManagement/catalogs/${one.catalog}/resources/${seeded}`,
        properties: { displayName: 'Seeded', originId: 'x', originSystem: 'AadGroup' },
      },
    ],
  };
  const other = typedTenant({ seed });
  const body = { displayName: 'Desk', catalog: { id: one.catalog } };
  const accessPackage = other.create(`${root}/accessPackages`, body).id;
  const made = other.send('POST', `${root}/accessPackages/${accessPackage}/resourceRoleScopes`, resource);
  expect(made.status).toBe(201);
});

test('the requirements of the policies of a package are returned to those whom they admit', () => {
  const tenant = typedTenant();
  const { accessPackage, policy } = desk(tenant, {
    requestApprovalSettings: { isRequestorJustificationRequired: true },
  });
  const questionsFor = (user: string) =>
    tenant.sendAs(user)('POST', `${root}/accessPackages/${accessPackage}/getApplicablePolicyRequirements`);
  expect(questionsFor(ids.alex)).toMatchObject({
    status: 200,
    label: 'modeled',
    body: { value: [{ policyId: policy, policyDisplayName: 'Policy', isRequestorJustificationRequired: true }] },
  });
  expect(questionsFor(ids.kim).body).toMatchObject({ value: [] });
});
