import type { JsonObject } from '../../../json/json.ts';
import { graphRoles } from '../../../metadata/graph-roles.ts';
import type { Ground } from '../../typed/pack/ground.ts';

/** The client id of Microsoft Graph, and the tenant that owns it: the same everywhere. */
const appId = '00000003-0000-0000-c000-000000000000';
const microsoft = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';
/** Each tenant has its own; the sandbox's does not change. */
const principalId = '5c0de3a1-7b94-8f26-a1d8-3e60b92f74c5';

/** Its service principal, of which applications are granted roles and scopes; texts of both are their names. */
export function beginGraph(ground: Ground): void {
  if (ground.world.directory.servicePrincipalByAppId(appId) !== undefined) return;
  ground.put({ type: 'servicePrincipal', in: 'serviceprincipals', id: principalId, values: granting() });
}

/** With its roles and scopes read when someone looks at them: there are more than a thousand. */
function granting(): JsonObject {
  let [roles, scopes]: (readonly JsonObject[] | undefined)[] = [];
  return {
    accountEnabled: true,
    appDisplayName: 'Microsoft Graph',
    appId,
    appOwnerOrganizationId: microsoft,
    appRoleAssignmentRequired: false,
    displayName: 'Microsoft Graph',
    servicePrincipalNames: [appId, 'https://graph.microsoft.com'],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMultipleOrgs',
    tags: [],
    get appRoles() {
      roles ??= graphRoles().roles.map(([value, id]) => ({
        ...{ id, value, displayName: value, description: value },
        ...{ allowedMemberTypes: ['Application'], isEnabled: true, origin: 'Application' },
      }));
      return [...roles];
    },
    get oauth2PermissionScopes() {
      scopes ??= graphRoles().scopes.map(([value, id, by]) => ({
        ...{ id, value, type: by === 'admin' ? 'Admin' : 'User', isEnabled: true },
        ...{ adminConsentDisplayName: value, adminConsentDescription: value },
        ...{ userConsentDisplayName: value, userConsentDescription: value },
      }));
      return [...scopes];
    },
  };
}
