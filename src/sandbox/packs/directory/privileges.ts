import { permissionsOf } from '../../service/caller.ts';
import { forbidden } from '../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';

/**
 * A delegated permission lets an application do what the signed-in user may do, and no more: these are the roles that may.
 * An application's own permissions stand for themselves.
 */
const userManagers = ['Global Administrator', 'User Administrator', 'Directory Writers'];
const groupManagers = ['Global Administrator', 'User Administrator', 'Groups Administrator', 'Directory Writers'];

/** The response to those who may not create, change or delete people. */
export function userWriteFault(call: GraphCall): GraphResponse | undefined {
  return holdsRole(call, userManagers) ? undefined : forbidden();
}

/** A group's owners may change it, too. */
export function groupWriteFault(call: GraphCall, groupId: string): GraphResponse | undefined {
  const isForRoles = call.world.directory.group(groupId)?.values['isAssignableToRole'] === true;
  return holdsOrOwns(call, isForRoles ? roleManagers : groupManagers, groupId) ? undefined : forbidden();
}

/** Who manages a group that roles can be assigned to could give roles away: few may, besides its owners. */
const roleManagers = ['Global Administrator', 'Privileged Role Administrator'];

export function roleGroupFault(call: GraphCall): GraphResponse | undefined {
  const { caller } = call;
  const mayAssign = permissionsOf(caller).some((name) => name.toLowerCase() === 'rolemanagement.readwrite.directory');
  return mayAssign && holdsRole(call, roleManagers) ? undefined : forbidden();
}

/** What every member may and no guest: to list people, to create groups, to invite. */
export function guestFault({ caller, world }: GraphCall): GraphResponse | undefined {
  if (caller.kind === 'application') return undefined;
  return world.directory.user(caller.userId)?.userType === 'Guest' ? forbidden() : undefined;
}

/** Whether a signed-in user holds one of some directory roles. An application has none, and needs none besides its permissions. */
export function holdsRole({ caller, world }: Pick<GraphCall, 'caller' | 'world'>, roles: readonly string[]): boolean {
  if (caller.kind === 'application') return true;
  return world.directory.rolesOf(caller.userId).some((role) => roles.includes(role));
}

/** The same, or who owns an object. */
export function holdsOrOwns(call: Pick<GraphCall, 'caller' | 'world'>, roles: readonly string[], id: string): boolean {
  const { caller, world } = call;
  return holdsRole(call, roles) || (caller.kind === 'delegated' && world.directory.isOwner(id, caller.userId));
}
