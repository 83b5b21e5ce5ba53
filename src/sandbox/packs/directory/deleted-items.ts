import { type DirectoryState, relationsOf, wholeSeconds } from './directory-state.ts';
import { enterUser, removeNames } from './people.ts';
import type { DeletedItem, SandboxDirectory } from './sandbox-directory.ts';

const keptMs = 30 * 24 * 60 * 60 * 1000;

/** What the directory does with deleted users and groups. */
export function recycleBin(
  state: DirectoryState,
): Pick<SandboxDirectory, 'delete' | 'deletedItems' | 'deletedItem' | 'restore' | 'purge'> {
  const current = (): readonly DeletedItem[] => {
    purgeExpired(state);
    return state.deleted.all();
  };
  return {
    delete: (id) => deleteUser(state, id) || deleteGroup(state, id) || deleteServicePrincipal(state, id),
    deletedItems: current,
    deletedItem: (id) => {
      purgeExpired(state);
      return state.deleted.get(id);
    },
    restore: (id) => {
      purgeExpired(state);
      return restore(state, id);
    },
    purge: (id) => {
      purgeExpired(state);
      return forget(state, id);
    },
  };
}

function deleteUser(state: DirectoryState, id: string): boolean {
  const user = state.users.take(id);
  if (user === undefined) return false;
  removeNames(state, user);
  keep(state, { ...stamp(state, user.id), kind: 'user', value: user });
  return true;
}

function deleteGroup(state: DirectoryState, id: string): boolean {
  const group = state.groups.take(id);
  if (group === undefined) return false;
  const unified = group.groupTypes.includes('Unified');
  // Only cloud groups are kept: not what is synced from elsewhere, and no mail-enabled security group.
  const kept = group.onPremisesSyncEnabled !== true && (unified || !group.mailEnabled);
  if (kept) keep(state, { ...stamp(state, group.id), kind: 'group', value: group });
  else for (const relation of relationsOf(state)) relation.drop(group.id);
  return true;
}

function deleteServicePrincipal(state: DirectoryState, id: string): boolean {
  const principal = state.servicePrincipals.take(id);
  if (principal === undefined) return false;
  for (const relation of relationsOf(state)) relation.drop(principal.id);
  return true;
}

function stamp(state: DirectoryState, id: string): Pick<DeletedItem, 'id' | 'deletedDateTime' | 'deletedMs'> {
  const deletedMs = state.clock.now();
  return { id, deletedMs, deletedDateTime: wholeSeconds(deletedMs) };
}

function keep(state: DirectoryState, item: DeletedItem): void {
  state.deleted.set(item);
  touch(state, item.id);
}

function touch(state: DirectoryState, id: string): void {
  for (const relation of relationsOf(state)) relation.touch(id);
}

function restore(state: DirectoryState, id: string): 'restored' | 'taken' | 'unknown' {
  const item = state.deleted.get(id);
  if (item === undefined) return 'unknown';
  if (item.kind === 'user' && state.idByName.has(item.value.userPrincipalName.toLowerCase())) return 'taken';
  state.deleted.take(id);
  if (item.kind === 'user') enterUser(state, item.value);
  else state.groups.set(item.value);
  touch(state, item.id);
  return 'restored';
}

function forget(state: DirectoryState, id: string): boolean {
  const item = state.deleted.get(id);
  if (item === undefined) return false;
  for (const relation of relationsOf(state)) relation.drop(item.id);
  state.deleted.take(id);
  state.passwords.delete(item.id);
  return true;
}

/** The oldest come first, so that looking stops at the first that is kept. */
function purgeExpired(state: DirectoryState): void {
  for (const item of state.deleted.all()) {
    if (item.deletedMs + keptMs > state.clock.now()) return;
    forget(state, item.id);
  }
}
