import { addDuration, parseDuration } from '../../../../format/template/duration.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import { keptSecret, passwordCredential } from '../../../store/client-secrets.ts';
import { type DirectoryState, enterObject, wholeSeconds } from '../directory-state.ts';
import type { SandboxDirectory } from '../sandbox-directory.ts';
import { applicationShape, groupShape, servicePrincipalShape, userShape } from '../wire/object-shapes.ts';
import { signInActivity } from '../wire/user-wire.ts';
import { roleNamed } from './role-definitions.ts';
import type { Seed } from './seed.ts';

type SeedUser = NonNullable<Seed['users']>[number];
type SeedGroup = NonNullable<Seed['groups']>[number];
type Principal = { readonly appId: string; readonly displayName: string };
type Linked = { readonly owners?: readonly string[] | undefined; readonly assignedTo?: readonly string[] | undefined };

/** Finds objects of a seed by the names in it. */
type Names = Map<string, string>;

const createdBefore = 'P400D';

/** Adds the objects of a seed to an empty directory, in the seed's order. */
export function applySeed(state: DirectoryState, directory: SandboxDirectory, seed: Seed): void {
  const names: Names = new Map();
  for (const user of seed.users ?? []) addUser(state, names, user);
  for (const group of seed.groups ?? []) addGroup(state, names, group);
  for (const app of seed.applications ?? []) addApplication(state, names, app);
  for (const principal of seed.servicePrincipals ?? []) addPrincipal(state, names, principal, principal.id);
  for (const { userPrincipalName, manager } of seed.users ?? []) {
    if (manager !== undefined) directory.setManager(idOf(names, userPrincipalName), idOf(names, manager));
  }
  for (const { mailNickname, owners, members } of seed.groups ?? []) {
    const id = idOf(names, mailNickname);
    for (const owner of owners ?? []) directory.addOwner(id, idOf(names, owner));
    for (const member of members ?? []) directory.addMember(id, idOf(names, member));
  }
  const linkPrincipal = (appId: string, { owners, assignedTo }: Linked): void => {
    const id = idOf(names, appId);
    for (const owner of owners ?? []) directory.addOwner(id, idOf(names, owner));
    for (const one of assignedTo ?? []) directory.assignApp(id, idOf(names, one));
  };
  for (const app of seed.applications ?? []) {
    linkPrincipal(app.clientId, app);
    for (const owner of app.owners ?? []) directory.addOwner(idOf(names, `app ${app.clientId}`), idOf(names, owner));
  }
  for (const principal of seed.servicePrincipals ?? []) linkPrincipal(principal.appId, principal);
  for (const { role, ...holders } of seed.roles ?? []) {
    const roleId = roleNamed(role)?.id;
    if (roleId === undefined) throw new Error(`the seed names an unknown role: ${role}`);
    for (const kind of ['active', 'eligible'] as const)
      for (const holder of holders[kind] ?? []) directory.assignRole(roleId, idOf(names, holder), kind);
  }
  for (const { id, target, ...assignment } of seed.accessPackageAssignments ?? []) {
    const targetId = idOf(names, target);
    directory.addAccessPackageAssignment({ ...assignment, id: id ?? state.ids.uuid(), targetId });
  }
}

function addUser(state: DirectoryState, names: Names, seed: SeedUser): void {
  const id = idAs(seed.id) ?? state.ids.uuid();
  const { userPrincipalName, mail, password, lastSignIn } = seed;
  enterObject(state, userShape, {
    id,
    displayName: seed.displayName,
    userPrincipalName,
    mail: mail === undefined ? userPrincipalName : mail,
    mailNickname: userPrincipalName.slice(0, userPrincipalName.lastIndexOf('@')),
    userType: seed.userType ?? 'Member',
    accountEnabled: seed.accountEnabled ?? true,
    createdDateTime: moment(state, seed.created ?? createdBefore),
    ...(seed.properties as JsonObject | undefined),
    ...(lastSignIn != null && { signInActivity: signInActivity(moment(state, lastSignIn)) }),
    ...(password !== undefined && { kept: { password } }),
  });
  name(names, id, id, userPrincipalName);
}

function addGroup(state: DirectoryState, names: Names, seed: SeedGroup): void {
  const id = idAs(seed.id) ?? state.ids.uuid();
  const unified = seed.kind === 'microsoft365';
  enterObject(state, groupShape, {
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
    ...(seed.properties as JsonObject | undefined),
    ...(seed.team === true && { resourceProvisioningOptions: ['Team'] }),
    ...(seed.roleAssignable === true && { isAssignableToRole: true }),
    ...(seed.uniqueName !== undefined && { uniqueName: seed.uniqueName }),
  });
  name(names, id, id, seed.mailNickname);
}

/** The application that created groups of a seed: the Azure portal, by its published client id. */
const portalAppId = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c';

function addApplication(state: DirectoryState, names: Names, seed: NonNullable<Seed['applications']>[number]): void {
  const id = seed.id?.toLowerCase() ?? state.ids.uuid();
  const appId = seed.clientId.toLowerCase();
  const { displayName, secret, permissions = [] } = seed;
  const made = secret === undefined ? undefined : { text: secret, keyId: state.ids.uuid(), nowMs: state.clock.now() };
  enterObject(state, applicationShape, {
    id,
    appId,
    displayName,
    createdDateTime: moment(state, createdBefore),
    ...(made === undefined
      ? { kept: { permissions } }
      : { kept: keptSecret({ permissions }, made), passwordCredentials: [passwordCredential(made)] }),
  });
  name(names, id, `app ${appId}`);
  addPrincipal(state, names, { appId, displayName }, seed.servicePrincipalId);
}

function addPrincipal(state: DirectoryState, names: Names, one: Principal, givenId: string | undefined): void {
  const id = givenId?.toLowerCase() ?? state.ids.uuid();
  const appId = one.appId.toLowerCase();
  enterObject(state, servicePrincipalShape, { id, appId, displayName: one.displayName });
  name(names, id, id, appId);
}

/** The service writes GUIDs in lower case; what a page shows in place of one stays as it is. */
function idAs(given: string | undefined): string | undefined {
  return given !== undefined && /^[0-9a-f-]{36}$/i.test(given) ? given.toLowerCase() : given;
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
