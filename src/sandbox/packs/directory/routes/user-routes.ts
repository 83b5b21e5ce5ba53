import { property } from '../../../../json/json.ts';
import { notFound } from '../../../service/graph-error.ts';
import { at, read, readOn, refused } from '../../../service/reading.ts';
import { type GraphCall, type GraphResponse, noContent, type Route, route } from '../../../service/route.ts';
import { resolveBind } from '../bind-url.ts';
import type { User } from '../directory.ts';
import {
  createUsers,
  deleteUsers,
  readManagers,
  readMemberships,
  readUser,
  readUsers,
  updateUsers,
} from '../directory-grants.ts';
import { idIn } from '../memberships.ts';
import { guestFault, userWriteFault } from '../privileges.ts';
import { othersFault, signInFault, userOf } from '../user-access.ts';
import { createUser, deleteUser, updateUser } from '../user-writes.ts';
import { invalidRequest } from '../wire/directory-errors.ts';
import { objectResponse, userResponse, usersResponse } from '../wire/object-responses.ts';
import type { ObjectKind } from '../wire/object-wire.ts';
import { objectListRoutes } from './object-list-routes.ts';

/** `/users/{userId}` and, for the signed-in user, `/me`. */
const persons = ['/users/{userId}', '/me'];

const lists = {
  memberOf: (call: GraphCall, id: string) => withRoles(call, id, call.world.directory.groupsOf(id)),
  transitiveMemberOf: (call: GraphCall, id: string) => withRoles(call, id, call.world.directory.transitiveGroupsOf(id)),
  ownedObjects: (call: GraphCall, id: string) => call.world.directory.ownedBy(id),
  directReports: (call: GraphCall, id: string) => call.world.directory.directReports(id),
};

export const userRoutes: readonly Route[] = [
  route('GET', '/users', readUsers, listUsers),
  route('POST', '/users', createUsers, createUser),
  route('DELETE', '/users/{userId}', deleteUsers, at(userOf, deleteUser)),
  ...persons.flatMap(personRoutes),
];

function personRoutes(path: string): readonly Route[] {
  return [
    route('GET', path, readUser, at(userOf, getUser)),
    route('PATCH', path, updateUsers, at(userOf, updateUser)),
    route('GET', `${path}/manager`, readManagers, at(userOf, getManager)),
    route('PUT', `${path}/manager/$ref`, createUsers, at(userOf, putManager)),
    route('DELETE', `${path}/manager/$ref`, createUsers, at(userOf, deleteManager)),
    ...personList(path, 'memberOf', readMemberships, ['group', 'directoryRole']),
    ...personList(path, 'transitiveMemberOf', readMemberships, ['group', 'directoryRole']),
    ...personList(path, 'ownedObjects', readUser, ['group', 'application', 'servicePrincipal']),
    ...personList(path, 'directReports', readUser, ['user']),
  ];
}

function personList(
  path: string,
  name: keyof typeof lists,
  permissions: Route['permissions'],
  casts: readonly ObjectKind[],
): readonly Route[] {
  return objectListRoutes({
    path: `${path}/${name}`,
    permissions,
    casts,
    idsOf: (call) =>
      readOn(userOf(call), (user) => {
        const fault = othersFault(call, user);
        return fault === undefined ? read(lists[name](call, user.id)) : refused(fault);
      }),
  });
}

/** A user's directory roles and administrative units are among what the user is a member of. */
function withRoles({ world }: GraphCall, id: string, groups: readonly string[]): readonly string[] {
  const units = world.store
    .relation('members')
    .sources(id)
    .filter((from) => from.startsWith('directory/'));
  return [...groups, ...world.directory.rolesHeldBy(id, 'active'), ...units.map(idIn)];
}

function listUsers(call: GraphCall): GraphResponse {
  return guestFault(call) ?? signInFault(call) ?? usersResponse(call, call.world.directory.users());
}

function getUser(call: GraphCall, user: User): GraphResponse {
  return othersFault(call, user) ?? signInFault(call) ?? userResponse(call, user);
}

function getManager(call: GraphCall, user: User): GraphResponse {
  const { directory, store } = call.world;
  const manager = store.get(`users/${directory.managerOf(user.id)?.id}`);
  return manager === undefined ? notFound('manager') : objectResponse(call, manager);
}

function putManager(call: GraphCall, user: User): GraphResponse {
  const fault = userWriteFault(call, user.id);
  if (fault !== undefined) return fault;
  const { directory } = call.world;
  const url = property(call.body, '@odata.id');
  const manager = resolveBind(directory, typeof url === 'string' ? url : '', '@odata.id');
  if (!manager.ok) return manager.response;
  const { kind, value } = manager.value;
  if (kind !== 'user') return invalidRequest('A manager is a user.');
  if (value.id === user.id) return invalidRequest('No one is their own manager.');
  directory.setManager(user.id, value.id);
  return noContent;
}

function deleteManager(call: GraphCall, user: User): GraphResponse {
  const fault = userWriteFault(call, user.id);
  if (fault !== undefined) return fault;
  const { directory } = call.world;
  if (directory.managerOf(user.id) === undefined) return notFound('manager');
  directory.setManager(user.id, undefined);
  return noContent;
}
