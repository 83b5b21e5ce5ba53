import { graphError, notFound } from '../../../service/graph-error.ts';
import { read, refused } from '../../../service/reading.ts';
import { betaOnly, type GraphCall, type GraphResponse, type Route, route } from '../../../service/route.ts';
import { readApplications, readObjects, readRoles } from '../directory-grants.ts';
import { idFault } from '../user-access.ts';
import { objectResponse } from '../wire/object-responses.ts';
import { listedObject } from '../wire/object-wire.ts';
import { deletedItemRoutes } from './deleted-item-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { objectListRoutes } from './object-list-routes.ts';
import { userRoutes } from './user-routes.ts';

/** Owners of applications and service principals; the objects themselves are read by the metadata. */
const applicationRoutes: readonly Route[] = [
  ...owners('/servicePrincipals/{objectId}', (call, id) => call.world.directory.servicePrincipal(id)),
  ...owners('/applications/{objectId}', applicationOf),
  route('GET', '/directoryObjects/{objectId}', readObjects, getObject),
];

function owners(
  path: string,
  find: (call: GraphCall, id: string) => { readonly id: string } | undefined,
): readonly Route[] {
  return objectListRoutes({
    path: `${path}/owners`,
    permissions: readApplications,
    casts: ['user', 'servicePrincipal'],
    idsOf: (call) => {
      const id = call.params['objectId'] ?? '';
      const found = find(call, id);
      return found === undefined ? refused(idFault(id) ?? notFound(id)) : read(call.world.directory.owners(found.id));
    },
  });
}

/** By the object's own id, not by the client's. */
function applicationOf({ world }: GraphCall, id: string) {
  const found = world.directory.application(id);
  return found?.id === id.toLowerCase() ? found : undefined;
}

function getObject(call: GraphCall): GraphResponse {
  const id = call.params['objectId'] ?? '';
  const object = listedObject(call.world, id.toLowerCase());
  return object === undefined ? (idFault(id) ?? notFound(id)) : objectResponse(call, object);
}

const root = '/roleManagement/directory';

/** Refusals of the service for roles; the roles are read by the metadata. */
const roleRoutes: readonly Route[] = [
  route('GET', root, readRoles, () =>
    graphError(
      400,
      'Request_InvalidRequestUrl',
      'Request url was invalid. The request should be like /tenantdomainname/Entity or /myorganization/Entity.',
    ),
  ),
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
];

/** Everything of Graph that reads or changes the directory. */
export const directoryRoutes: readonly Route[] = [
  ...userRoutes,
  ...invitationRoutes,
  ...groupRoutes,
  ...applicationRoutes,
  ...deletedItemRoutes,
  ...roleRoutes,
];
