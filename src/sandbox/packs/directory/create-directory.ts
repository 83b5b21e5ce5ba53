import type { IdSource } from '../../service/id-source.ts';
import type { SandboxClock } from '../../service/sandbox-clock.ts';
import type { ObjectStore } from '../../store/object-store.ts';
import { recycleBin } from './deleted-items.ts';
import type { DirectoryObject } from './directory.ts';
import { assigned, type DirectoryState, eligible, enterObject, rolePlace } from './directory-state.ts';
import { deriveRelationships, memberships } from './memberships.ts';
import {
  asApplication,
  asApplications,
  asGroup,
  asServicePrincipal,
  asServicePrincipals,
  asUser,
} from './object-views.ts';
import { packageAssignments } from './package-assignments.ts';
import { people } from './people.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';
import { applySeed } from './seed/apply-seed.ts';
import { roleDefinitions, roleNamed } from './seed/role-definitions.ts';
import type { WholeSeed } from './seed/seed.ts';
import { enterTenant } from './tenant-objects.ts';
import { roleShape } from './wire/object-shapes.ts';

/** The directory of a store, filled from the seed. The same seed, ids and clock give the same directory. */
export function createDirectory(options: {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly store: ObjectStore;
  readonly seed: WholeSeed;
}): SandboxDirectory {
  const { seed, ...ground } = options;
  const state: DirectoryState = { ...ground, domain: seed.tenant.domains[0] ?? seed.tenant.id };
  deriveRelationships(state.store);
  enterTenant(state.store, seed.tenant);
  const directory = {
    ...people(state),
    ...memberships(state),
    ...recycleBin(state),
    ...applications(state),
    ...roles(state),
    ...packageAssignments(state, findObject),
    find: (id: string) => findObject(state, id),
  };
  directory.activateRole(globalAdministrator);
  applySeed(state, directory, seed);
  return directory;
}

/** The role that every tenant has activated. */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

function findObject({ store }: DirectoryState, id: string): DirectoryObject | undefined {
  const at = (set: string) => store.get(`${set}/${id.toLowerCase()}`);
  const [user, group, principal] = [at('users'), at('groups'), at('serviceprincipals')];
  if (user !== undefined && user.id.toLowerCase() === id.toLowerCase()) return { kind: 'user', value: asUser(user) };
  if (group !== undefined) return { kind: 'group', value: asGroup(group) };
  return principal && { kind: 'servicePrincipal', value: asServicePrincipal(principal) };
}

function applications({ store }: DirectoryState) {
  const assignments = store.relation(assigned);
  const place = (id: string): string => `serviceprincipals/${id.toLowerCase()}`;
  const all = () => asApplications(store.inside('applications'));
  const principals = () => asServicePrincipals(store.inside('serviceprincipals'));
  const byAppId = (wanted: string) => (one: { readonly appId: string }) => one.appId === wanted.toLowerCase();
  return {
    applications: all,
    application: (id) => {
      const found = store.get(`applications/${id.toLowerCase()}`);
      return found === undefined ? all().find(byAppId(id)) : asApplication(found);
    },
    servicePrincipals: principals,
    servicePrincipal: (id) => {
      const found = store.get(place(id));
      return found && asServicePrincipal(found);
    },
    servicePrincipalByAppId: (id) => principals().find(byAppId(id)),
    appAssignments: (id) => assignments.targets(place(id)),
    assignApp: (id, principalId) => assignments.add(place(id), principalId.toLowerCase()),
    removeAppAssignment: (id, principalId) => assignments.remove(place(id), principalId.toLowerCase()),
  } satisfies Partial<SandboxDirectory>;
}

function roles(state: DirectoryState) {
  const { store } = state;
  const held = { active: store.relation('members'), eligible: store.relation(eligible) };
  const rolesHeldBy: SandboxDirectory['rolesHeldBy'] = (id, kind) =>
    held[kind].sources(id.toLowerCase()).flatMap((from) => /^directoryroles\/(.+)$/.exec(from)?.[1] ?? []);
  const activateRole: SandboxDirectory['activateRole'] = (id) => {
    const role = roleNamed(id);
    if (role === undefined || store.get(rolePlace(role.id)) !== undefined) return;
    enterObject(state, roleShape, { id: role.id, displayName: role.displayName, description: role.description });
  };
  return {
    activateRole,
    roleDefinitions: () => roleDefinitions,
    roleHolders: (id, kind) => held[kind].targets(rolePlace(id)),
    rolesHeldBy,
    rolesOf: (userId) => {
      // A role that a group holds is held by its direct members.
      const groups = held.active.sources(userId.toLowerCase()).map((from) => from.slice(from.lastIndexOf('/') + 1));
      const all = new Set([userId, ...groups].flatMap((holder) => rolesHeldBy(holder, 'active')));
      return roleDefinitions.filter(({ id }) => all.has(id)).map(({ displayName }) => displayName);
    },
    assignRole: (id, principalId, kind) => {
      if (kind === 'active') activateRole(id);
      held[kind].add(rolePlace(id), principalId.toLowerCase());
    },
    unassignRole: (id, principalId, kind) => {
      held[kind].remove(rolePlace(id), principalId.toLowerCase());
    },
    removeRole: (id, principalId) => {
      const [role, holder] = [rolePlace(id), principalId.toLowerCase()];
      const wasActive = held.active.remove(role, holder);
      return held.eligible.remove(role, holder) || wasActive;
    },
  } satisfies Partial<SandboxDirectory>;
}
