import type { JsonObject } from '../../../../json/json.ts';
import type { ServicePrincipal } from '../directory.ts';
import type { Application } from '../sandbox-directory.ts';

export function applicationWire(application: Application): JsonObject {
  return {
    id: application.id,
    deletedDateTime: null,
    appId: application.appId,
    createdDateTime: application.createdDateTime,
    displayName: application.displayName,
    description: null,
    identifierUris: [],
    signInAudience: 'AzureADMyOrg',
    tags: [],
    appRoles: [],
    keyCredentials: [],
    passwordCredentials: [],
  };
}

export function servicePrincipalWire(principal: ServicePrincipal): JsonObject {
  return {
    id: principal.id,
    deletedDateTime: null,
    accountEnabled: true,
    appDisplayName: principal.displayName,
    appId: principal.appId,
    appRoleAssignmentRequired: false,
    displayName: principal.displayName,
    servicePrincipalNames: [principal.appId],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMyOrg',
    tags: [],
    appRoles: [],
    keyCredentials: [],
    passwordCredentials: [],
  };
}
