import type { IdSource } from '../../service/id-source.ts';
import type { SandboxClock } from '../../service/sandbox-clock.ts';
import { recycleBin } from './deleted-items.ts';
import type { DirectoryObject } from './directory.ts';
import { directoryMirror } from './directory-mirror.ts';
import { type DirectoryState, directoryState } from './directory-state.ts';
import { memberships } from './memberships.ts';
import { people } from './people.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';
import { applySeed } from './seed/apply-seed.ts';
import { defaultSeed } from './seed/default-seed.ts';
import { roleDefinitions } from './seed/role-definitions.ts';
import type { Seed } from './seed/seed.ts';

/** A directory with what the seed says in it. The same seed, ids and clock make the same directory. */
export function createDirectory(options: {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly seed?: Seed;
}): SandboxDirectory {
  const state = directoryState(options.clock, options.ids);
  applySeed(state, options.seed ?? defaultSeed);
  return {
    ...people(state),
    ...memberships(state),
    ...recycleBin(state),
    ...applications(state),
    ...roles(state),
    ...entitlements(state),
    find: (id) => findObject(state, id),
    mirror: directoryMirror(state),
  };
}

function findObject(state: DirectoryState, id: string): DirectoryObject | undefined {
  const user = state.users.get(id);
  if (user !== undefined) return { kind: 'user', value: user };
  const group = state.groups.get(id);
  if (group !== undefined) return { kind: 'group', value: group };
  const principal = state.servicePrincipals.get(id);
  return principal && { kind: 'servicePrincipal', value: principal };
}

function applications(
  state: DirectoryState,
): Pick<
  SandboxDirectory,
  | 'applications'
  | 'application'
  | 'servicePrincipals'
  | 'servicePrincipal'
  | 'servicePrincipalByAppId'
  | 'appAssignments'
  | 'removeAppAssignment'
> {
  return {
    applications: state.applications.all,
    application: (id) =>
      state.applications.get(id) ?? state.applications.all().find(({ appId }) => appId === id.toLowerCase()),
    servicePrincipals: state.servicePrincipals.all,
    servicePrincipal: state.servicePrincipals.get,
    servicePrincipalByAppId: (id) => state.servicePrincipals.all().find(({ appId }) => appId === id.toLowerCase()),
    appAssignments: (id) => state.assigned.targets(id.toLowerCase()),
    removeAppAssignment: (id, principalId) => state.assigned.remove(id.toLowerCase(), principalId.toLowerCase()),
  };
}

function roles(
  state: DirectoryState,
): Pick<
  SandboxDirectory,
  'roleDefinitions' | 'roleHolders' | 'rolesOf' | 'rolesHeldBy' | 'assignRole' | 'unassignRole' | 'removeRole'
> {
  const rolesHeldBy = (id: string, kind: 'active' | 'eligible') => state[kind].sources(id.toLowerCase());
  return {
    roleDefinitions: () => roleDefinitions,
    roleHolders: (id, kind) => state[kind].targets(id.toLowerCase()),
    rolesHeldBy,
    rolesOf: (userId) => {
      // A role that a group holds is held by its direct members.
      const holders = [userId.toLowerCase(), ...state.members.sources(userId.toLowerCase())];
      const held = new Set(holders.flatMap((holder) => rolesHeldBy(holder, 'active')));
      return roleDefinitions.filter(({ id }) => held.has(id)).map(({ displayName }) => displayName);
    },
    assignRole: (id, principalId, kind) => {
      state[kind].add(id.toLowerCase(), principalId.toLowerCase());
    },
    unassignRole: (id, principalId, kind) => {
      state[kind].remove(id.toLowerCase(), principalId.toLowerCase());
    },
    removeRole: (id, principalId) => {
      const [role, holder] = [id.toLowerCase(), principalId.toLowerCase()];
      const wasActive = state.active.remove(role, holder);
      return state.eligible.remove(role, holder) || wasActive;
    },
  };
}

function entitlements(
  state: DirectoryState,
): Pick<
  SandboxDirectory,
  | 'accessPackageAssignments'
  | 'accessPackageAssignment'
  | 'addAccessPackageAssignment'
  | 'removeAccessPackageAssignment'
> {
  const isAlive = ({ targetId }: { readonly targetId: string }): boolean => findObject(state, targetId) !== undefined;
  return {
    accessPackageAssignments: () => state.assignments.all().filter(isAlive),
    accessPackageAssignment: (id) => {
      const found = state.assignments.get(id);
      return found !== undefined && isAlive(found) ? found : undefined;
    },
    addAccessPackageAssignment: (assignment) => state.assignments.set(assignment),
    removeAccessPackageAssignment: (id) => state.assignments.take(id) !== undefined,
  };
}
