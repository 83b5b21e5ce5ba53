import { graphError } from '../../../service/graph-error.ts';
import { betaOnly, type Route, route } from '../../../service/route.ts';
import { readRoles } from '../directory-grants.ts';

const root = '/roleManagement/directory';

/** Refusals of the service for roles; the roles are read by the metadata. */
export const roleRoutes: readonly Route[] = [
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
