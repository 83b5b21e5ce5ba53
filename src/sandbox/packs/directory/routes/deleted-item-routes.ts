import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { permissionsOf } from '../../../service/caller.ts';
import { forbidden, graphError, notFound } from '../../../service/graph-error.ts';
import { bothVersions, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { readDeleted, readDeletedGroups, readDeletedUsers, restoreDeleted } from '../directory-grants.ts';
import { groupWriteFault, userWriteFault } from '../privileges.ts';
import type { DeletedItem } from '../sandbox-directory.ts';
import { idFault } from '../user-access.ts';
import { objectResponse } from '../wire/object-responses.ts';
import { bareWire, type ListedObject, objectWire, shownNames } from '../wire/object-wire.ts';
import { taken } from '../wire/reading.ts';

const route = (method: Route['method'], more: string, permissions: Route['permissions'], handle: Route['handle']) => ({
  method,
  path: `/directory/deletedItems${more}`,
  versions: bothVersions,
  permissions,
  handle,
});

export const deletedItemRoutes: readonly Route[] = [
  route('GET', '/microsoft.graph.user', readDeletedUsers, (call) => list(call, 'user')),
  route('GET', '/microsoft.graph.group', readDeletedGroups, (call) => list(call, 'group')),
  route('GET', '', readDeleted, listAll),
  route('GET', '/{id}', readDeleted, getItem),
  route('POST', '/{id}/restore', restoreDeleted, restoreItem),
  // Only people may delete for good: applications have no such permission.
  route('DELETE', '/{id}', { delegated: restoreDeleted.delegated, application: [] }, purgeItem),
];

const objectOf = (item: DeletedItem): ListedObject =>
  item.kind === 'user' ? { kind: 'user', value: item.value } : { kind: 'group', value: item.value };

/** A deleted user's name bears the id in front, so that another user can have it. */
function deletedWire(item: DeletedItem, wire: JsonObject): JsonObject {
  const { deletedDateTime } = item;
  if (item.kind === 'group') return { ...wire, deletedDateTime };
  const userPrincipalName = `${item.id.replaceAll('-', '')}${item.value.userPrincipalName}`;
  return { ...wire, userPrincipalName, deletedDateTime };
}

/** All kinds together are not listed (observed). */
function listAll(): GraphResponse {
  const message = 'Searches against this resource are not supported. Only specific instances can be queried.';
  return graphError(400, 'Request_UnsupportedQuery', message);
}

function list(call: GraphCall, kind: DeletedItem['kind']): GraphResponse {
  return listResponse(call, {
    items: call.world.directory.deletedItems().filter((item) => item.kind === kind),
    toWire: (item) => deletedWire(item, bareWire(call.world, objectOf(item))),
    context: kind === 'user' ? 'users' : 'groups',
    defaultSelect: (item) => shownNames(call.version, objectOf(item)),
    advanced: true,
  });
}

function getItem(call: GraphCall): GraphResponse {
  const item = call.world.directory.deletedItem(call.params['id'] ?? '');
  if (item === undefined) return unknown(call);
  return entityResponse(call, {
    item,
    toWire: (one) => deletedWire(one, objectWire(call.world, objectOf(one))),
    context: 'directoryObjects/$entity',
    defaultSelect: (one) => shownNames(call.version, objectOf(one)),
  });
}

function restoreItem(call: GraphCall): GraphResponse {
  const { directory } = call.world;
  const id = call.params['id'] ?? '';
  const item = directory.deletedItem(id);
  if (item === undefined) return unknown(call);
  const fault = writeFault(call, item);
  if (fault !== undefined) return fault;
  if (directory.restore(id) === 'taken') {
    return taken('userPrincipalName');
  }
  return objectResponse(call, objectOf(item));
}

function purgeItem(call: GraphCall): GraphResponse {
  const { directory } = call.world;
  const id = call.params['id'] ?? '';
  const item = directory.deletedItem(id);
  if (item === undefined) return unknown(call);
  const fault = writeFault(call, item);
  if (fault !== undefined) return fault;
  directory.purge(id);
  return noContent;
}

function unknown({ params }: GraphCall): GraphResponse {
  const id = params['id'] ?? '';
  return idFault(id) ?? notFound(id);
}

/** Each kind of object has permissions and roles of its own. */
function writeFault(call: GraphCall, item: DeletedItem): GraphResponse | undefined {
  const enough = item.kind === 'user' ? ['user.deleterestore.all', 'user.readwrite.all'] : ['group.readwrite.all'];
  const has = permissionsOf(call.caller).some((name) => enough.includes(name.toLowerCase()));
  if (!has) return forbidden();
  return item.kind === 'user' ? userWriteFault(call) : groupWriteFault(call, item.id);
}
