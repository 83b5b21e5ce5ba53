import { permissionsOf } from '../../service/caller.ts';
import { forbidden } from '../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';

/**
 * A delegated permission allows an application no more than the signed-in user may do: these are the required roles.
 * Application permissions are sufficient by themselves.
 */
const userManagers = ['Global Administrator', 'User Administrator', 'Directory Writers'];
const groupManagers = ['Global Administrator', 'User Administrator', 'Groups Administrator', 'Directory Writers'];

/** The response to those who may not create, change or delete people. */
export function userWriteFault(call: GraphCall): GraphResponse | undefined {
  return holdsOne(call, userManagers) ? undefined : forbidden();
}

/** A group's owners may change it, too. */
export function groupWriteFault(call: GraphCall, groupId: string): GraphResponse | undefined {
  const { caller, world } = call;
  const isForRoles = world.directory.group(groupId)?.values['isAssignableToRole'] === true;
  if (holdsOne(call, isForRoles ? roleManagers : groupManagers)) return undefined;
  return caller.kind === 'delegated' && world.directory.isOwner(groupId, caller.userId) ? undefined : forbidden();
}

/** A manager of a group to which roles can be assigned could grant roles: only a few roles may, besides its owners. */
const roleManagers = ['Global Administrator', 'Privileged Role Administrator'];

export function roleGroupFault(call: GraphCall): GraphResponse | undefined {
  const { caller } = call;
  const mayAssign = permissionsOf(caller).some((name) => name.toLowerCase() === 'rolemanagement.readwrite.directory');
  return mayAssign && holdsOne(call, roleManagers) ? undefined : forbidden();
}

/** What every member may and no guest: to list people, to create groups, to invite. */
export function guestFault({ caller, world }: GraphCall): GraphResponse | undefined {
  if (caller.kind === 'application') return undefined;
  return world.directory.user(caller.userId)?.userType === 'Guest' ? forbidden() : undefined;
}

function holdsOne({ caller, world }: GraphCall, roles: readonly string[]): boolean {
  if (caller.kind === 'application') return true;
  return world.directory.rolesOf(caller.userId).some((role) => roles.includes(role));
}
