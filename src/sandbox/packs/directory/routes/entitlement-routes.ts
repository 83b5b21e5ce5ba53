import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { notFound } from '../../../service/graph-error.ts';
import type { ApiVersion, GraphCall, GraphResponse, Route } from '../../../service/route.ts';
import type { AccessPackageAssignment } from '../directory.ts';
import { readEntitlements } from '../directory-grants.ts';

const root = '/identityGovernance/entitlementManagement';

/** The same assignments by two names, with two shapes. */
export const entitlementRoutes: readonly Route[] = [
  ...assignmentRoutes('v1.0', 'assignments'),
  ...assignmentRoutes('beta', 'accessPackageAssignments'),
];

function assignmentRoutes(version: ApiVersion, name: string): readonly Route[] {
  const path = `${root}/${name}`;
  const context = path.slice(1);
  const route = (more: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path: `${path}${more}`,
    versions: [version],
    permissions: readEntitlements,
    handle,
  });
  return [
    route('', (call) => {
      const items = call.world.directory.accessPackageAssignments();
      return listResponse(call, { ...view(call), items, context });
    }),
    route('/{assignmentId}', (call) => getAssignment(call, context)),
  ];
}

function getAssignment(call: GraphCall, context: string): GraphResponse {
  const id = call.params['assignmentId'] ?? '';
  const item = call.world.directory.accessPackageAssignment(id);
  if (item === undefined) return notFound(id);
  return entityResponse(call, { ...view(call), item, context: `${context}/$entity` });
}

function view(call: GraphCall) {
  const wire = call.version === 'v1.0' ? v1Wire : betaWire;
  const related = {
    target: (one: AccessPackageAssignment) => targetWire(call, one),
    accessPackage: ({ accessPackageId }: AccessPackageAssignment) => ({ id: accessPackageId }),
    [policyName[call.version]]: ({ assignmentPolicyId }: AccessPackageAssignment) => ({ id: assignmentPolicyId }),
  };
  return {
    // Filters reach into what is shown only when it is expanded: `accessPackage/id eq '…'`.
    toWire: (one: AccessPackageAssignment): JsonObject => ({
      ...wire(one),
      ...Object.fromEntries(Object.entries(related).map(([name, follow]) => [name, follow(one)])),
    }),
    defaultSelect: names[call.version],
    expand: related,
  };
}

const policyName: { readonly [version in ApiVersion]: string } = {
  'v1.0': 'assignmentPolicy',
  beta: 'accessPackageAssignmentPolicy',
};

function v1Wire({ id }: AccessPackageAssignment): JsonObject {
  return { id, state: 'delivered', status: 'Delivered', expiredDateTime: null, schedule: unlimited };
}

function betaWire({ id, accessPackageId, assignmentPolicyId, targetId }: AccessPackageAssignment): JsonObject {
  return {
    id,
    accessPackageId,
    assignmentPolicyId,
    targetId,
    assignmentState: 'Delivered',
    assignmentStatus: 'Delivered',
    isExtended: false,
    expiredDateTime: null,
    schedule: unlimited,
  };
}

const unlimited: JsonObject = {
  startDateTime: null,
  recurrence: null,
  expiration: { type: 'noExpiration', duration: null, endDateTime: null },
};

const sample = { id: '', accessPackageId: '', assignmentPolicyId: '', targetId: '' };
const names: { readonly [version in ApiVersion]: readonly string[] } = {
  'v1.0': Object.keys(v1Wire(sample)),
  beta: Object.keys(betaWire(sample)),
};

function targetWire({ world }: GraphCall, { targetId }: AccessPackageAssignment): JsonObject {
  const user = world.directory.user(targetId);
  return {
    id: targetId,
    objectId: targetId,
    displayName: user?.displayName ?? null,
    email: user?.mail ?? null,
    principalName: user?.userPrincipalName ?? null,
    type: user === undefined ? 'ServicePrincipal' : 'User',
  };
}
