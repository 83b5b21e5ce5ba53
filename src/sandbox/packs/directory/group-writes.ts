import { type Json, type JsonObject, property } from '../../../json/json.ts';
import { holdsOneOf } from '../../service/caller.ts';
import { forbidden } from '../../service/graph-error.ts';
import { type Reading, read, refused } from '../../service/reading.ts';
import { type GraphCall, type GraphResponse, noContent } from '../../service/route.ts';
import { resolveBinds } from './bind-url.ts';
import type { DirectoryObject, Group } from './directory.ts';
import { createGroups, updateGroups } from './directory-grants.ts';
import { groupBindings, groupKinds, groupValueFault, newGroup } from './group-body.ts';
import { kindFault, linkFault } from './link-faults.ts';
import { groupWriteFault, guestFault, roleGroupFault } from './privileges.ts';
import { groupOf } from './user-access.ts';
import { invalidRequest } from './wire/directory-errors.ts';
import { createdAt, groupResponse } from './wire/object-responses.ts';
import { booleanOf, readProperties, textOf, textsOf, without } from './wire/read-properties.ts';

/** What one request may bind, owners and members together. */
const mostBindings = 20;

export function createGroup(call: GraphCall): GraphResponse {
  const body = readProperties(call.body, groupKinds);
  return body.ok ? create(call, body.value) : body.response;
}

function create(call: GraphCall, body: JsonObject): GraphResponse {
  const group = newGroup(call, body);
  if (!group.ok) return group.response;
  const links = bindings(call, body, group.value);
  const isForRoles = booleanOf(body, 'isAssignableToRole') === true;
  const fault = callerTwice(call, links) ?? guestFault(call) ?? (isForRoles ? roleGroupFault(call) : undefined);
  if (fault !== undefined) return fault;
  if (!links.ok) return links.response;
  const { directory } = call.world;
  const added = directory.addGroup(group.value);
  for (const { value } of links.value.owners) directory.addOwner(added.id, value.id);
  for (const { value } of links.value.members) directory.addMember(added.id, value.id);
  // A creator who names no owners becomes the owner.
  const maker = call.caller.kind === 'delegated' ? directory.user(call.caller.userId) : undefined;
  if (links.value.owners.length === 0 && maker !== undefined) directory.addOwner(added.id, maker.id);
  return createdAt(call, groupResponse(call, added), { id: added.id, type: 'Group' });
}

/** The creator is already an owner, so naming only oneself is a duplicate (observed). */
function callerTwice({ caller }: GraphCall, links: Reading<Bindings>): GraphResponse | undefined {
  const [only, ...others] = links.ok ? links.value.owners : [];
  const isCaller = caller.kind === 'delegated' && only?.value.id === caller.userId && others.length === 0;
  return isCaller ? invalidRequest('Request contains a property with duplicate values.') : undefined;
}

type Bindings = { readonly owners: readonly DirectoryObject[]; readonly members: readonly DirectoryObject[] };

function bindings({ world }: GraphCall, body: JsonObject, group: Pick<Group, 'groupTypes'>): Reading<Bindings> {
  const urls = groupBindings.flatMap((name) => textsOf(body, name));
  if (urls.length > mostBindings) {
    return refused(invalidRequest(`A request can bind up to ${mostBindings} owners and members, not ${urls.length}.`));
  }
  const owners = resolveBinds(world.directory, textsOf(body, 'owners@odata.bind'), 'owners@odata.bind');
  if (!owners.ok) return owners;
  const members = resolveBinds(world.directory, textsOf(body, 'members@odata.bind'), 'members@odata.bind');
  if (!members.ok) return members;
  const faults = [
    ...owners.value.map((object) => kindFault('owners', group, object)),
    ...members.value.map((object) => kindFault('members', group, object)),
  ];
  const fault = faults.find((one) => one !== undefined);
  return fault === undefined ? read({ owners: owners.value, members: members.value }) : refused(fault);
}

export function updateGroup(call: GraphCall, group: Group): GraphResponse {
  const body = readProperties(call.body, groupKinds);
  return body.ok ? update(call, group, body.value) : body.response;
}

function update(call: GraphCall, group: Group, body: JsonObject): GraphResponse {
  const fault = groupWriteFault(call, group.id) ?? permissionFault(call, body) ?? changeFault(call, group, body);
  if (fault !== undefined) return fault;
  const members = bindings(call, body, group);
  if (!members.ok) return members.response;
  const { directory } = call.world;
  for (const object of members.value.members) {
    const refusal = linkFault(directory, { name: 'members', group, object });
    if (refusal !== undefined) return refusal;
  }
  directory.updateGroup(group.id, without(body, groupBindings));
  for (const { value } of members.value.members) directory.addMember(group.id, value.id);
  return noContent;
}

/** `GroupMember.ReadWrite.All` is enough to add members, and for nothing else. */
function permissionFault({ caller }: GraphCall, body: JsonObject): GraphResponse | undefined {
  const mayAll = holdsOneOf(caller, updateGroups[caller.kind]);
  return mayAll || Object.keys(body).every((name) => name === 'members@odata.bind') ? undefined : forbidden();
}

function changeFault(call: GraphCall, group: Group, body: JsonObject): GraphResponse | undefined {
  if (property(body, 'owners@odata.bind') !== undefined) {
    return invalidRequest(
      "Owners are added by POST to /groups/{id}/owners/$ref: 'owners@odata.bind' is for new groups.",
    );
  }
  const uniqueName = textOf(body, 'uniqueName');
  const before: Json | undefined = group.values['uniqueName'];
  if (uniqueName !== undefined && uniqueName !== before) {
    return invalidRequest("Property 'uniqueName' cannot be changed.");
  }
  if (group.onPremisesSyncEnabled === true) {
    return invalidRequest('Unable to update the specified properties for on-premises mastered Directory Sync objects.');
  }
  return groupValueFault(call, body, group);
}

/** PATCH by unique name: changes the group, or (`Prefer: create-if-missing`) makes it. */
export function upsertGroup(call: GraphCall): GraphResponse {
  const body = readProperties(call.body, groupKinds);
  if (!body.ok) return body.response;
  const { caller } = call;
  const uniqueName = call.params['uniqueName'] ?? '';
  if ((textOf(body.value, 'uniqueName') ?? uniqueName) !== uniqueName) {
    return invalidRequest("Property 'uniqueName' is not the one in the path.");
  }
  const group = groupOf(call);
  if (group.ok)
    return holdsOneOf(caller, updateGroups[caller.kind]) ? update(call, group.value, body.value) : forbidden();
  const prefers = (call.headers['prefer'] ?? '').split(',').map((one) => one.trim().toLowerCase());
  if (!prefers.includes('create-if-missing')) return group.response;
  return holdsOneOf(caller, createGroups[caller.kind]) ? create(call, { ...body.value, uniqueName }) : forbidden();
}
