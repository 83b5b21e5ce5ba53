import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { notFound } from '../../../service/graph-error.ts';
import { bothVersions, type GraphCall, type GraphResponse, type Route } from '../../../service/route.ts';
import type { RoleDefinition } from '../directory.ts';
import { readAssignmentSchedules, readEligibilitySchedules, readRoles } from '../directory-grants.ts';
import { packedId } from '../packed-id.ts';
import { roleDefinitions } from '../seed/role-definitions.ts';
import { expandedWire, listedObject } from '../wire/object-wire.ts';

const root = '/roleManagement/directory';

/** A person who holds a role. */
type Holding = { readonly id: string; readonly role: RoleDefinition; readonly principalId: string };
type HoldingKind = 'active' | 'eligible';

/** A collection of holdings, as one of Graph's resources shows them. */
type HoldingResource = {
  readonly name: string;
  readonly kind: HoldingKind;
  readonly permissions: Route['permissions'];
  readonly toWire: (holding: Holding) => JsonObject;
};

const resources: readonly HoldingResource[] = [
  { name: 'roleAssignments', kind: 'active', permissions: readRoles, toWire: assignmentWire },
  {
    name: 'roleAssignmentScheduleInstances',
    kind: 'active',
    permissions: readAssignmentSchedules,
    toWire: activeInstanceWire,
  },
  {
    name: 'roleEligibilityScheduleInstances',
    kind: 'eligible',
    permissions: readEligibilitySchedules,
    toWire: eligibleInstanceWire,
  },
];

export const roleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${root}/roleDefinitions`,
    versions: bothVersions,
    permissions: readRoles,
    handle: (call) =>
      listResponse(call, {
        items: call.world.directory.roleDefinitions(),
        toWire: definitionWire,
        context: 'roleManagement/directory/roleDefinitions',
      }),
  },
  {
    method: 'GET',
    path: `${root}/roleDefinitions/{roleId}`,
    versions: bothVersions,
    permissions: readRoles,
    handle: getDefinition,
  },
  ...resources.flatMap(holdingRoutes),
];

function getDefinition(call: GraphCall): GraphResponse {
  const id = call.params['roleId'] ?? '';
  const item = call.world.directory.roleDefinitions().find((role) => role.id === id.toLowerCase());
  if (item === undefined) return notFound(id);
  return entityResponse(call, {
    item,
    toWire: definitionWire,
    context: 'roleManagement/directory/roleDefinitions/$entity',
  });
}

function holdingRoutes(resource: HoldingResource): readonly Route[] {
  const path = `${root}/${resource.name}`;
  const context = path.slice(1);
  const route = (more: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path: `${path}${more}`,
    versions: bothVersions,
    permissions: resource.permissions,
    handle,
  });
  const view = (call: GraphCall) => ({ toWire: resource.toWire, expand: expansions(call) });
  return [
    route('', (call) => listResponse(call, { ...view(call), items: holdings(call, resource.kind), context })),
    route('/{holdingId}', (call) => {
      const id = call.params['holdingId'] ?? '';
      const item = holdings(call, resource.kind).find((one) => one.id === id || resource.toWire(one)['id'] === id);
      if (item === undefined) return notFound(id);
      return entityResponse(call, { ...view(call), item, context: `${context}/$entity` });
    }),
  ];
}

function holdings({ world }: GraphCall, kind: HoldingKind): readonly Holding[] {
  return world.directory
    .roleDefinitions()
    .flatMap((role) =>
      world.directory
        .roleHolders(role.id, kind)
        .map((principalId) => ({ id: packedId(role.id, principalId), role, principalId })),
    );
}

function expansions(call: GraphCall) {
  return {
    principal: ({ principalId }: Holding) => {
      const object = listedObject(call.world, principalId);
      return object === undefined ? null : expandedWire(call, object);
    },
    roleDefinition: ({ role }: Holding) => definitionWire(role),
  };
}

function definitionWire(role: RoleDefinition): JsonObject {
  return {
    id: role.id,
    description: roleDefinitions.find(({ id }) => id === role.id)?.description ?? null,
    displayName: role.displayName,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ['/'],
    templateId: role.id,
    version: '1',
    rolePermissions: [],
  };
}

function assignmentWire({ id, role, principalId }: Holding): JsonObject {
  return { id, principalId, roleDefinitionId: role.id, directoryScopeId: '/' };
}

function instanceWire({ id, role, principalId }: Holding): JsonObject {
  return {
    id,
    principalId,
    roleDefinitionId: role.id,
    directoryScopeId: '/',
    appScopeId: null,
    startDateTime: null,
    endDateTime: null,
    memberType: 'Direct',
  };
}

function activeInstanceWire(holding: Holding): JsonObject {
  const { id } = holding;
  return {
    ...instanceWire(holding),
    assignmentType: 'Assigned',
    roleAssignmentOriginId: id,
    roleAssignmentScheduleId: id,
  };
}

function eligibleInstanceWire(holding: Holding): JsonObject {
  const id = `${holding.id}-e`;
  return { ...instanceWire(holding), id, roleEligibilityScheduleId: id };
}
