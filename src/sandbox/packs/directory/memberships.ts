import { closure } from './closure.ts';
import type { Group } from './directory.ts';
import { type DirectoryState, wholeSeconds } from './directory-state.ts';
import type { Relation } from './relation.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';

/** What the directory does with groups, and with who is in them and who owns them. */
export function memberships(
  state: DirectoryState,
): Pick<
  SandboxDirectory,
  | 'group'
  | 'groups'
  | 'addGroup'
  | 'updateGroup'
  | 'groupByUniqueName'
  | 'mailGroup'
  | 'members'
  | 'transitiveMembers'
  | 'isMember'
  | 'addMember'
  | 'removeMember'
  | 'owners'
  | 'isOwner'
  | 'addOwner'
  | 'removeOwner'
  | 'groupsOf'
  | 'transitiveGroupsOf'
  | 'ownedBy'
> {
  const { members, owners, groups } = state;
  const reachable = rememberedClosure(members);
  const keyOf = (id: string): string => id.toLowerCase();
  const groupsOf = (id: string): readonly string[] => members.sources(keyOf(id)).filter((one) => groups.has(one));
  return {
    group: groups.get,
    groups: groups.all,
    addGroup: (one) => {
      const added: Group = { ...one, id: state.ids.uuid(), createdDateTime: wholeSeconds(state.clock.now()) };
      groups.set(added);
      return added;
    },
    updateGroup: (id, changes) => {
      const before = groups.get(id);
      if (before !== undefined) groups.set({ ...before, ...changes });
    },
    groupByUniqueName: (name) => groups.all().find(({ other }) => other?.['uniqueName'] === name),
    mailGroup: (name) => {
      const lower = name.toLowerCase();
      return groups.all().find((one) => one.mailEnabled && one.mailNickname.toLowerCase() === lower);
    },
    members: (id) => members.targets(keyOf(id)),
    transitiveMembers: (id) => reachable(keyOf(id)),
    isMember: (id, principalId) => members.has(keyOf(id), keyOf(principalId)),
    addMember: (id, principalId) => members.add(keyOf(id), keyOf(principalId)),
    removeMember: (id, principalId) =>
      isLinked(members, id, principalId) && members.remove(keyOf(id), keyOf(principalId)),
    owners: (id) => owners.targets(keyOf(id)),
    isOwner: (id, principalId) => owners.has(keyOf(id), keyOf(principalId)),
    addOwner: (id, principalId) => owners.add(keyOf(id), keyOf(principalId)),
    removeOwner: (id, principalId) => isLinked(owners, id, principalId) && owners.remove(keyOf(id), keyOf(principalId)),
    groupsOf,
    transitiveGroupsOf: (id) => closure(keyOf(id), groupsOf),
    ownedBy: (id) => owners.sources(keyOf(id)),
  };
}

/** Paging through a large group must not gather its members anew for each page. */
function rememberedClosure(links: Relation): (id: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  let version = links.version();
  return (id) => {
    if (version !== links.version()) known.clear();
    version = links.version();
    const found = known.get(id) ?? closure(id, links.targets);
    known.set(id, found);
    return found;
  };
}

/** Links to what is deleted are not seen, so they cannot be removed either. */
function isLinked(links: Relation, from: string, to: string): boolean {
  return links.has(from.toLowerCase(), to.toLowerCase());
}
