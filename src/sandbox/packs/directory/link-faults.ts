import { forbidden } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { DirectoryObject, Group } from './directory.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';
import { invalidRequest } from './wire/directory-errors.ts';

/** A person who is to become a member or an owner. */
export type NewLink = {
  readonly name: 'members' | 'owners';
  readonly group: Group;
  readonly object: DirectoryObject;
};

/** Why a person cannot become a member or an owner of a group that is there. */
export function linkFault(directory: SandboxDirectory, { name, group, object }: NewLink): GraphResponse | undefined {
  const { id } = object.value;
  const there = name === 'members' ? directory.isMember(group.id, id) : directory.isOwner(group.id, id);
  if (there) {
    return invalidRequest(
      `One or more added object references already exist for the following modified properties: '${name}'.`,
    );
  }
  if (group.onPremisesSyncEnabled === true) return forbidden();
  if (name === 'members' && id === group.id) return invalidRequest('A group cannot be a member of itself.');
  return kindFault(name, group, object);
}

/** The rules that also apply to a group that does not exist yet. */
export function kindFault(
  name: 'members' | 'owners',
  group: Pick<Group, 'groupTypes'>,
  object: DirectoryObject,
): GraphResponse | undefined {
  if (name === 'owners') {
    return object.kind === 'group'
      ? invalidRequest('A group cannot own a group: owners are users or service principals.')
      : undefined;
  }
  if (group.groupTypes.includes('DynamicMembership')) {
    return invalidRequest(
      "Members of a group with dynamic membership come from its rule: 'members' cannot be changed.",
    );
  }
  return group.groupTypes.includes('Unified') && object.kind !== 'user'
    ? invalidRequest('Members of a Microsoft 365 group are users.')
    : undefined;
}
