import { isJsonObject, type Json } from '../../../json/json.ts';
import { parseJson } from '../../../json/parse-json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Pack, TypeRules, Write } from '../../typed/pack/pack.ts';
import { resetToDefault, strengthOperations, strengthRules } from './policy-rules.ts';
import { rights } from './rights.ts';
import { beginStanding } from './standing-objects.ts';

/** The policies of a tenant. Facts from the pages of Graph's v1.0 reference (2026-08). */

const readOnly = { never: ['create', 'update', 'delete'] } as const;
/** It exists from the start, and can only be changed. */
const only = { never: ['create', 'delete'] } as const;
const admins = 'Application Administrator, Cloud Application Administrator';
const policyReaders = 'Global Reader, Security Reader';
const policy = (write: string, more: { readonly readers?: string; readonly writers?: string } = {}) =>
  rights({ read: `Policy.Read.All ${write}`, write, ...more });

/** The definition of a token policy is a JSON text with one member: its kind. Other texts are not checked. */
const definition =
  (member: string) =>
  ({ kind, given }: Write): GraphResponse | undefined => {
    const texts = kind === 'delete' ? undefined : given('definition');
    const isOther = (text: Json): boolean => {
      const parsed = typeof text === 'string' ? parseJson(text) : undefined;
      return parsed?.ok === true && isJsonObject(parsed.value) && Object.keys(parsed.value).join() !== member;
    };
    return Array.isArray(texts) && texts.some(isOther)
      ? badRequest(`The definition of the policy is a JSON text with the one member '${member}'.`)
      : undefined;
  };

/** Claims are mapped for single applications only: a default is ignored. */
const ignoreDefault: TypeRules['created'] = ({ entity, ground }) =>
  ground.change(entity, { isOrganizationDefault: false });

/** One of a kind may be the default of the whole tenant. */
const sts = (member: string, { writers = admins, ofAll = true } = {}): TypeRules => ({
  access: policy('Policy.ReadWrite.ApplicationConfiguration', { writers }),
  required: ['displayName', 'definition'],
  initial: { isOrganizationDefault: false, deletedDateTime: null },
  longest: { displayName: 256 },
  check: definition(member),
  ...(ofAll ? { single: { isOrganizationDefault: true } } : { created: ignoreDefault, changed: ignoreDefault }),
});

const conditionSet: TypeRules = {
  access: policy('Policy.ReadWrite.PermissionGrant'),
  required: ['permissionType'],
  // A third, `delegatedUserConsentable`, is only for built-in policies.
  among: { permissionClassification: ['all', 'low', 'medium', 'high'], permissionType: ['application', 'delegated'] },
  never: ['update'],
};

export const policyFamilies: readonly Pack[] = [
  {
    name: 'policies',
    begin: beginStanding,
    access: rights({ read: 'Policy.Read.All', write: 'Policy.ReadWrite.ApplicationConfiguration' }),
    types: {
      activityBasedTimeoutPolicy: sts('ActivityBasedTimeoutPolicy'),
      claimsMappingPolicy: sts('ClaimsMappingPolicy', { ofAll: false }),
      homeRealmDiscoveryPolicy: sts('HomeRealmDiscoveryPolicy', {
        writers: `${admins}, External Identity Provider Administrator, Hybrid Identity Administrator`,
      }),
      tokenIssuancePolicy: sts('TokenIssuancePolicy'),
      tokenLifetimePolicy: sts('TokenLifetimePolicy'),
      authorizationPolicy: {
        ...only,
        access: policy('Policy.ReadWrite.Authorization', { writers: 'Privileged Role Administrator' }),
        among: {
          guestUserRoleId: [
            'a0b1b346-4d3e-4e8b-98f8-753987be4970',
            '10dae51f-b6af-4016-8d66-8c2a99b929b3',
            '2af84b1e-32c8-42b7-82bc-daa82404023b',
          ],
        },
      },
      authenticationFlowsPolicy: {
        ...only,
        access: policy('Policy.ReadWrite.AuthenticationFlows', { writers: 'External ID User Flow Administrator' }),
        fixed: ['description', 'displayName'],
      },
      identitySecurityDefaultsEnforcementPolicy: {
        ...only,
        access: policy('Policy.ReadWrite.SecurityDefaults Policy.ReadWrite.ConditionalAccess', {
          readers: `${policyReaders}, Conditional Access Administrator, Security Administrator`,
          writers: 'Conditional Access Administrator, Security Administrator',
        }),
        fixed: ['description', 'displayName'],
      },
      adminConsentRequestPolicy: {
        never: ['delete'],
        access: policy('Policy.ReadWrite.ConsentRequest', { writers: admins }),
        required: ['isEnabled', 'notifyReviewers', 'remindersEnabled', 'requestDurationInDays', 'reviewers'],
        between: { requestDurationInDays: [0, 60] },
      },
      featureRolloutPolicy: {
        access: policy('Policy.ReadWrite.FeatureRollout Directory.ReadWrite.All', {
          writers: 'Hybrid Identity Administrator',
        }),
        required: ['displayName', 'feature', 'isEnabled'],
        initial: { isAppliedToOrganization: false },
        fixed: ['feature'],
        distinct: ['feature'],
      },
      permissionGrantPolicy: {
        access: policy('Policy.ReadWrite.PermissionGrant'),
        required: ['id', 'displayName'],
        idFrom: '{id}',
        distinct: ['id'],
        like: { id: { form: /^[\w-]+$/, is: 'of letters, digits, hyphens and underscores' } },
        check: ({ kind, entity }) =>
          kind !== 'update' && entity.id.startsWith('microsoft-')
            ? badRequest("The ids of permission grant policies that begin with 'microsoft-' are built in.")
            : undefined,
      },
      permissionGrantConditionSet: conditionSet,
      appManagementPolicy: {
        access: policy('Policy.ReadWrite.ApplicationConfiguration', { writers: `${admins}, Security Administrator` }),
        required: ['displayName', 'restrictions'],
        initial: { isEnabled: true, deletedDateTime: null },
      },
      tenantAppManagementPolicy: {
        ...only,
        access: policy('Policy.ReadWrite.ApplicationConfiguration', { writers: 'Security Administrator' }),
      },
      deviceRegistrationPolicy: {
        ...only,
        access: rights({
          read: 'Policy.Read.DeviceConfiguration Policy.ReadWrite.DeviceConfiguration Policy.Read.All',
          write: 'Policy.ReadWrite.DeviceConfiguration',
          writers: 'Cloud Device Administrator, Intune Administrator',
        }),
      },
    },
  },
  {
    name: 'access across tenants',
    access: rights({
      read: 'Policy.Read.All Policy.ReadWrite.CrossTenantAccess',
      write: 'Policy.ReadWrite.CrossTenantAccess',
      readers: `${policyReaders}, Security Administrator, Teams Administrator`,
      writers: 'Security Administrator',
    }),
    types: {
      crossTenantAccessPolicy: only,
      crossTenantAccessPolicyConfigurationDefault: {
        ...only,
        fixed: ['isServiceDefault'],
        changed: ({ entity, ground }) => ground.change(entity, { isServiceDefault: false }),
      },
      crossTenantAccessPolicyConfigurationPartner: {
        required: ['tenantId'],
        fixed: ['tenantId', 'isInMultiTenantOrganization'],
        idFrom: '{tenantId}',
        distinct: ['tenantId'],
        check: ({ kind, given, ground }) =>
          kind === 'create' && given('tenantId') === ground.world.tenant.id
            ? badRequest('A tenant is not a partner of its own.')
            : undefined,
      },
      crossTenantIdentitySyncPolicyPartner: { longest: { displayName: 256 } },
    },
    operations: { 'crossTenantAccessPolicyConfigurationDefault.resetToSystemDefault': resetToDefault },
  },
  {
    name: 'ways to sign in',
    access: rights({
      read: 'Policy.Read.AuthenticationMethod Policy.ReadWrite.AuthenticationMethod Policy.Read.All',
      write: 'Policy.ReadWrite.AuthenticationMethod',
      readers: 'Authentication Policy Administrator, Global Reader',
      writers: 'Authentication Policy Administrator',
    }),
    types: {
      authenticationMethodsPolicy: { ...only, between: { reconfirmationInDays: [0, 730] } },
      authenticationMethodConfiguration: {
        never: ['create'],
        between: {
          defaultLength: [8, 48],
          defaultLifetimeInMinutes: [10, 43_200],
          maximumLifetimeInMinutes: [10, 43_200],
          minimumLifetimeInMinutes: [10, 43_200],
        },
        // Deleting it restores its initial values.
        removed: resetConfiguration,
      },
      authenticationStrengthRoot: { ...readOnly, access: strengthRights() },
      authenticationStrengthPolicy: { ...strengthRules, access: strengthRights() },
      authenticationCombinationConfiguration: { access: strengthRights(), required: ['appliesToCombinations'] },
      authenticationMethodModeDetail: { ...readOnly, access: strengthRights() },
    },
    operations: strengthOperations,
  },
];

function strengthRights() {
  return rights({
    read: 'Policy.Read.AuthenticationMethod Policy.Read.All Policy.ReadWrite.ConditionalAccess Policy.ReadWrite.AuthenticationMethod',
    write: 'Policy.ReadWrite.AuthenticationMethod Policy.ReadWrite.ConditionalAccess',
    readers: 'Conditional Access Administrator, Security Administrator, Security Reader, Global Reader',
    writers: 'Conditional Access Administrator, Security Administrator',
  });
}

function resetConfiguration({ entity, ground }: Write): void {
  ground.put({
    type: entity.type,
    in: entity.path.slice(0, entity.path.lastIndexOf('/')),
    id: entity.id,
    values: { state: 'disabled', excludeTargets: [] },
  });
}
