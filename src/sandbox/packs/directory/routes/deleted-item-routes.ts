import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { holdsOneOf } from '../../../service/caller.ts';
import { forbidden, graphError, notFound } from '../../../service/graph-error.ts';
import { type GraphCall, type GraphResponse, noContent, type Route, route } from '../../../service/route.ts';
import type { Entity } from '../../../store/object-store.ts';
import { readDeleted, readDeletedGroups, readDeletedUsers, restoreDeleted } from '../directory-grants.ts';
import { groupWriteFault, userWriteFault } from '../privileges.ts';
import { idFault } from '../user-access.ts';
import { conflict } from '../wire/directory-errors.ts';
import { namesFor, objectResponse } from '../wire/object-responses.ts';
import { bareWire, listedObject, objectWire, shownNames } from '../wire/object-wire.ts';

const place = '/directory/deletedItems';

export const deletedItemRoutes: readonly Route[] = [
  route('GET', `${place}/microsoft.graph.user`, readDeletedUsers, (call) => list(call, 'user')),
  route('GET', `${place}/microsoft.graph.group`, readDeletedGroups, (call) => list(call, 'group')),
  route('GET', place, readDeleted, listAll),
  route('GET', `${place}/{id}`, readDeleted, getItem),
  route('POST', `${place}/{id}/restore`, restoreDeleted, restoreItem),
  // Only people may delete for good: applications have no such permission.
  route('DELETE', `${place}/{id}`, { delegated: restoreDeleted.delegated, application: [] }, purgeItem),
];

/** All kinds together are not listed (observed). */
function listAll(): GraphResponse {
  const message = 'Searches against this resource are not supported. Only specific instances can be queried.';
  return graphError(400, 'Request_UnsupportedQuery', message);
}

function list(call: GraphCall, kind: 'user' | 'group'): GraphResponse {
  return listResponse(call, {
    items: call.world.directory.deletedItems().filter(({ type }) => type === kind),
    toWire: bareWire,
    context: kind === 'user' ? 'users' : 'groups',
    defaultSelect: (item) => shownNames(call.version, item),
    advanced: true,
    ...namesFor(call, kind),
  });
}

type DeletedItem = NonNullable<ReturnType<GraphCall['world']['directory']['deletedItem']>>;

function getItem(call: GraphCall): GraphResponse {
  const item = call.world.directory.deletedItem(call.params['id'] ?? '');
  if (item === undefined) return unknown(call);
  return entityResponse(call, {
    item,
    toWire: objectWire,
    context: 'directoryObjects/$entity',
    defaultSelect: (one) => shownNames(call.version, one),
  });
}

function restoreItem(call: GraphCall): GraphResponse {
  return onDeleted(call, (item, { directory }) =>
    directory.restore(item.id) === 'taken'
      ? conflict('userPrincipalName')
      : objectResponse(call, listedObject(call.world, item.id) ?? item),
  );
}

function purgeItem(call: GraphCall): GraphResponse {
  return onDeleted(call, (item, { directory }) => {
    directory.purge(item.id);
    return noContent;
  });
}

/** Changes a deleted item that the caller may change. */
function onDeleted(
  call: GraphCall,
  change: (item: DeletedItem, world: GraphCall['world']) => GraphResponse,
): GraphResponse {
  const item = call.world.directory.deletedItem(call.params['id'] ?? '');
  if (item === undefined) return unknown(call);
  return writeFault(call, item) ?? change(item, call.world);
}

function unknown({ params }: GraphCall): GraphResponse {
  const id = params['id'] ?? '';
  return idFault(id) ?? notFound(id);
}

/** Each kind of object has permissions and roles of its own. */
function writeFault(call: GraphCall, item: Entity): GraphResponse | undefined {
  const enough = item.type === 'user' ? ['User.DeleteRestore.All', 'User.ReadWrite.All'] : ['Group.ReadWrite.All'];
  if (!holdsOneOf(call.caller, enough)) return forbidden();
  return item.type === 'user' ? userWriteFault(call) : groupWriteFault(call, item.id);
}
