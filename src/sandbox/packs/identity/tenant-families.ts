import type { Json } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { Pack, Write } from '../../typed/pack/pack.ts';
import { rights } from './rights.ts';

/** Other tenants, extensions of sign-in, and certificates. Facts from the pages of Graph's v1.0 reference (2026-08). */

/** The tenant that creates a multitenant organization is its first member, and its owner. */
function joinFirst({ entity, ground }: Write): void {
  const { tenant } = ground.world;
  ground.change(entity, { state: 'active', createdDateTime: ground.now });
  ground.put({
    type: 'multiTenantOrganizationMember',
    in: `${entity.path}/tenants`,
    id: tenant.id,
    values: {
      tenantId: tenant.id,
      displayName: tenant.displayName,
      role: 'owner',
      state: 'active',
      addedByTenantId: tenant.id,
      addedDateTime: ground.now,
      joinedDateTime: ground.now,
    },
  });
}

const extensibility = 'Application Administrator, Authentication Extensibility Administrator';

export const tenantFamilies: readonly Pack[] = [
  {
    name: 'organizations of several tenants',
    access: rights({
      read: 'MultiTenantOrganization.Read.All MultiTenantOrganization.ReadBasic.All MultiTenantOrganization.ReadWrite.All',
      write: 'MultiTenantOrganization.ReadWrite.All',
      readers: 'Security Administrator, Security Reader, Global Reader',
      writers: 'Security Administrator',
    }),
    types: {
      multiTenantOrganization: {
        never: ['delete'],
        fixed: ['state', 'createdDateTime'],
        longest: { displayName: 256 },
        created: joinFirst,
      },
      multiTenantOrganizationMember: {
        required: ['tenantId'],
        fixed: ['tenantId', 'addedByTenantId', 'addedDateTime', 'joinedDateTime', 'state'],
        initial: {
          role: 'member',
          state: 'pending',
          addedByTenantId: 'tenant()',
          addedDateTime: 'now()',
          joinedDateTime: null,
        },
        idFrom: '{tenantId}',
        distinct: ['tenantId'],
        atMost: 100,
        standing: [{ where: { role: 'owner' }, reason: 'The tenant that owns the organization cannot be removed.' }],
      },
      multiTenantOrganizationJoinRequestRecord: { never: ['create', 'delete'] },
    },
  },
  {
    name: 'what signing in calls',
    access: rights({
      read: 'CustomAuthenticationExtension.Read.All CustomAuthenticationExtension.ReadWrite.All',
      write: 'CustomAuthenticationExtension.ReadWrite.All',
      readers: `${extensibility}, Global Reader`,
      writers: extensibility,
    }),
    types: {
      customAuthenticationExtension: { required: ['displayName', 'authenticationConfiguration'] },
      authenticationEventListener: {
        access: rights({
          read: 'EventListener.Read.All EventListener.ReadWrite.All',
          write: 'EventListener.ReadWrite.All',
          readers: `${extensibility}, Global Reader`,
          writers: extensibility,
        }),
        required: ['handler'],
      },
      authenticationEventsFlow: {
        access: rights({
          read: 'EventListener.Read.All EventListener.ReadWrite.All',
          write: 'EventListener.ReadWrite.All',
          writers: 'External ID User Flow Administrator',
        }),
        required: ['displayName'],
      },
    },
  },
  {
    name: 'certificates',
    access: rights({
      read: 'Organization.Read.All Organization.ReadWrite.All',
      write: 'Organization.ReadWrite.All',
    }),
    types: {
      certificateBasedAuthConfiguration: {
        never: ['update'],
        required: ['certificateAuthorities'],
        atMost: 1,
        check: ({ kind, given }) => {
          const all = kind === 'create' ? given('certificateAuthorities') : undefined;
          const lacks = (one: Json): boolean =>
            ['certificate', 'isRootAuthority'].some((name) => (Object(one)[name] ?? null) === null);
          return Array.isArray(all) && all.some(lacks)
            ? badRequest("A certificate authority has 'certificate' and 'isRootAuthority'.")
            : undefined;
        },
      },
      certificateBasedAuthPki: {
        access: rights({
          read: 'PublicKeyInfrastructure.Read.All',
          write: 'PublicKeyInfrastructure.ReadWrite.All',
          writers: 'Privileged Authentication Administrator',
        }),
        required: ['displayName'],
      },
      onPremisesDirectorySynchronization: {
        access: rights({
          read: 'OnPremDirectorySynchronization.Read.All OnPremDirectorySynchronization.ReadWrite.All',
          write: 'OnPremDirectorySynchronization.ReadWrite.All',
          writers: 'Hybrid Identity Administrator',
        }),
        never: ['create', 'delete'],
      },
    },
  },
];
