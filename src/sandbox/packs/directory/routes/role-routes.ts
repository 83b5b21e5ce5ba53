import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { contextOf } from '../../../odata/response-parts.ts';
import { graphError, notFound } from '../../../service/graph-error.ts';
import { betaOnly, bothVersions, type GraphCall, type GraphResponse, type Route } from '../../../service/route.ts';
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
        toWire: (role) => definitionWire(call, role),
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
  {
    method: 'GET',
    path: root,
    versions: bothVersions,
    permissions: readRoles,
    handle: () =>
      graphError(
        400,
        'Request_InvalidRequestUrl',
        'Request url was invalid. The request should be like /tenantdomainname/Entity or /myorganization/Entity.',
      ),
  },
  {
    method: 'GET',
    path: '/identityGovernance/roleManagementAlerts/alerts',
    versions: betaOnly,
    permissions: readRoles,
    handle: ({ query }) =>
      query.has('$filter')
        ? graphError(501, 'notModeled', 'The alerts about roles are not modeled.')
        : graphError(
            400,
            'UnknownError',
            JSON.stringify({ errorCode: 'MissingProvider', message: 'The provider is missing.' }),
          ),
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
    toWire: (role) => definitionWire(call, role),
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
      return object === undefined ? null : expandedWire(call.version, object);
    },
    roleDefinition: ({ role }: Holding) => definitionWire(call, role),
  };
}

/** The role of which every other built-in one has the permissions, too. */
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

function definitionWire(call: GraphCall, role: RoleDefinition): JsonObject {
  const known = roleDefinitions.find(({ id }) => id === role.id);
  const inherited = `roleManagement/directory/roleDefinitions('${role.id}')/inheritsPermissionsFrom`;
  return {
    id: role.id,
    description: known?.description ?? null,
    displayName: role.displayName,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ['/'],
    templateId: role.id,
    version: '1',
    rolePermissions: [{ allowedResourceActions: known?.actions ?? [], condition: null }],
    'inheritsPermissionsFrom@odata.context': contextOf(call, inherited, undefined),
    inheritsPermissionsFrom: role.id === directoryReaders ? [] : [{ id: directoryReaders }],
  };
}

function assignmentWire({ id, role, principalId }: Holding): JsonObject {
  return { id, principalId, roleDefinitionId: role.id, directoryScopeId: '/' };
}
