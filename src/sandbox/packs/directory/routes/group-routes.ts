import { property } from '../../../../json/json.ts';
import { badRequest, forbidden, notFound } from '../../../service/graph-error.ts';
import { at, read, readOn } from '../../../service/reading.ts';
import { type GraphCall, type GraphResponse, noContent, type Route, route } from '../../../service/route.ts';
import { resolveBind } from '../bind-url.ts';
import type { Group } from '../directory.ts';
import {
  createGroups,
  deleteGroups,
  readGroups,
  readMembers,
  updateGroups,
  writeMembers,
} from '../directory-grants.ts';
import { createGroup, updateGroup, upsertGroup } from '../group-writes.ts';
import { linkFault } from '../link-faults.ts';
import { groupWriteFault, guestFault } from '../privileges.ts';
import { groupOf, idFault } from '../user-access.ts';
import { invalidRequest } from '../wire/directory-errors.ts';
import { groupResponse, groupsResponse } from '../wire/object-responses.ts';
import type { ObjectKind } from '../wire/object-wire.ts';
import { objectListRoutes } from './object-list-routes.ts';

/** By id, or by the unique name that the group got when it was created. */
const oneGroup = ['/groups/{groupId}', "/groups(uniqueName='{uniqueName}')"];

export const groupRoutes: readonly Route[] = [
  route(
    'GET',
    '/groups',
    readGroups,
    (call) => guestFault(call) ?? groupsResponse(call, call.world.directory.groups()),
  ),
  route('POST', '/groups', createGroups, createGroup),
  ...oneGroup.flatMap((path) => [
    route('GET', path, readGroups, at(groupOf, groupResponse)),
    route('DELETE', path, deleteGroups, at(groupOf, deleteGroup)),
  ]),
  route('PATCH', '/groups/{groupId}', writeMembers, at(groupOf, updateGroup)),
  route('PATCH', "/groups(uniqueName='{uniqueName}')", createGroups, upsertGroup),
  // The reference prints it with a slash before the parenthesis.
  route('PATCH', "/groups/(uniqueName='{uniqueName}')", createGroups, upsertGroup),
  ...groupList('members', ['user', 'group', 'servicePrincipal'], (call, id) => call.world.directory.members(id)),
  ...groupList('transitiveMembers', ['user', 'group', 'servicePrincipal'], (call, id) =>
    call.world.directory.transitiveMembers(id),
  ),
  ...groupList('owners', ['user', 'servicePrincipal'], (call, id) => call.world.directory.owners(id)),
  ...(['members', 'owners'] as const).flatMap((name) => [
    route('POST', `/groups/{groupId}/${name}`, writeMembers, () =>
      badRequest('Write requests are only supported on contained entities'),
    ),
    route('PATCH', `/groups/{groupId}/${name}/$ref`, writeMembers, () =>
      badRequest('The request is currently not supported on the targeted entity set'),
    ),
  ]),
  route('POST', '/groups/{groupId}/members/$ref', writeMembers, addLink('members')),
  route('DELETE', '/groups/{groupId}/members/{memberId}/$ref', writeMembers, at(groupOf, removeMember)),
  route('POST', '/groups/{groupId}/owners/$ref', updateGroups, addLink('owners')),
  route('DELETE', '/groups/{groupId}/owners/{ownerId}/$ref', updateGroups, at(groupOf, removeOwner)),
];

function groupList(
  name: string,
  casts: readonly ObjectKind[],
  idsOf: (call: GraphCall, id: string) => readonly string[],
): readonly Route[] {
  return objectListRoutes({
    path: `/groups/{groupId}/${name}`,
    permissions: readMembers,
    casts,
    idsOf: (call) => readOn(groupOf(call), ({ id }) => read(idsOf(call, id))),
  });
}

function deleteGroup(call: GraphCall, group: Group): GraphResponse {
  const fault = groupWriteFault(call, group.id);
  if (fault !== undefined) return fault;
  call.world.directory.delete(group.id);
  return noContent;
}

function addLink(name: 'members' | 'owners'): Route['handle'] {
  return at(groupOf, (call, group) => {
    const fault = groupWriteFault(call, group.id);
    if (fault !== undefined) return fault;
    const url = property(call.body, '@odata.id');
    if (typeof url !== 'string') return invalidRequest("A value is required for property '@odata.id'.");
    const { directory } = call.world;
    const object = resolveBind(directory, url, '@odata.id');
    if (!object.ok) return object.response;
    const refusal = linkFault(directory, { name, group, object: object.value });
    if (refusal !== undefined) return refusal;
    if (name === 'members') directory.addMember(group.id, object.value.value.id);
    else directory.addOwner(group.id, object.value.value.id);
    return noContent;
  });
}

function removeMember(call: GraphCall, group: Group): GraphResponse {
  const memberId = call.params['memberId'] ?? '';
  // Every member may leave a group.
  const leaves = call.caller.kind === 'delegated' && call.caller.userId === memberId.toLowerCase();
  const fault = idFault(memberId) ?? (leaves ? undefined : groupWriteFault(call, group.id));
  if (fault !== undefined) return fault;
  // The response names the group, not the missing member (observed). Graph does not change such a group, because the
  // synchronization would undo it.
  if (group.onPremisesSyncEnabled === true) return forbidden();
  return call.world.directory.removeMember(group.id, memberId) ? noContent : notFound(group.id);
}

function removeOwner(call: GraphCall, group: Group): GraphResponse {
  const ownerId = call.params['ownerId'] ?? '';
  const fault = idFault(ownerId) ?? groupWriteFault(call, group.id);
  if (fault !== undefined) return fault;
  const { directory } = call.world;
  if (!directory.isOwner(group.id, ownerId)) return notFound(ownerId);
  const users = directory.owners(group.id).filter((id) => directory.user(id) !== undefined);
  if (users.length === 1 && users[0] === ownerId.toLowerCase()) {
    return invalidRequest('The group must have at least one owner, hence this owner cannot be removed.');
  }
  directory.removeOwner(group.id, ownerId);
  return noContent;
}
