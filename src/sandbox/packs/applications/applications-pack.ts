import { property } from '../../../json/json.ts';
import { badRequest, graphError } from '../../service/graph-error.ts';
import { type GraphCall, grant, grants, type Route } from '../../service/route.ts';
import { withoutSecretTexts } from '../../store/client-secrets.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Access, Pack, TypeRules, Write } from '../../typed/pack/pack.ts';
import { assignmentRules, followAssigned } from './app-role-assignments.ts';
import { applicationTemplates, beginTemplates } from './application-templates.ts';
import { beginGraph } from './graph-principal.ts';
import { addTokenSigningCertificate } from './signing-certificate.ts';
import { jobOperations, jobRules, maskSecrets, offerTemplates } from './synchronization.ts';
import { publisherActions } from './verified-publisher.ts';

const owned = (names: string): Route['permissions'] => grants(names, `${names} Application.ReadWrite.OwnedBy`);

const write = 'Application.ReadWrite.All';
const read = ['Application.Read.All', write, 'Directory.Read.All', 'Directory.ReadWrite.All'];
const administrators = ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator'];

const applicationRules: TypeRules = {
  access: { write: owned(`${write} AppRegistration.Create Directory.ReadWrite.All`) },
  required: ['displayName'],
  fixed: ['appId', 'publisherDomain'],
  check: ({ kind, given }) => (kind === 'delete' ? undefined : roleFault(given('appRoles'))),
  created: hideSecrets,
  changed: ({ entity, ground }) => {
    hideSecrets({ entity, ground });
    for (const one of principalsOf(ground, entity)) ground.change(one, inherited(entity));
  },
  // In the application's own tenant its service principal is deleted with it.
  removed: ({ entity, ground }) => {
    for (const one of principalsOf(ground, entity)) ground.remove(one);
  },
};

/** A secret that a client writes is not shown again, and cannot be used to sign in. */
function hideSecrets({ entity, ground }: Pick<Write, 'entity' | 'ground'>): void {
  const hidden = withoutSecretTexts(entity.values);
  if (hidden !== undefined) ground.change(entity, { passwordCredentials: hidden });
}

/** Roles of an application have ids of their own. */
function roleFault(roles: unknown) {
  const ids = Array.isArray(roles) ? roles.map((one) => String(Object(one)['id']).toLowerCase()) : [];
  return new Set(ids).size === ids.length
    ? undefined
    : badRequest("One or more entitlement definitions on the application have the same value of 'id'.");
}

const principalsOf = (ground: Ground, { values }: Entity): readonly Entity[] =>
  ground.all('serviceprincipals').filter((one) => one.values['appId'] === values['appId']);

const servicePrincipalRules: TypeRules = {
  access: { write: owned(`${write} Directory.ReadWrite.All`) },
  required: ['appId'],
  fixed: ['appId', 'servicePrincipalType'],
  longest: { description: 1024, notes: 1024 },
  changed: hideSecrets,
  created: ({ entity, ground }) => {
    hideSecrets({ entity, ground });
    const application = ground.all('applications').find(({ values }) => values['appId'] === entity.values['appId']);
    if (application !== undefined) ground.change(entity, inherited(application));
  },
};

/** Properties that a service principal takes from its application. */
function inherited({ values }: Entity) {
  const api = property(values, 'api');
  const scopes = Object(api)['oauth2PermissionScopes'];
  return {
    appDisplayName: property(values, 'displayName') ?? null,
    appRoles: property(values, 'appRoles') ?? [],
    oauth2PermissionScopes: Array.isArray(scopes) ? scopes : [],
    signInAudience: property(values, 'signInAudience') ?? null,
  };
}

const grantRules: TypeRules = {
  access: {
    read: grant('DelegatedPermissionGrant.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'),
    write: grant('DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'),
  },
  required: ['clientId', 'consentType', 'resourceId', 'scope'],
  fixed: ['clientId', 'resourceId', 'consentType', 'principalId'],
  check: ({ kind, entity, given, ground }) => {
    if (kind !== 'create') return undefined;
    const { directory } = ground.world;
    const missing = ['clientId', 'resourceId'].find(
      (name) => directory.servicePrincipal(String(given(name))) === undefined,
    );
    if (missing !== undefined) return badRequest(`The service principal that '${missing}' names does not exist.`);
    const isForOne = given('consentType') === 'Principal';
    if (isForOne !== (typeof given('principalId') === 'string'))
      return badRequest("A grant for one principal has a 'principalId', and one for all has none.");
    const isThere = ground
      .all('oauth2permissiongrants')
      .some(({ values }) =>
        ['clientId', 'resourceId', 'principalId'].every(
          (name) => (values[name] ?? null) === (entity.values[name] ?? null),
        ),
      );
    return isThere
      ? graphError(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.')
      : undefined;
  },
};

const synchronization: Partial<Access> = {
  read: grant('Synchronization.Read.All', 'Synchronization.ReadWrite.All'),
  write: grant('Synchronization.ReadWrite.All'),
};

/** Owners may change what they own, and members may register applications. */
function ownsIt({ caller, world, path }: GraphCall, on: Entity | undefined): boolean {
  if (caller.kind === 'application') return true;
  if (on !== undefined) return world.directory.isOwner(on.id, caller.userId);
  const isRegistration = /^\/(?:applications|servicePrincipals)$/i.test(path);
  return isRegistration && world.directory.user(caller.userId)?.userType === 'Member';
}

/** Applications and service principals: their secrets, roles, grants and provisioning. */
export const applicationsPack: Pack = {
  name: 'applications',
  access: { read: grant(...read), write: owned(write), roles: { write: administrators }, besides: ownsIt },
  types: {
    application: applicationRules,
    servicePrincipal: servicePrincipalRules,
    appRoleAssignment: assignmentRules,
    oAuth2PermissionGrant: grantRules,
    federatedIdentityCredential: {
      required: ['audiences', 'issuer', 'name', 'subject'],
      fixed: ['name'],
      like: { name: { form: /^[\w.~-]+$/, is: 'of letters, digits and - . _ ~' } },
      longest: { name: 120, description: 600, issuer: 600, subject: 600 },
      distinct: ['issuer', 'subject'],
      atMost: 20,
    },
    delegatedPermissionClassification: {
      access: {
        read: grant('Policy.Read.PermissionGrant', 'Policy.ReadWrite.PermissionGrant', ...read),
        write: grant('Policy.ReadWrite.PermissionGrant'),
      },
      never: ['update'],
      required: ['permissionId', 'permissionName', 'classification'],
      distinct: ['permissionId'],
    },
    applicationTemplate: applicationTemplates,
    synchronization: { access: synchronization, changed: maskSecrets },
    synchronizationTemplate: { access: synchronization },
    synchronizationJob: { ...jobRules, access: synchronization },
  },
  operations: {
    ...jobOperations,
    ...publisherActions,
    'servicePrincipal.addTokenSigningCertificate': addTokenSigningCertificate,
  },
  plain: [
    ...['application', 'servicePrincipal'].flatMap((type) =>
      ['addKey', 'addPassword', 'removeKey', 'removePassword'].map((action) => `${type}.${action}`),
    ),
    'applicationTemplate.instantiate',
    'application.delta',
    'oAuth2PermissionGrant.delta',
    'servicePrincipal.delta',
  ],
  begin: (ground) => {
    beginTemplates(ground);
    beginGraph(ground);
  },
  follow: (ground) => {
    followAssigned(ground);
    offerTemplates(ground);
    // A grant is between two service principals, and is deleted with either.
    for (const one of ground.all('oauth2permissiongrants')) {
      const isWhole = ['clientId', 'resourceId'].every(
        (name) => ground.world.directory.servicePrincipal(String(one.values[name])) !== undefined,
      );
      // A seed may have a grant whose service principals it does not have.
      if (!isWhole && one.origin !== 'seeded') ground.remove(one);
    }
  },
};
