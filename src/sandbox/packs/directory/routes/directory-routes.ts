import { graphError, notFound } from '../../../service/graph-error.ts';
import { betaOnly, type GraphCall, type GraphResponse, type Route, route } from '../../../service/route.ts';
import { readObjects, readRoles } from '../directory-grants.ts';
import { idFault } from '../user-access.ts';
import { objectResponse } from '../wire/object-responses.ts';
import { listedObject } from '../wire/object-wire.ts';
import { deletedItemRoutes } from './deleted-item-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { userRoutes } from './user-routes.ts';

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
  route('GET', '/directoryObjects/{objectId}', readObjects, getObject),
  ...deletedItemRoutes,
  ...roleRoutes,
];
