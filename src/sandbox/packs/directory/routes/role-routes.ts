import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { graphError, notFound } from '../../../service/graph-error.ts';
import { bothVersions, type GraphCall, type GraphResponse, type Route } from '../../../service/route.ts';
import type { RoleDefinition } from '../directory.ts';
import { readRoles } from '../directory-grants.ts';
import { packedId } from '../packed-id.ts';
import { roleDefinitions } from '../seed/role-definitions.ts';
import { expandedWire, listedObject } from '../wire/object-wire.ts';

const root = '/roleManagement/directory';

/** A person who holds a role. */
type Holding = { readonly id: string; readonly role: RoleDefinition; readonly principalId: string };

export const roleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${root}/roleDefinitions`,
    versions: bothVersions,
    permissions: readRoles,
    handle: (call) =>
      pageFault(call) ??
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
  ...assignmentRoutes(),
];

/** Roles come in one page, of whatever size one asks for (observed). */
function pageFault({ query }: GraphCall): GraphResponse | undefined {
  const top = query.get('$top');
  if (top === null) return undefined;
  const message =
    Number(top) < 20 ? 'This resource requires a minimum page size of 20.' : 'Invalid/unsupported query request';
  return graphError(400, 'Request_UnsupportedQuery', message);
}

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

function assignmentRoutes(): readonly Route[] {
  const path = `${root}/roleAssignments`;
  const context = path.slice(1);
  const route = (more: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path: `${path}${more}`,
    versions: bothVersions,
    permissions: readRoles,
    handle,
  });
  const view = (call: GraphCall) => ({ toWire: assignmentWire, expand: expansions(call) });
  return [
    route('', (call) => listResponse(call, { ...view(call), items: assignments(call), context })),
    route('/{assignmentId}', (call) => {
      const id = call.params['assignmentId'] ?? '';
      const item = assignments(call).find((one) => one.id === id);
      if (item === undefined) return notFound(id);
      return entityResponse(call, { ...view(call), item, context: `${context}/$entity` });
    }),
  ];
}

function assignments({ world }: GraphCall): readonly Holding[] {
  return world.directory
    .roleDefinitions()
    .flatMap((role) =>
      world.directory
        .roleHolders(role.id, 'active')
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
