import { bin, type Entity } from '../../store/object-store.ts';
import { type DirectoryState, wholeSeconds } from './directory-state.ts';
import { asGroup } from './object-views.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';

const keptMs = 30 * 24 * 60 * 60 * 1000;

/** The operations on deleted users and groups. */
export function recycleBin(state: DirectoryState) {
  const { store } = state;
  const itemOf = (id: string): Entity | undefined => {
    purgeExpired(state);
    return store.get(`${bin}/${id.toLowerCase()}`);
  };
  return {
    delete: (id) => {
      const found = ['users', 'groups', 'serviceprincipals']
        .map((set) => store.get(`${set}/${id.toLowerCase()}`))
        .find((one) => one !== undefined);
      if (found === undefined) return false;
      if (isKept(found)) store.discard(found.path, deleted(found, state.clock.now()));
      else store.remove(found.path);
      return true;
    },
    deletedItems: () => {
      purgeExpired(state);
      return store.inside(bin);
    },
    deletedItem: itemOf,
    restore: (id) => {
      const item = itemOf(id);
      if (item === undefined) return 'unknown';
      const again = restored(item);
      if ((again.names ?? []).some((name) => store.get(`users/${name}`) !== undefined)) return 'taken';
      store.undiscard(id, again);
      return 'restored';
    },
    purge: (id) => {
      const item = itemOf(id);
      store.undiscard(id, undefined);
      return item !== undefined;
    },
  } satisfies Partial<SandboxDirectory>;
}

/** Only cloud groups are kept: not what is synced from elsewhere, and no mail-enabled security group. */
function isKept(entity: Entity): boolean {
  if (entity.type !== 'group') return entity.type === 'user';
  const { groupTypes, mailEnabled, onPremisesSyncEnabled } = asGroup(entity);
  return !onPremisesSyncEnabled && (groupTypes.includes('Unified') || !mailEnabled);
}

/** As it looks among the deleted items. A user's name bears the id in front, so that another user can have it. */
function deleted(entity: Entity, deletedMs: number): Entity {
  const { id, type, values } = entity;
  const { userPrincipalName = null } = values;
  const renamed = type === 'user' ? { userPrincipalName: `${id.replaceAll('-', '')}${String(userPrincipalName)}` } : {};
  return {
    ...entity,
    path: `${bin}/${id.toLowerCase()}`,
    names: [],
    values: { ...values, ...renamed, deletedDateTime: wholeSeconds(deletedMs) },
    kept: { ...entity.kept, deletedMs, userPrincipalName },
  };
}

function restored(item: Entity): Entity {
  const { deletedMs: _, userPrincipalName = null, ...kept } = item.kept ?? {};
  const isUser = item.type === 'user';
  return {
    ...item,
    path: `${isUser ? 'users' : 'groups'}/${item.id.toLowerCase()}`,
    names: isUser ? [String(userPrincipalName).toLowerCase()] : [],
    values: { ...item.values, ...(isUser && { userPrincipalName }), deletedDateTime: null },
    kept,
  };
}

/** The oldest come first, so that looking stops at the first that is kept. */
function purgeExpired({ store, clock }: DirectoryState): void {
  for (const { id, kept } of store.inside(bin)) {
    if (Number(kept?.['deletedMs']) + keptMs > clock.now()) return;
    store.undiscard(id, undefined);
  }
}
