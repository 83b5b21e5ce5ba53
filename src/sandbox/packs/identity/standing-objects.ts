import type { JsonObject } from '../../../json/json.ts';
import { wordsOf } from '../../../words-of.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import { settingTemplates } from './setting-templates.ts';

/** An object that every tenant has from the start. Facts from Graph's v1.0 reference (2026-08); texts are the sandbox's own. */
type StandingObject = {
  readonly path: string;
  readonly type: string;
  readonly values: JsonObject;
  /** Of an object at the path itself, not in a collection. */
  readonly id?: string;
};

const everyone = { targetType: 'user', target: 'AllUsers' };
const everything = { targetType: 'application', target: 'AllApplications' };
const open = (accessType: 'allowed' | 'blocked') => ({
  usersAndGroups: { accessType, targets: [everyone] },
  applications: { accessType, targets: [everything] },
});

const single = (path: string, type: string, { id = path.slice(path.lastIndexOf('/') + 1), ...values }: JsonObject) => ({
  path,
  type,
  values,
  id: String(id),
});
const fixed = '00000000-0000-0000-0000-000000000';

const policies: readonly StandingObject[] = [
  single('policies/authorizationPolicy', 'authorizationPolicy', {
    displayName: 'Authorization Policy',
    description: 'What everybody in the tenant may do.',
    allowedToSignUpEmailBasedSubscriptions: true,
    allowedToUseSSPR: true,
    allowEmailVerifiedUsersToJoinOrganization: false,
    allowInvitesFrom: 'everyone',
    allowUserConsentForRiskyApps: null,
    blockMsolPowerShell: null,
    guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
    defaultUserRolePermissions: {
      allowedToCreateApps: true,
      allowedToCreateSecurityGroups: true,
      allowedToCreateTenants: true,
      allowedToReadBitlockerKeysForOwnedDevice: true,
      allowedToReadOtherUsers: true,
      permissionGrantPoliciesAssigned: ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'],
    },
  }),
  single('policies/authenticationFlowsPolicy', 'authenticationFlowsPolicy', {
    displayName: 'Authentication flows policy',
    description: 'How applications of the tenant let people sign up.',
    selfServiceSignUp: { isEnabled: false },
  }),
  single('policies/identitySecurityDefaultsEnforcementPolicy', 'identitySecurityDefaultsEnforcementPolicy', {
    id: `${fixed}005`,
    displayName: 'Security Defaults',
    description: 'A basic set of protections for every tenant.',
    isEnabled: false,
  }),
  single('policies/adminConsentRequestPolicy', 'adminConsentRequestPolicy', {
    isEnabled: false,
    notifyReviewers: false,
    remindersEnabled: false,
    requestDurationInDays: 0,
    version: 0,
    reviewers: [],
  }),
  single('policies/crossTenantAccessPolicy', 'crossTenantAccessPolicy', {
    displayName: 'CrossTenantAccessPolicy',
    allowedCloudEndpoints: [],
  }),
  single('policies/crossTenantAccessPolicy/default', 'crossTenantAccessPolicyConfigurationDefault', {
    isServiceDefault: true,
    inboundTrust: {
      isMfaAccepted: false,
      isCompliantDeviceAccepted: false,
      isHybridAzureADJoinedDeviceAccepted: false,
    },
    b2bCollaborationInbound: open('allowed'),
    b2bCollaborationOutbound: open('allowed'),
    b2bDirectConnectInbound: open('blocked'),
    b2bDirectConnectOutbound: open('blocked'),
    automaticUserConsentSettings: { inboundAllowed: false, outboundAllowed: false },
  }),
  single('policies/defaultAppManagementPolicy', 'tenantAppManagementPolicy', {
    id: `${fixed}000`,
    displayName: 'Default app management tenant policy',
    description: 'What applications may use as secrets, where no policy of their own says it.',
    isEnabled: false,
    applicationRestrictions: { passwordCredentials: [], keyCredentials: [] },
    servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
  }),
  single('policies/deviceRegistrationPolicy', 'deviceRegistrationPolicy', {
    displayName: 'Device Registration Policy',
    description: 'Who may join and register devices.',
    userDeviceQuota: 50,
    multiFactorAuthConfiguration: 'notRequired',
    localAdminPassword: { isEnabled: false },
  }),
  single('policies/authenticationMethodsPolicy', 'authenticationMethodsPolicy', {
    displayName: 'Authentication Methods Policy',
    description: 'Which methods people may register and use.',
    policyVersion: '1.5',
    reconfirmationInDays: null,
    policyMigrationState: 'migrationComplete',
    registrationEnforcement: {
      authenticationMethodsRegistrationCampaign: {
        snoozeDurationInDays: 1,
        state: 'default',
        excludeTargets: [],
        includeTargets: [
          { id: 'all_users', targetType: 'group', targetedAuthenticationMethod: 'microsoftAuthenticator' },
        ],
      },
    },
  }),
];

const governance: readonly StandingObject[] = [
  single('identityGovernance/entitlementManagement/settings', 'entitlementManagementSettings', {
    durationUntilExternalUserDeletedAfterBlocked: 'P30D',
    externalUserLifecycleAction: 'blockSignInAndDelete',
  }),
  single('identityGovernance/lifecycleWorkflows/settings', 'identityGovernance.lifecycleManagementSettings', {
    workflowScheduleIntervalInHours: 3,
    emailSettings: { senderDomain: null, useCompanyBranding: false },
  }),
];

const methods: readonly (readonly [id: string, type: string, more?: JsonObject])[] = [
  [
    'Fido2',
    'fido2',
    {
      isSelfServiceRegistrationAllowed: true,
      isAttestationEnforced: true,
      keyRestrictions: { isEnforced: false, enforcementType: 'block', aaGuids: [] },
    },
  ],
  ['MicrosoftAuthenticator', 'microsoftAuthenticator', { isSoftwareOathEnabled: true }],
  ['Sms', 'sms'],
  [
    'TemporaryAccessPass',
    'temporaryAccessPass',
    {
      defaultLength: 8,
      defaultLifetimeInMinutes: 60,
      isUsableOnce: false,
      minimumLifetimeInMinutes: 60,
      maximumLifetimeInMinutes: 480,
    },
  ],
  ['SoftwareOath', 'softwareOath'],
  ['Voice', 'voice', { isOfficePhoneAllowed: false }],
  ['Email', 'email', { allowExternalIdToUseEmailOtp: 'default' }],
  ['X509Certificate', 'x509Certificate'],
];

const strong = ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor'];
const passwordless = [...strong, 'deviceBasedPush'];
const second = ['microsoftAuthenticatorPush', 'softwareOath', 'hardwareOath', 'sms', 'voice'];
const strengths: readonly (readonly [number: string, displayName: string, allowedCombinations: readonly string[]])[] = [
  [
    '002',
    'Multifactor authentication',
    [
      ...passwordless,
      'temporaryAccessPassOneTime',
      'temporaryAccessPassMultiUse',
      ...second.map((one) => `password,${one}`),
      'federatedMultiFactor',
    ],
  ],
  ['003', 'Passwordless MFA', passwordless],
  ['004', 'Phishing-resistant MFA', strong],
];

const grants: readonly (readonly [name: string, permissionType: string, classification: string])[] = [
  ['all-application-permissions', 'application', 'all'],
  ['application-admin', 'delegated', 'all'],
  ['company-admin', 'delegated', 'all'],
  ['user-default-legacy', 'delegated', 'all'],
  ['user-default-low', 'delegated', 'low'],
];

const attributes = wordsOf(`
  city country displayName email givenName jobTitle postalCode state streetAddress surname
`);

const listed: readonly StandingObject[] = [
  ...methods.map(([id, type, more = {}]): StandingObject => {
    const path = `policies/authenticationMethodsPolicy/authenticationMethodConfigurations/${id}`;
    const values = { state: 'disabled', excludeTargets: [], ...more };
    return { path, type: `${type}AuthenticationMethodConfiguration`, values };
  }),
  ...strengths.map(([number, displayName, allowedCombinations]): StandingObject => {
    const base = { policyType: 'builtIn', requirementsSatisfied: 'mfa', createdDateTime: '2021-12-01T08:00:00Z' };
    const values = { ...base, modifiedDateTime: base.createdDateTime, displayName, description: displayName };
    const path = `policies/authenticationStrengthPolicies/${fixed}${number}`;
    return {
      path,
      type: 'authenticationStrengthPolicy',
      values: { ...values, allowedCombinations: [...allowedCombinations] },
    };
  }),
  ...grants.flatMap(([name, permissionType, permissionClassification]): StandingObject[] => {
    const path = `policies/permissionGrantPolicies/microsoft-${name}`;
    const all = ['clientApplicationIds', 'clientApplicationTenantIds', 'clientApplicationPublisherIds', 'permissions'];
    const values = {
      permissionType,
      permissionClassification,
      resourceApplication: 'any',
      clientApplicationsFromVerifiedPublisherOnly: false,
    };
    return [
      { path, type: 'permissionGrantPolicy', values: { displayName: name, description: `Built in: ${name}.` } },
      {
        path: `${path}/includes/${name}`,
        type: 'permissionGrantConditionSet',
        values: { ...values, ...Object.fromEntries(all.map((one) => [one, ['all']])) },
      },
    ];
  }),
  ...settingTemplates.map(([id, displayName, values]): StandingObject => {
    return {
      path: `groupSettingTemplates/${id}`,
      type: 'groupSettingTemplate',
      values: { displayName, description: `${displayName}.`, deletedDateTime: null, values: [...values] },
    };
  }),
  ...attributes.map((id): StandingObject => {
    const values = { displayName: id, description: `${id}.`, dataType: 'string', userFlowAttributeType: 'builtIn' };
    return { path: `identity/userFlowAttributes/${id}`, type: 'identityUserFlowAttribute', values };
  }),
];

export const standing: readonly StandingObject[] = [...policies, ...governance, ...listed];

export function beginStanding(ground: Ground): void {
  for (const { path, type, values, id } of standing) {
    const at = path.lastIndexOf('/');
    const name = path.slice(at + 1);
    const place = { type, in: path.slice(0, at).toLowerCase(), values };
    ground.put(id === undefined ? { ...place, id: name } : { ...place, id, single: name });
  }
}
