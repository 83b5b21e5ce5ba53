import type { ObjectStore } from '../../store/object-store.ts';
import type { Relation } from '../../store/relation.ts';
import { closure } from './closure.ts';
import { changeObject, type DirectoryState, enterObject, wholeSeconds } from './directory-state.ts';
import { asGroup, asGroups } from './object-views.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';
import { groupShape } from './wire/object-shapes.ts';

const lower = (id: string): string => id.toLowerCase();
const groupAt = (id: string): string => `groups/${lower(id)}`;
export const idIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The operations on groups, their members and their owners. */
export function memberships(state: DirectoryState) {
  const { store } = state;
  const [members, owners] = [store.relation('members'), store.relation('owners')];
  const groups = () => asGroups(store.inside('groups'));
  const ownerAt = (id: string): string => ownedSets.map((set) => `${set}/${lower(id)}`).find(store.get) ?? groupAt(id);
  const listed = (id: string, name: string): readonly string[] => store.links(`${groupAt(id)}/${name}`);
  return {
    group: (id) => {
      const found = store.get(groupAt(id));
      return found && asGroup(found);
    },
    groups,
    addGroup: (values) => {
      const id = state.ids.uuid();
      const made = { ...values, id, createdDateTime: wholeSeconds(state.clock.now()) };
      return asGroup(enterObject(state, groupShape, made));
    },
    updateGroup: (id, changes) => changeObject(state, groupAt(id), changes),
    groupByUniqueName: (name) => groups().find(({ values }) => values['uniqueName'] === name),
    mailGroup: (name) => groups().find((one) => one.mailEnabled && lower(one.mailNickname) === lower(name)),
    members: (id) => members.targets(groupAt(id)),
    transitiveMembers: (id) => listed(id, 'transitivemembers'),
    isMember: (id, principalId) => members.has(groupAt(id), lower(principalId)),
    addMember: (id, principalId) => members.add(groupAt(id), lower(principalId)),
    removeMember: (id, principalId) => removeSeen(members, groupAt(id), lower(principalId)),
    owners: (id) => owners.targets(ownerAt(id)),
    isOwner: (id, principalId) => owners.has(ownerAt(id), lower(principalId)),
    addOwner: (id, principalId) => owners.add(ownerAt(id), lower(principalId)),
    removeOwner: (id, principalId) => removeSeen(owners, ownerAt(id), lower(principalId)),
    groupsOf: (id) => groupsOf(store, lower(id)),
    transitiveGroupsOf: (id) => listed(id, 'transitivememberof').filter((one) => store.get(groupAt(one)) !== undefined),
    ownedBy: (id) => listed(id, 'ownedobjects'),
  } satisfies Partial<SandboxDirectory>;
}

const ownedSets = ['groups', 'serviceprincipals', 'applications'];

function groupsOf(store: ObjectStore, id: string): readonly string[] {
  const sources = store.relation('members').sources(id);
  return sources.filter((from) => from.startsWith('groups/')).map(idIn);
}

/** Relationships that follow from others; the owner of each is any object, by its path. */
export function deriveRelationships(store: ObjectStore): void {
  const [members, owners, managers] = ['members', 'owners', 'manager'].map(store.relation) as [
    Relation,
    Relation,
    Relation,
  ];
  const reachable = rememberedClosure(members);
  // Nothing is in these two by way of a group.
  const rolesOf = (id: string): readonly string[] =>
    members
      .sources(id)
      .filter((from) => /^directory(?:roles|\/administrativeunits)\//.test(from))
      .map(idIn);
  store.derive('memberof', (owner) => [...groupsOf(store, idIn(owner)), ...rolesOf(idIn(owner))]);
  store.derive('transitivememberof', (owner) => [
    ...closure(idIn(owner), (id) => groupsOf(store, id)),
    ...rolesOf(idIn(owner)),
  ]);
  store.derive('transitivemembers', (owner) => reachable(idIn(owner)));
  // A team has the id of its group.
  store.derive('joinedteams', (owner) =>
    groupsOf(store, idIn(owner)).filter((id) => store.get(`teams/${id}`) !== undefined),
  );
  store.derive('ownedobjects', (owner) =>
    owners
      .sources(idIn(owner))
      .filter((from) => ownedSets.some((set) => from.startsWith(`${set}/`)))
      .map(idIn),
  );
  store.derive('directreports', (owner) => {
    const reports = new Set(managers.sources(idIn(owner)));
    return reports.size === 0 ? [] : store.inside('users').flatMap(({ id, path }) => (reports.has(path) ? [id] : []));
  });
}

/** Paging through a large group must not gather its members again for each page. */
function rememberedClosure(links: Relation): (id: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  let version = links.version();
  return (id) => {
    if (version !== links.version()) known.clear();
    version = links.version();
    const found = known.get(id) ?? closure(id, (one) => links.targets(groupAt(one)));
    known.set(id, found);
    return found;
  };
}

/** Links to what is deleted are not seen, so they cannot be removed either. */
function removeSeen(links: Relation, from: string, to: string): boolean {
  return links.has(from, to) && links.remove(from, to);
}
