import { property } from '../../../json/json.ts';
import { badRequest, graphError, notFound } from '../../service/graph-error.ts';
import type { Operate, Pack, TypeRules, Write } from '../../typed/pack/pack.ts';
import { beginDomains, domainOperations, domainRules } from './domains.ts';
import { rights } from './rights.ts';

/** The tenant and its units. Facts from the pages of Graph's v1.0 reference (2026-08). */

const readOnly = { never: ['create', 'update', 'delete'] } as const;
const directory = 'Directory.Read.All Directory.ReadWrite.All';
const premium = [
  ...['AAD_PREMIUM', 'AAD_PREMIUM_P2', 'EMS', 'EMSPREMIUM', 'SPE_E3', 'SPE_E5', 'Microsoft_Entra_ID_Governance'],
];
const principals = ['users', 'groups', 'serviceprincipals'];

/** The assignee of a role, as in the directory. */
function nameMember({ entity, ground, given }: Write): void {
  const id = String(given('roleMemberInfo/id'));
  const user = ground.world.directory.user(id);
  const found = ground.store.byId(id, () => true);
  const displayName = user?.displayName ?? property(found?.values ?? {}, 'displayName') ?? null;
  const name = user === undefined ? {} : { userPrincipalName: user.userPrincipalName };
  ground.change(entity, {
    administrativeUnitId: entity.path.split('/').at(-3) ?? null,
    roleMemberInfo: { id, displayName, ...name },
  });
}

/** The branding of the tenant at sign-in. */
const branding: TypeRules = {
  access: rights({
    read: 'User.Read OrganizationalBranding.Read.All OrganizationalBranding.ReadWrite.All Organization.Read.All Organization.ReadWrite.All',
    write: 'OrganizationalBranding.ReadWrite.All Organization.ReadWrite.All',
    writers: 'Organizational Branding Administrator',
  }),
  longest: { signInPageText: 1024, usernameHintText: 64 },
};

/** The path of the groups that a policy is for. */
const selected = '~selected';

/** A policy for selected groups applies to the Microsoft 365 groups that are added to it. */
const selecting =
  (adds: boolean): Operate =>
  ({ on, parameters, ground }) => {
    const id = String(parameters['groupId'] ?? '').toLowerCase();
    const { store, world } = ground;
    const group = world.directory.group(id);
    if (on === undefined || group === undefined) return notFound(id);
    if (['All', 'None'].includes(String(on.values['managedGroupTypes'])))
      return badRequest("Groups can be added and removed only where 'managedGroupTypes' is Selected.");
    const place = `${on.path}/${selected}`;
    const isThere = store.links(place).includes(id);
    if (adds && isThere) return badRequest('The group is already added to the policy.');
    if (adds && store.links(place).length >= 500) return badRequest('A policy is for 500 groups at most.');
    if (adds) store.link(place, id);
    return { value: { value: adds || store.unlink(place, id) } };
  };

const lifecycleOperations: { readonly [name: string]: Operate } = {
  'groupLifecyclePolicy.addGroup': selecting(true),
  'groupLifecyclePolicy.removeGroup': selecting(false),
};

export const organizationFamilies: readonly Pack[] = [
  {
    name: 'administrative units',
    access: rights({
      read: `AdministrativeUnit.Read.All AdministrativeUnit.ReadWrite.All ${directory}`,
      write: 'AdministrativeUnit.ReadWrite.All Directory.ReadWrite.All',
      writers: 'Privileged Role Administrator',
    }),
    types: {
      administrativeUnit: {
        required: ['displayName'],
        fixed: ['isMemberManagementRestricted'],
        longest: { displayName: 256 },
        among: {
          visibility: ['HiddenMembership', 'Public'],
          membershipType: ['Assigned', 'Dynamic'],
          membershipRuleProcessingState: ['On', 'Paused'],
        },
      },
      scopedRoleMembership: {
        access: rights({
          read: `RoleManagement.Read.Directory RoleManagement.ReadWrite.Directory ${directory}`,
          write: 'RoleManagement.ReadWrite.Directory',
          writers: 'Privileged Role Administrator',
        }),
        never: ['update'],
        required: ['roleId', 'roleMemberInfo/id'],
        names: { 'roleMemberInfo/id': principals },
        created: nameMember,
      },
    },
    plain: ['administrativeUnit.delta'],
  },
  {
    name: 'devices',
    access: rights({
      read: `Device.Read.All Device.ReadWrite.All ${directory}`,
      write: 'Device.ReadWrite.All Directory.ReadWrite.All Directory.AccessAsUser.All',
      writers: 'Intune Administrator, Windows 365 Administrator, Cloud Device Administrator',
    }),
    types: {
      device: {
        required: [
          'accountEnabled',
          'alternativeSecurityIds',
          'deviceId',
          'displayName',
          'operatingSystem',
          'operatingSystemVersion',
        ],
        fixed: ['deviceId'],
        longest: { displayName: 256 },
        distinct: ['deviceId'],
      },
    },
    plain: ['device.delta'],
  },
  {
    name: 'domains',
    access: rights({
      read: 'Domain.Read.All Domain.ReadWrite.All Directory.Read.All',
      write: 'Domain.ReadWrite.All',
      writers: 'Domain Name Administrator',
    }),
    types: {
      domain: domainRules,
      domainDnsRecord: readOnly,
      internalDomainFederation: {
        access: rights({
          read: 'Domain-InternalFederation.Read.All Domain-InternalFederation.ReadWrite.All Domain.Read.All Domain.ReadWrite.All',
          write: 'Domain-InternalFederation.ReadWrite.All Domain.ReadWrite.All',
          writers:
            'Domain Name Administrator, External Identity Provider Administrator, Hybrid Identity Administrator, Security Administrator',
        }),
        required: ['issuerUri', 'passiveSignInUri'],
        atMost: 1,
      },
    },
    operations: domainOperations,
    begin: beginDomains,
  },
  {
    name: 'organization',
    access: rights({
      read: `User.Read Organization.Read.All Organization.ReadWrite.All ${directory}`,
      write: 'Organization.ReadWrite.All',
      writers: 'Billing Administrator, Hybrid Identity Administrator',
    }),
    types: {
      organization: {
        never: ['create', 'delete'],
        check: ({ kind, given }) => {
          const phones = kind === 'update' ? given('businessPhones') : undefined;
          return Array.isArray(phones) && phones.length > 1
            ? badRequest("'businessPhones' holds one number.")
            : undefined;
        },
        fixed: ['createdDateTime', 'assignedPlans', 'provisionedPlans', 'tenantType', 'verifiedDomains'],
      },
      organizationalBrandingProperties: branding,
      organizationalBrandingLocalization: {
        ...branding,
        required: ['id'],
        idFrom: '{id}',
        distinct: ['id'],
        // The default exists already.
        like: { id: { form: /^(?!(?:0|default)$)/i, is: 'the language of a localization' } },
      },
      subscribedSku: {
        ...readOnly,
        access: rights({
          read: `LicenseAssignment.Read.All Organization.Read.All Organization.ReadWrite.All ${directory}`,
          write: 'LicenseAssignment.ReadWrite.All',
        }),
      },
      contract: { ...readOnly, access: rights({ read: directory, write: 'Directory.ReadWrite.All' }) },
    },
  },
  {
    name: 'life of groups',
    access: {
      ...rights({
        read: directory,
        write: 'Directory.ReadWrite.All',
      }),
      license: {
        anyOf: premium,
        writes: true,
        refusal: graphError(
          403,
          'NoLicenseForOperation',
          'Tenant does not have proper license to manage lifecycle management policy.',
        ),
      },
    },
    types: {
      groupLifecyclePolicy: {
        required: ['groupLifetimeInDays', 'managedGroupTypes'],
        among: { managedGroupTypes: ['All', 'Selected', 'None'] },
        between: { groupLifetimeInDays: [30, 36_500] },
        // A tenant has one.
        atMost: 1,
      },
    },
    operations: lifecycleOperations,
  },
  {
    name: 'terms and consent',
    access: {
      ...rights({
        read: 'Agreement.Read.All Agreement.ReadWrite.All',
        write: 'Agreement.ReadWrite.All',
        readers: 'Conditional Access Administrator, Security Administrator, Global Reader, Security Reader',
        writers: 'Conditional Access Administrator, Security Administrator',
      }),
      license: {
        anyOf: premium,
        refusal: graphError(
          403,
          'TenantNotLicensed',
          'No access. This feature requires a subscription to Microsoft Entra ID P1 or P2.',
        ),
      },
    },
    types: {
      agreement: {
        required: ['displayName', 'isViewingBeforeAcceptanceRequired'],
        fixed: ['termsExpiration', 'userReacceptRequiredFrequency', 'isPerDeviceAcceptanceRequired'],
        initial: { termsExpiration: null, userReacceptRequiredFrequency: null, isPerDeviceAcceptanceRequired: false },
      },
      agreementFileProperties: { required: ['fileName', 'fileData'] },
      agreementAcceptance: {
        ...readOnly,
        access: {
          ...rights({
            read: 'AgreementAcceptance.Read AgreementAcceptance.Read.All',
            write: 'Agreement.ReadWrite.All',
          }),
          roles: {},
        },
      },
      appConsentRequest: {
        ...readOnly,
        access: rights({
          read: 'ConsentRequest.Read.All ConsentRequest.ReadWrite.All',
          write: 'ConsentRequest.ReadWrite.All',
          readers: 'Cloud Application Administrator, Application Administrator, Global Reader',
        }),
      },
      userConsentRequest: {
        ...readOnly,
        access: rights({
          read: 'ConsentRequest.Read.All ConsentRequest.ReadWrite.All',
          write: 'ConsentRequest.ReadWrite.All',
          readers: 'Cloud Application Administrator, Application Administrator, Global Reader',
        }),
      },
    },
  },
];
