import { addDuration, parseDuration } from '../../../../format/template/duration.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { Group, User } from '../directory.ts';
import { type DirectoryState, wholeSeconds } from '../directory-state.ts';
import { enterUser } from '../people.ts';
import { roleNamed } from './role-definitions.ts';
import type { Seed } from './seed.ts';

type SeedUser = NonNullable<Seed['users']>[number];
type SeedGroup = NonNullable<Seed['groups']>[number];
type Principal = { readonly appId: string; readonly displayName: string };
type Linked = { readonly owners?: readonly string[] | undefined; readonly assignedTo?: readonly string[] | undefined };

/** How the things of a seed are found by the names that it uses for them. */
type Names = Map<string, string>;

const createdBefore = 'P400D';

/** Puts all that the seed has into an empty state, in the seed's order. */
export function applySeed(state: DirectoryState, seed: Seed): void {
  const names: Names = new Map();
  for (const user of seed.users ?? []) addUser(state, names, user);
  for (const group of seed.groups ?? []) addGroup(state, names, group);
  for (const app of seed.applications ?? []) addApplication(state, names, app);
  for (const principal of seed.servicePrincipals ?? []) addPrincipal(state, names, principal, principal.id);
  linkUsers(state, names, seed);
  linkGroups(state, names, seed);
  for (const app of seed.applications ?? []) {
    linkPrincipal(state, names, idOf(names, app.clientId), app);
    for (const owner of app.owners ?? []) state.owners.add(idOf(names, `app ${app.clientId}`), idOf(names, owner));
  }
  for (const principal of seed.servicePrincipals ?? []) {
    linkPrincipal(state, names, idOf(names, principal.appId), principal);
  }
  linkRoles(state, names, seed);
  for (const { id, target, ...assignment } of seed.accessPackageAssignments ?? []) {
    state.assignments.set({ ...assignment, id: id ?? state.ids.uuid(), targetId: idOf(names, target) });
  }
}

function addUser(state: DirectoryState, names: Names, seed: SeedUser): void {
  const id = seed.id?.toLowerCase() ?? state.ids.uuid();
  const mailNickname = seed.userPrincipalName.slice(0, seed.userPrincipalName.lastIndexOf('@'));
  const user: User = {
    id,
    displayName: seed.displayName,
    userPrincipalName: seed.userPrincipalName,
    mail: seed.mail === undefined ? seed.userPrincipalName : seed.mail,
    mailNickname,
    userType: seed.userType ?? 'Member',
    accountEnabled: seed.accountEnabled ?? true,
    createdDateTime: moment(state, seed.created ?? createdBefore),
    lastSignInDateTime: seed.lastSignIn == null ? null : moment(state, seed.lastSignIn),
    managerId: null,
    other: (seed.properties ?? {}) as JsonObject,
  };
  enterUser(state, user);
  if (seed.password !== undefined) state.passwords.set(id, seed.password);
  name(names, id, id, seed.userPrincipalName);
}

function addGroup(state: DirectoryState, names: Names, seed: SeedGroup): void {
  const id = seed.id?.toLowerCase() ?? state.ids.uuid();
  const unified = seed.kind === 'microsoft365';
  const group: Group = {
    id,
    displayName: seed.displayName,
    description: seed.description ?? null,
    mailNickname: seed.mailNickname,
    mailEnabled: unified,
    securityEnabled: !unified,
    groupTypes: unified ? ['Unified'] : [],
    visibility: unified ? 'Private' : null,
    createdDateTime: moment(state, seed.created ?? createdBefore),
    createdByAppId: portalAppId,
    onPremisesSyncEnabled: seed.onPremisesSyncEnabled ?? null,
    other: {
      ...(seed.properties as JsonObject | undefined),
      ...(seed.team === true && { resourceProvisioningOptions: ['Team'] }),
      ...(seed.roleAssignable === true && { isAssignableToRole: true }),
      ...(seed.uniqueName !== undefined && { uniqueName: seed.uniqueName }),
    },
  };
  state.groups.set(group);
  name(names, id, id, seed.mailNickname);
}

/** What groups of a seed were made with: the Azure portal, by its published client id. */
const portalAppId = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c';

function addApplication(state: DirectoryState, names: Names, seed: NonNullable<Seed['applications']>[number]): void {
  const id = seed.id?.toLowerCase() ?? state.ids.uuid();
  const appId = seed.clientId.toLowerCase();
  state.applications.set({
    id,
    appId,
    displayName: seed.displayName,
    createdDateTime: moment(state, createdBefore),
    permissions: seed.permissions ?? [],
    ...(seed.secret !== undefined && { secret: seed.secret }),
  });
  name(names, id, `app ${appId}`);
  addPrincipal(state, names, { appId, displayName: seed.displayName }, seed.servicePrincipalId);
}

function addPrincipal(state: DirectoryState, names: Names, one: Principal, givenId: string | undefined): void {
  const id = givenId?.toLowerCase() ?? state.ids.uuid();
  const appId = one.appId.toLowerCase();
  state.servicePrincipals.set({ id, appId, displayName: one.displayName });
  name(names, id, id, appId);
}

function linkUsers(state: DirectoryState, names: Names, seed: Seed): void {
  for (const { userPrincipalName, manager } of seed.users ?? []) {
    const user = state.users.get(idOf(names, userPrincipalName));
    if (manager !== undefined && user !== undefined) enterUser(state, { ...user, managerId: idOf(names, manager) });
  }
}

function linkGroups(state: DirectoryState, names: Names, seed: Seed): void {
  for (const { mailNickname, owners, members } of seed.groups ?? []) {
    const id = idOf(names, mailNickname);
    for (const owner of owners ?? []) state.owners.add(id, idOf(names, owner));
    for (const member of members ?? []) state.members.add(id, idOf(names, member));
  }
}

function linkPrincipal(state: DirectoryState, names: Names, id: string, { owners, assignedTo }: Linked): void {
  for (const owner of owners ?? []) state.owners.add(id, idOf(names, owner));
  for (const one of assignedTo ?? []) state.assigned.add(id, idOf(names, one));
}

function linkRoles(state: DirectoryState, names: Names, seed: Seed): void {
  for (const { role, active, eligible } of seed.roles ?? []) {
    const roleId = roleNamed(role)?.id;
    if (roleId === undefined) throw new Error(`the seed names an unknown role: ${role}`);
    for (const holder of active ?? []) state.active.add(roleId, idOf(names, holder));
    for (const holder of eligible ?? []) state.eligible.add(roleId, idOf(names, holder));
  }
}

function name(names: Names, id: string, ...called: readonly string[]): void {
  for (const one of called) names.set(one.toLowerCase(), id);
}

function idOf(names: Names, called: string): string {
  const id = names.get(called.toLowerCase());
  if (id === undefined) throw new Error(`the seed names a person it does not have: ${called}`);
  return id;
}

/** A time as it is, or a duration as a time before now. */
function moment(state: DirectoryState, text: string): string {
  const ago = parseDuration(text);
  if (ago === undefined) return timestampOf(Date.parse(text));
  const back = { months: -ago.months, milliseconds: -ago.milliseconds };
  return wholeSeconds(addDuration(state.clock.now(), back));
}
