import type { JsonObject } from '../../../json/json.ts';
import type { IdSource } from '../../service/id-source.ts';
import type { SandboxClock } from '../../service/sandbox-clock.ts';
import type { ObjectStore } from '../../store/object-store.ts';
import { recycleBin } from './deleted-items.ts';
import type { DirectoryObject, User } from './directory.ts';
import {
  assigned,
  changeObject,
  type DirectoryState,
  eligible,
  enterObject,
  rolePlace,
  wholeSeconds,
} from './directory-state.ts';
import { deriveRelationships, memberships } from './memberships.ts';
import {
  asApplication,
  asApplications,
  asGroup,
  asServicePrincipal,
  asServicePrincipals,
  asUser,
  asUsers,
} from './object-views.ts';
import { packageAssignments } from './package-assignments.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';
import { applySeed } from './seed/apply-seed.ts';
import { roleDefinitions, roleNamed } from './seed/role-definitions.ts';
import type { WholeSeed } from './seed/seed.ts';
import { enterTenant } from './tenant-objects.ts';
import { roleShape, userShape } from './wire/object-shapes.ts';

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
      // The direct members of a group have its roles.
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

/** The operations on users. */
function people(state: DirectoryState) {
  const { store } = state;
  const pathOf = (id: string): string => `users/${id.toLowerCase()}`;
  const user = (idOrName: string): User | undefined => {
    const found = store.get(pathOf(idOrName));
    return found && asUser(found);
  };
  const users = (): readonly User[] => asUsers(store.inside('users'));
  return {
    user,
    users,
    addUser: (values: JsonObject) => {
      const id = state.ids.uuid();
      return asUser(enterObject(state, userShape, { ...values, id, createdDateTime: wholeSeconds(state.clock.now()) }));
    },
    updateUser: (id, changes) => changeObject(state, pathOf(id), changes),
    // Two people may share a mail address: the later one has it.
    userByMail: (address) => users().findLast(({ mail }) => mail?.toLowerCase() === address.toLowerCase()),
    passwordOf: (id) => {
      const password = store.get(pathOf(id))?.kept?.['password'];
      return typeof password === 'string' ? password : undefined;
    },
    setPassword: (id, password) => {
      const found = store.get(pathOf(id));
      if (found !== undefined) store.set({ ...found, kept: { ...found.kept, password } });
    },
    managerOf: (id) => {
      const [manager] = store.links(`${pathOf(id)}/manager`);
      return manager === undefined ? undefined : user(manager);
    },
    setManager: (id, managerId) => store.relink(`${pathOf(id)}/manager`, managerId),
    directReports: (id) => store.links(`${pathOf(id)}/directreports`),
  } satisfies Partial<SandboxDirectory>;
}
