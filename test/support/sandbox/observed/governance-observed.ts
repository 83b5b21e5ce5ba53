import { expect } from 'vitest';
import type { JsonObject } from '../../../../src/json/json.ts';
import { ids } from '../sample-tenant.ts';
import { type ObservedRow, type ObservedTenant, sevenDigits, unlicensed } from './observed-row.ts';

const stranger = '00000000-1111-4222-8333-444444444444';
const entitlement = '/identityGovernance/entitlementManagement';
const directoryRoles = '/roleManagement/directory';
const identityGovernanceAdministrator = '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e';
const groupsAdministrator = 'fdd7a751-b60b-444a-984c-02652fe8fa1c';
const policy = (changes: JsonObject = {}): JsonObject => ({
  displayName: 'Block',
  state: 'disabled',
  conditions: {
    clientAppTypes: ['all'],
    applications: { includeApplications: ['All'] },
    users: { includeUsers: ['All'] },
  },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  ...changes,
});
const policies = '/identity/conditionalAccess/policies';

const read =
  (path: string): ObservedRow['send'] =>
  (tenant) =>
    tenant.send('GET', path);
const powerless =
  (path: string): ObservedRow['send'] =>
  (tenant) =>
    tenant.send('GET', path, { as: tenant.powerless() });
const post =
  (path: string, body: JsonObject): ObservedRow['send'] =>
  (tenant) =>
    tenant.send('POST', path, { body });

const application = (tenant: ObservedTenant): JsonObject => tenant.create('/applications', { displayName: 'x' }).body;
const activation = (changes: JsonObject = {}) => ({
  action: 'adminAssign',
  justification: 'x',
  roleDefinitionId: groupsAdministrator,
  directoryScopeId: '/',
  principalId: ids.alex,
  scheduleInfo: { startDateTime: '2026-11-22T08:30:00Z', expiration: { type: 'noExpiration' } },
  ...changes,
});
const assignments = `${directoryRoles}/roleAssignmentScheduleRequests`;
const neededLicense = 'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.';

/** Applications, roles, and what takes a license. */
export const governanceObserved: readonly ObservedRow[] = [
  {
    no: '6.1',
    what: 'a service principal of an application that no replica has heard of',
    send: (tenant) => {
      const made = tenant.send('POST', '/applications', {
        body: { displayName: 'x' },
        headers: { 'x-sandbox-fault': 'lag;reads=9' },
      });
      return tenant.send('POST', '/servicePrincipals', { body: { appId: String(made.body['appId']) } });
    },
    seen: {
      status: 400,
      code: 'Request_BadRequest',
      message: expect.stringMatching(
        /^The appId '[0-9a-f-]{36}' of the service principal does not reference a valid application object\.$/,
      ),
      error: { details: [{ code: 'NoBackingApplicationObject', target: 'appId' }] },
    },
  },
  {
    no: '6.2',
    what: 'a secret of an application that no replica has heard of',
    send: (tenant) => {
      const made = tenant.send('POST', '/applications', {
        body: { displayName: 'x' },
        headers: { 'x-sandbox-fault': 'lag;reads=9' },
      });
      return tenant.send('POST', `/applications/${made.id}/addPassword`, { body: {} });
    },
    seen: { status: 404, code: 'Request_ResourceNotFound' },
  },
  {
    no: '6.4',
    what: 'a second service principal',
    send: (tenant) => {
      const body = { appId: String(application(tenant)['appId']) };
      tenant.create('/servicePrincipals', body);
      return tenant.send('POST', '/servicePrincipals', { body });
    },
    seen: {
      status: 409,
      code: 'Request_MultipleObjectsWithSameKeyValue',
      message: expect.stringMatching(
        /^The service principal cannot be created, updated, or restored because the service principal name [0-9a-f-]{36} is already in use\.$/,
      ),
    },
  },
  {
    no: '6.5',
    what: 'who is assigned to an application',
    send: (tenant) => {
      const { id } = tenant.create('/servicePrincipals', { appId: String(application(tenant)['appId']) });
      const path = `/servicePrincipals/${id}/appRoleAssignedTo`;
      const role = '00000000-0000-0000-0000-000000000000';
      tenant.create(path, { principalId: ids.alex, resourceId: id, appRoleId: role });
      return tenant.send('GET', path);
    },
    seen: {
      status: 200,
      body: {
        '@odata.context': expect.stringMatching(/#appRoleAssignments$/),
        value: [
          {
            id: expect.stringMatching(/^[\w-]{20,}$/),
            createdDateTime: expect.stringMatching(sevenDigits),
          },
        ],
      },
    },
  },
  {
    no: '6.6',
    what: 'secrets of applications',
    send: (tenant) => {
      const { id } = tenant.create('/applications', { displayName: 'With a secret' });
      const sent = { displayName: 'x', endDateTime: '2027-01-01T00:00:00Z' };
      tenant.create(`/applications/${id}/addPassword`, { passwordCredential: sent });
      return tenant.send('GET', "/applications?$filter=displayName eq 'With a secret'");
    },
    seen: {
      body: {
        value: [
          {
            passwordCredentials: [
              {
                customKeyIdentifier: null,
                displayName: 'x',
                endDateTime: '2027-01-01T00:00:00Z',
                hint: expect.any(String),
                keyId: expect.any(String),
                secretText: null,
                startDateTime: expect.stringMatching(sevenDigits),
              },
            ],
          },
        ],
      },
    },
  },
  {
    no: '6.7',
    what: 'a consent for all',
    send: (tenant) => {
      const { id } = tenant.create('/servicePrincipals', { appId: String(application(tenant)['appId']) });
      tenant.create('/oauth2PermissionGrants', {
        clientId: id,
        consentType: 'AllPrincipals',
        resourceId: id,
        scope: ' User.Read',
      });
      return tenant.send('GET', `/oauth2PermissionGrants?$filter=clientId eq '${id}'`);
    },
    seen: { status: 200, body: { value: [{ principalId: null, scope: ' User.Read' }] } },
  },
  {
    no: '6.8',
    what: 'an application that is not in the tenant',
    send: (tenant) => {
      const appId = String(application(tenant)['appId']);
      return tenant.send('GET', '/users', { as: tenant.sandbox.signInApplication(appId) });
    },
    seen: {
      status: 401,
      code: 'Authorization_IdentityNotFound',
      message: 'The identity of the calling application could not be established.',
    },
  },
  {
    no: '7.1',
    what: 'roles, all in one page',
    send: read(`${directoryRoles}/roleDefinitions`),
    seen: {
      status: 200,
      body: {
        value: expect.arrayContaining([
          expect.objectContaining({
            'inheritsPermissionsFrom@odata.context': expect.any(String),
            inheritsPermissionsFrom: expect.any(Array),
            rolePermissions: [{ allowedResourceActions: expect.any(Array), condition: null }],
          }),
        ]),
      },
    },
  },
  ...(
    [
      ['7.2', '1', 'This resource requires a minimum page size of 20.'],
      ['7.3', '20', 'Invalid/unsupported query request'],
      ['7.3', '999', 'Invalid/unsupported query request'],
    ] as const
  ).map(
    ([no, top, message]): ObservedRow => ({
      no,
      what: `roles by pages of ${top}`,
      send: read(`${directoryRoles}/roleDefinitions?$top=${top}`),
      seen: { status: 400, code: 'Request_UnsupportedQuery', message },
    }),
  ),
  ...['roleAssignmentScheduleInstances', 'roleEligibilitySchedules', 'roleEligibilityScheduleRequests'].map(
    (set): ObservedRow => ({
      no: '7.4',
      what: `${set} without license`,
      tenant: unlicensed,
      send: read(`${directoryRoles}/${set}`),
      seen: { status: 400, code: 'AadPremiumLicenseRequired', message: neededLicense },
    }),
  ),
  ...['roleAssignmentScheduleRequests', 'roleEligibilityScheduleRequests'].map(
    (set): ObservedRow => ({
      no: '7.5',
      what: `${set} without the scope`,
      send: powerless(`${directoryRoles}/${set}`),
      seen: {
        status: 403,
        code: 'UnknownError',
        message: expect.stringMatching(
          /^\{"errorCode":"PermissionScopeNotGranted","message":"Authorization failed due to missing permission scope.*","instanceAnnotations":\[\]\}$/,
        ),
      },
    }),
  ),
  {
    no: '7.6',
    what: 'a role that is held already',
    send: (tenant) => {
      tenant.create(assignments, activation());
      return tenant.send('POST', assignments, { body: activation() });
    },
    seen: { code: 'RoleAssignmentExists', message: 'The Role assignment already exists.' },
  },
  {
    no: '7.7',
    what: 'an activation for longer than the policy allows',
    send: (tenant) => {
      tenant.create(`${directoryRoles}/roleEligibilityScheduleRequests`, activation());
      const expiration = { type: 'afterDuration', duration: 'PT24H' };
      return tenant.send('POST', assignments, {
        body: activation({
          action: 'selfActivate',
          scheduleInfo: { startDateTime: '2026-11-22T08:30:00Z', expiration },
        }),
        as: tenant.sandbox.signIn(ids.alex),
      });
    },
    seen: {
      status: 400,
      code: 'RoleAssignmentRequestPolicyValidationFailed',
      message: 'The following policy rules failed: ["ExpirationRule"]',
    },
  },
  {
    no: '7.8',
    what: 'alerts of no scope',
    send: read('/beta/identityGovernance/roleManagementAlerts/alerts'),
    seen: { status: 400, text: expect.stringMatching(/MissingProvider/) },
  },
  {
    no: '7.9',
    what: 'the root of roles',
    send: read(directoryRoles),
    seen: {
      status: 400,
      code: 'Request_InvalidRequestUrl',
      message: expect.stringMatching(/^Request url was invalid\. The request should be like \/t/),
    },
  },
  ...['assignments', 'catalogs', 'accessPackages', 'assignmentRequests'].map(
    (set): ObservedRow => ({
      no: '8.1',
      what: `${set} without the permission`,
      send: powerless(`${entitlement}/${set}`),
      seen: {
        status: 403,
        code: 'UnAuthorized',
        message: expect.stringMatching(/^User is not authorized to perform the operation\. Reason: The caller /),
      },
    }),
  ),
  {
    no: '8.2',
    what: 'connected organizations without license',
    tenant: unlicensed,
    send: read(`${entitlement}/connectedOrganizations`),
    seen: { status: 403, code: 'NoLicense', message: expect.stringMatching(/Reason: Tenant does n/) },
  },
  {
    no: '8.3',
    what: 'approvals, as a user',
    send: read(`${entitlement}/accessPackageAssignmentApprovals`),
    seen: { status: 403, code: '', message: 'Only app tokens are supported' },
  },
  {
    no: '8.4',
    what: 'a resource of others',
    send: (tenant) => {
      const { id } = tenant.create(`${entitlement}/catalogs`, { displayName: 'x' });
      tenant.create(`${directoryRoles}/roleAssignments`, {
        principalId: ids.jamie,
        roleDefinitionId: identityGovernanceAdministrator,
        directoryScopeId: '/',
      });
      return tenant.send('POST', `${entitlement}/resourceRequests`, {
        body: {
          requestType: 'adminAdd',
          resource: { originId: ids.onPremises, originSystem: 'AadGroup' },
          catalog: { id },
        },
        as: tenant.sandbox.signIn(ids.jamie),
      });
    },
    seen: { status: 400, code: 'CallerNotResourceOwner', message: 'The caller is not the resource owner.' },
  },
  {
    no: '8.5',
    what: 'a role that a resource does not have',
    send: (tenant) => {
      const catalog = tenant.create(`${entitlement}/catalogs`, { displayName: 'x' }).id;
      tenant.create(`${entitlement}/resourceRequests`, {
        requestType: 'adminAdd',
        resource: { originId: ids.nightShift, originSystem: 'AadGroup' },
        catalog: { id: catalog },
      });
      const [resource] = tenant.send('GET', `${entitlement}/catalogs/${catalog}/resources`).items;
      const made = tenant.create(`${entitlement}/accessPackages`, { displayName: 'x', catalog: { id: catalog } });
      const own = { id: String(resource?.['id']), originId: ids.nightShift, originSystem: 'AadGroup' };
      return tenant.send('POST', `${entitlement}/accessPackages/${made.id}/resourceRoleScopes`, {
        body: {
          role: { originId: `Chief_${stranger}`, displayName: 'Chief', originSystem: 'AadGroup', resource: own },
          scope: { originId: ids.nightShift, originSystem: 'AadGroup' },
        },
      });
    },
    seen: { status: 404, code: 'RoleNotFound', message: 'The role was not found.' },
  },
  {
    no: '8.6',
    what: 'workflows without license',
    tenant: unlicensed,
    send: read('/identityGovernance/lifecycleWorkflows/workflows'),
    seen: {
      status: 403,
      code: 'Access denied',
      message:
        'Insufficient license to complete this operation. User workflows require an Entra ID Governance license.',
    },
  },
  {
    no: '8.7',
    what: 'workflows without the permission',
    send: powerless('/identityGovernance/lifecycleWorkflows/workflows'),
    seen: {
      status: 403,
      code: 'Access denied',
      message: expect.stringMatching(/^Insufficient privileges to complete the operation\. For a full list /),
    },
  },
  {
    no: '8.8',
    what: 'policies of a tenant without license',
    tenant: unlicensed,
    send: read(policies),
    seen: { status: 200, body: { value: [] } },
  },
  {
    no: '8.9',
    what: 'a policy without license',
    tenant: unlicensed,
    send: post(policies, policy()),
    seen: {
      status: 403,
      code: 'AccessDenied',
      message: 'Your tenant is not licensed for this feature. Please upgrade your subscription to access it.',
    },
  },
  {
    no: '8.10',
    what: 'a policy that includes no one',
    send: post(policies, policy({ conditions: { clientAppTypes: ['all'], users: {} } })),
    seen: { status: 400, code: 'BadRequest', text: expect.stringMatching(/"\d{4}: /) },
  },
  {
    no: '8.11',
    what: 'times and links of policies',
    send: (tenant) => {
      const { id } = tenant.create(policies, policy());
      tenant.send('PATCH', `${policies}/${id}`, { body: { state: 'enabled' } });
      return tenant.send('GET', policies);
    },
    seen: {
      status: 200,
      body: {
        value: expect.arrayContaining([
          expect.objectContaining({
            createdDateTime: expect.stringMatching(sevenDigits),
            modifiedDateTime: expect.stringMatching(sevenDigits),
            grantControls: expect.objectContaining({
              'authenticationStrength@odata.context': expect.stringMatching(/authenticationStrength/),
            }),
          }),
        ]),
      },
    },
  },
  {
    no: '8.12',
    what: 'risky users without license',
    tenant: unlicensed,
    send: read('/identityProtection/riskyUsers'),
    seen: { status: 403, code: 'Forbidden', message: 'Your tenant is not licensed for this feature.' },
  },
  {
    no: '8.12',
    what: 'risky users without the scope',
    send: powerless('/identityProtection/riskyUsers'),
    seen: { status: 403, code: 'Forbidden', message: expect.stringMatching(/required scopes are missing/) },
  },
  {
    no: '8.13',
    what: 'terms of use without license',
    tenant: unlicensed,
    send: read('/identityGovernance/termsOfUse/agreements'),
    seen: {
      status: 403,
      code: 'TenantNotLicensed',
      message: expect.stringMatching(/^No access\. This feature requires a subscription to Microsoft E/),
    },
  },
  {
    no: '8.14',
    what: 'a life cycle of groups without license',
    tenant: unlicensed,
    send: post('/groupLifecyclePolicies', { groupLifetimeInDays: 100, managedGroupTypes: 'All' }),
    seen: {
      code: 'NoLicenseForOperation',
      message: 'Tenant does not have proper license to manage lifecycle management policy.',
    },
  },
  {
    no: '8.15',
    what: 'the organization',
    send: read('/organization'),
    seen: {
      status: 200,
      body: {
        value: [
          {
            createdDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
            partnerTenantType: null,
            privacyProfile: null,
            technicalNotificationMails: expect.any(Array),
          },
        ],
      },
    },
  },
  {
    no: '8.16',
    what: 'subscribed SKUs',
    send: read('/subscribedSkus'),
    seen: {
      status: 200,
      body: {
        value: expect.arrayContaining([
          expect.objectContaining({
            id: expect.stringMatching(/^[0-9a-f-]{36}_[0-9a-f-]{36}$/),
            prepaidUnits: { enabled: 100, lockedOut: 0, suspended: 0, warning: 0 },
            servicePlans: expect.any(Array),
          }),
        ]),
      },
    },
  },
];
