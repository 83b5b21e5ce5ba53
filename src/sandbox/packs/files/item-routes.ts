import { decoded } from '../../../decoded.ts';
import { defined } from '../../../defined.ts';
import { isJsonObject, type JsonObject, property } from '../../../json/json.ts';
import { entityResponse, listResponse } from '../../odata/list-response.ts';
import { graphError } from '../../service/graph-error.ts';
import { contentOf } from '../../service/read-request.ts';
import { type GraphResponse, noContent, ok } from '../../service/route.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import type { Entity } from '../../store/object-store.ts';
import { actionParameters } from '../../typed/typed-operations.ts';
import { viewOf } from '../../typed/typed-read.ts';
import { objectOf, readBody } from '../../typed/typed-write.ts';
import { type DriveTree, freeName, isFolder, nameOf } from './drive-tree.ts';
import { conflictOf, type DriveVisit, downloadUrl, putFile, type Spot, shown, wireOf } from './drive-visit.ts';
import { invalidRequest, itemNotFound, nameTaken, notAllowed } from './file-error.ts';
import { openUpload } from './upload-session.ts';

/** Operations on an existing item. */
export function itemResponse(visit: DriveVisit, item: Entity): GraphResponse {
  const { typed, tree } = visit;
  const stale = typed.method === 'GET' ? undefined : staleFault(visit, item);
  if (stale !== undefined) return stale;
  switch (typed.method) {
    case 'GET':
      return entityResponse(typed.call, {
        item,
        toWire: (one) => wireOf(visit, one),
        context: `${visit.context}/items/$entity`,
        ...namesOf(visit),
      });
    case 'PATCH':
      return changed(visit, item);
    case 'DELETE':
      if (item.id === tree.root.id) return invalidRequest('The root of a drive cannot be deleted.');
      tree.remove(item);
      return noContent;
    default:
      return notAllowed(typed.method, ['DELETE', 'GET', 'PATCH']);
  }
}

/** Why an item is not the version that `If-Match` names. */
function staleFault(visit: DriveVisit, item: Entity): GraphResponse | undefined {
  const wanted = visit.typed.call.headers['if-match']?.trim();
  const { eTag, cTag } = wireOf(visit, item);
  const isCurrent = wanted === undefined || wanted === '*' || wanted === eTag || wanted === cTag;
  return isCurrent ? undefined : graphError(412, 'resourceModified', 'ETag does not match current item.');
}

/** What a query may name of items. */
function namesOf(visit: DriveVisit) {
  const { expand, properties } = viewOf(visit.typed, 'driveItem');
  const children = (item: Entity) => visit.tree.children(item).map((one) => wireOf(visit, one));
  return { expand: { ...expand, children }, ...defined({ properties }) };
}

export function childrenResponse(visit: DriveVisit, folder: Entity): GraphResponse {
  const { typed, tree, context } = visit;
  if (typed.method === 'GET') {
    return listResponse(typed.call, {
      items: tree.children(folder),
      toWire: (one) => wireOf(visit, one),
      context: `${context}/items('${folder.id}')/children`,
      ...namesOf(visit),
      pageSize: 200,
    });
  }
  if (typed.method !== 'POST') return notAllowed(typed.method, ['GET', 'POST']);
  const body = checkedBody(visit);
  const name = property(body, 'name');
  if (typeof name !== 'string' || !isName(name)) return invalidRequest("The property 'name' is a file name.");
  if (property(body, 'folder') === undefined && property(body, 'file') === undefined) {
    return invalidRequest("A new item has the property 'folder' or 'file'.");
  }
  const conflict = conflictOf(visit, body, 'fail');
  if (property(body, 'folder') === undefined)
    return putFile(visit, { folder, name, item: undefined }, { content: Buffer.alloc(0), conflict });
  const there = tree.child(folder, name);
  if (there !== undefined && conflict === 'replace' && isFolder(there)) return shown(visit, there, 200);
  if (there !== undefined && conflict !== 'rename') return nameTaken;
  const free = there === undefined ? name : freeName(tree, folder, name);
  return shown(visit, tree.add(folder, { name: free, folder: {} }), 201);
}

/** Items below the folder whose names contain the text. */
export function searchResponse(visit: DriveVisit, folder: Entity, text: string): GraphResponse {
  const below = (one: Entity): readonly Entity[] => visit.tree.children(one).flatMap((next) => [next, ...below(next)]);
  const items = below(folder).filter((one) => nameOf(one).toLowerCase().includes(text.toLowerCase()));
  return listResponse(visit.typed.call, {
    items,
    toWire: (one) => wireOf(visit, one),
    context: 'Collection(driveItem)',
  });
}

/** https://learn.microsoft.com/graph/api/driveitem-get-content: a redirect to an address that needs no token. */
export function contentResponse(visit: DriveVisit, spot: Spot): GraphResponse {
  const { typed } = visit;
  const { item } = spot;
  if (typed.method === 'GET') {
    if (item === undefined) return itemNotFound;
    if (isFolder(item)) return invalidRequest('A folder has no content.');
    return { status: 302, headers: { location: downloadUrl(visit, item) } };
  }
  if (typed.method !== 'PUT') return notAllowed(typed.method, ['GET', 'PUT']);
  const content = contentOf(typed.request) ?? Buffer.alloc(0);
  return putFile(visit, spot, { content, conflict: conflictOf(visit, {}, 'replace') });
}

export function createUploadResponse(visit: DriveVisit, spot: Spot): GraphResponse {
  const { typed, links } = visit;
  if (typed.method !== 'POST') return notAllowed(typed.method, ['POST']);
  const body = objectOf(typed);
  const given = property(body, 'item') ?? {};
  if (!isJsonObject(given)) return invalidRequest("The parameter 'item' is an object.");
  const unknown = Object.keys(given).find((name) => !name.includes('@') && !uploadable.has(name));
  if (unknown !== undefined)
    return invalidRequest(`The property '${unknown}' does not exist on type 'driveItemUploadableProperties'.`);
  const conflict = conflictOf(visit, given, spot.item === undefined ? 'fail' : 'replace');
  if (spot.item !== undefined && conflict === 'fail') return nameTaken;
  const [description, size, name] = ['description', 'fileSize', 'name'].map((one) => property(given, one));
  const target = typeof name === 'string' && spot.item === undefined ? { ...spot, name } : spot;
  if (!isName(target.name)) return invalidRequest("The property 'name' is a file name.");
  const values = typeof description === 'string' ? { description } : {};
  const link = openUpload(links, {
    commit: (content) => putFile(visit, target, { content, conflict, values }),
    progress: 202,
    deferred: property(body, 'deferCommit') === true,
    ...(typeof size === 'number' ? { size } : {}),
  });
  return ok({
    '@odata.context': `${typed.call.world.origin}/${typed.call.version}/$metadata#microsoft.graph.uploadSession`,
    uploadUrl: link.url,
    expirationDateTime: timestampOf(link.expiresMs),
    nextExpectedRanges: ['0-'],
  });
}

const uploadable: ReadonlySet<string> = new Set([
  'name',
  'description',
  'fileSize',
  'fileSystemInfo',
  'driveItemSource',
  'mediaSource',
]);

/** https://support.microsoft.com/office/restrictions-and-limitations-in-onedrive-and-sharepoint: these never are in names. */
const isName = (name: string): boolean => name !== '' && name.length <= 255 && !/["*:<>?/\\|]|^\s|\s$/.test(name);

/** A body that the type of items allows. */
function checkedBody({ typed }: DriveVisit): JsonObject {
  const type = typed.model.type('driveItem');
  if (type !== undefined) readBody(typed, type);
  return objectOf(typed);
}

/** The folder that a body names by its id, or by its path from the root; otherwise the item's own. */
function folderNamed(tree: DriveTree, body: JsonObject, item: Entity): Entity | 'nowhere' | undefined {
  const reference = property(body, 'parentReference');
  const [id, path] = ['id', 'path'].map((name) => property(reference, name));
  const names = /(?:^|\/)root:?(?:\/|$)(.*)/.exec(typeof path === 'string' ? path : '')?.[1]?.split('/');
  if (typeof id !== 'string' && names === undefined) return tree.parent(item);
  const below = (at: Entity | undefined, name: string) => at && tree.child(at, decoded(name));
  const found =
    typeof id === 'string' && id.toLowerCase() !== 'root'
      ? tree.item(id)
      : (names ?? []).filter((name) => name !== '').reduce<Entity | undefined>(below, tree.root);
  return found !== undefined && isFolder(found) ? found : 'nowhere';
}

/** Another name, another folder, a description. */
function changed(visit: DriveVisit, item: Entity): GraphResponse {
  const { tree } = visit;
  const body = checkedBody(visit);
  const parent = folderNamed(tree, body, item);
  if (parent === 'nowhere') return itemNotFound;
  const written = property(body, 'name');
  const name = typeof written === 'string' ? written : nameOf(item);
  if (!isName(name)) return invalidRequest("The property 'name' is a file name.");
  const there = parent === undefined ? undefined : tree.child(parent, name);
  if (there !== undefined && there.id !== item.id) return nameTaken;
  const kept = ['description', 'fileSystemInfo'].flatMap((one) => {
    const value = property(body, one);
    return value === undefined ? [] : [[one, value] as const];
  });
  return shown(visit, tree.change(item, { ...Object.fromEntries(kept), name }, parent), 200);
}

const copySeconds = 5;

/**
 * https://learn.microsoft.com/graph/long-running-actions-overview: the copy is made later, and an address shows its
 * progress.
 */
export function copyResponse(visit: DriveVisit, item: Entity): GraphResponse {
  const { typed, tree, links } = visit;
  if (typed.method !== 'POST') return notAllowed(typed.method, ['POST']);
  const [action] = typed.model.operations('copy', { name: 'driveItem', collection: false });
  const body = action === undefined ? objectOf(typed) : actionParameters(typed, action);
  const parent = folderNamed(tree, body, item);
  if (parent === undefined || parent === 'nowhere') return itemNotFound;
  const written = property(body, 'name');
  const name = typeof written === 'string' ? written : nameOf(item);
  if (!isName(name)) return invalidRequest("The property 'name' is a file name.");
  if (tree.child(parent, name) !== undefined) return nameTaken;
  const { clock } = typed.call.world;
  const doneMs = clock.now() + copySeconds * 1000;
  const copy = copied(visit, item, { parent, name });
  const link = links.make('monitor', 24 * 3600, () => {
    const isDone = clock.now() >= doneMs;
    const state = isDone
      ? { percentageComplete: 100, resourceId: copy.id, status: 'completed' }
      : { operation: 'ItemCopy', percentageComplete: 20, status: 'inProgress' };
    return { status: isDone ? 200 : 202, body: state };
  });
  return { status: 202, headers: { location: link.url } };
}

function copied(visit: DriveVisit, item: Entity, to: { readonly parent: Entity; readonly name: string }): Entity {
  const { tree } = visit;
  const content = tree.content(item);
  if (content !== undefined) return tree.add(to.parent, { name: to.name }, content);
  const folder = tree.add(to.parent, { name: to.name, folder: {} });
  for (const one of tree.children(item)) copied(visit, one, { parent: folder, name: nameOf(one) });
  return folder;
}
