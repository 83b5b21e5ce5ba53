import type { JsonObject } from '../../../json/json.ts';
import { holdsOneOf } from '../../service/caller.ts';
import { forbidden } from '../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';
import type { World } from '../../world.ts';
import { idIn } from './memberships.ts';
import { roleNamed } from './seed/role-definitions.ts';

/**
 * A delegated permission allows an application no more than the signed-in user may do: these are the required roles.
 * Application permissions are sufficient by themselves.
 */
const userManagers = ['Global Administrator', 'User Administrator', 'Directory Writers'];
const groupManagers = ['Global Administrator', 'User Administrator', 'Groups Administrator', 'Directory Writers'];

type Acting = Pick<GraphCall, 'caller' | 'world'>;

/** The response to those who may not create, change or delete people; `id`: the one who is there. */
export function userWriteFault(call: GraphCall, id?: string): GraphResponse | undefined {
  return holdsRole(call, userManagers, id) ? undefined : forbidden();
}

/** A group's owners may change it, too. */
export function groupWriteFault(call: GraphCall, groupId: string): GraphResponse | undefined {
  const isForRoles = call.world.directory.group(groupId)?.values['isAssignableToRole'] === true;
  const holds = isForRoles ? holdsRole(call, roleManagers) : holdsRole(call, groupManagers, groupId);
  return holds || owns(call, groupId) ? undefined : forbidden();
}

/** A manager of a role-assignable group can grant roles, so only its owners and a few roles may manage it. */
const roleManagers = ['Global Administrator', 'Privileged Role Administrator'];

export function roleGroupFault(call: GraphCall): GraphResponse | undefined {
  const mayAssign = holdsOneOf(call.caller, ['RoleManagement.ReadWrite.Directory']);
  return mayAssign && holdsRole(call, roleManagers) ? undefined : forbidden();
}

/** Actions of members, but not of guests: to list people, to create groups, to invite. */
export function guestFault({ caller, world }: GraphCall): GraphResponse | undefined {
  if (caller.kind === 'application') return undefined;
  return world.directory.user(caller.userId)?.userType === 'Guest' ? forbidden() : undefined;
}

/**
 * Whether a signed-in user holds one of some roles in the whole tenant, or over one object. An application needs none besides
 * its permissions.
 */
export function holdsRole({ caller, world }: Acting, roles: readonly string[], over?: string): boolean {
  if (caller.kind === 'application') return true;
  const isOne = (role: string): boolean => roles.includes(role);
  if (world.directory.rolesOf(caller.userId).some(isOne)) return true;
  return over !== undefined && rolesOver(world, over, caller.userId).some(isOne);
}

/** Roles that a user has over one object: in its own scope, or in that of an administrative unit that it is in. */
function rolesOver({ store }: World, id: string, userId: string): readonly string[] {
  const units = store
    .relation('members')
    .sources(id)
    .filter((from) => from.startsWith('directory/administrativeunits/'))
    .map(idIn);
  const scopes = [`/${id}`, ...units.map((unit) => `/administrativeUnits/${unit}`)].map((one) => one.toLowerCase());
  const assigned = store
    .inside('rolemanagement/directory/roleassignmentscheduleinstances')
    .filter(({ values }) => scopes.includes(String(values['directoryScopeId']).toLowerCase()))
    .map(({ values }) => [values['principalId'], values['roleDefinitionId']]);
  const inUnits = units
    .flatMap((unit) => store.inside(`directory/administrativeunits/${unit}/scopedrolemembers`))
    .map(({ values }) => [(values['roleMemberInfo'] as JsonObject | undefined)?.['id'], values['roleId']]);
  const held = [...assigned, ...inUnits].filter(([principal]) => principal === userId);
  return held.flatMap(([, role]) => roleNamed(String(role))?.displayName ?? []);
}

const owns = ({ caller, world }: Acting, id: string): boolean =>
  caller.kind === 'delegated' && world.directory.isOwner(id, caller.userId);

/** Whether a user has one of some roles in the whole tenant, or owns the object. */
export const holdsOrOwns = (call: Acting, roles: readonly string[], id: string): boolean =>
  holdsRole(call, roles) || owns(call, id);
