import { isJsonObject, type JsonObject, property } from '../../../json/json.ts';
import { contextOf } from '../../odata/response-parts.ts';
import { labeled, modeled } from '../../service/response-label.ts';
import type { GraphResponse } from '../../service/route.ts';
import { ok } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { TypedCall } from '../../typed/typed-call.ts';
import { WriteRefused } from '../../typed/typed-write.ts';
import { attachmentResponse } from './attachment-upload.ts';
import { type DriveAddress, driveAddress } from './drive-address.ts';
import { type DriveOwner, driveIdOf, driveTree, isFolder, nameOf } from './drive-tree.ts';
import type { DriveVisit, Spot } from './drive-visit.ts';
import { accessDenied, invalidRequest, itemNotFound, nameTaken, notAllowed } from './file-error.ts';
import type { FileLinks } from './file-links.ts';
import { mayUse } from './files-access.ts';
import {
  childrenResponse,
  contentResponse,
  copyResponse,
  createUploadResponse,
  itemResponse,
  searchResponse,
} from './item-routes.ts';
import { driveWire } from './item-wire.ts';
import { otherContentResponse, reportResponse } from './other-content.ts';

/** Responds to a request of the typed layer, or passes it on. */
export type FilesPack = (typed: TypedCall, next: (typed: TypedCall) => GraphResponse) => GraphResponse;

/** Drives, uploads, and the bodies that are not JSON. Everything else of a drive item is typed. */
export function filesPack(links: FileLinks): FilesPack {
  // Drives that were requested, by their ids.
  const owners = new Map<string, Owner>();
  return (typed, next) => {
    try {
      const address = driveAddress(typed);
      const owner = address && ownerOf(typed, address, owners);
      if (address === undefined || owner === undefined) {
        const report = reportResponse(typed, next, links);
        if (report !== undefined) return report;
        const special = attachmentResponse(typed, links) ?? otherContentResponse(typed, next);
        return special === undefined ? next(typed) : labeled(special, special.label ?? modeled);
      }
      const kind = typed.method === 'GET' ? 'read' : 'write';
      if (!mayUse(typed.call.caller, kind, owner.isOwn)) return labeled(accessDenied, modeled);
      const tree = driveTree(typed, owner);
      const visit = { typed, tree, links, context: `drives('${tree.id}')` };
      const response = responseIn(visit, address, owner);
      return response === undefined
        ? next(within(typed, visit, address))
        : labeled(response, response.label ?? modeled);
    } catch (error) {
      if (error instanceof WriteRefused) return labeled(error.response, modeled);
      throw error;
    }
  };
}

type Owner = DriveOwner & { readonly isOwn: boolean; readonly wire: JsonObject };

function ownerOf(typed: TypedCall, address: DriveAddress, met: Map<string, Owner>): Owner | undefined {
  const { set, id } = address.owner;
  const { directory, filesOrigin } = typed.call.world;
  if (set === 'drives')
    return met.get(id.toLowerCase()) ?? everyOwner(typed, met).get(id.toLowerCase()) ?? ofSeed(typed, address);
  const owner = set === 'users' ? ofUser(typed, id) : set === 'groups' ? ofGroup(typed, id) : ofSite(id);
  if (owner !== undefined) met.set(driveIdOf(owner).toLowerCase(), owner);
  return owner;

  function ofUser({ call }: TypedCall, key: string): Owner | undefined {
    const user = directory.user(key);
    if (user === undefined) return undefined;
    const name = user.userPrincipalName.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
    const isOwn = call.caller.kind === 'delegated' && call.caller.userId === user.id;
    return {
      path: `users/${user.id}`,
      kind: 'business',
      webUrl: `${filesOrigin}/personal/${name}/Documents`,
      isOwn,
      wire: { user: { id: user.id, displayName: user.displayName } },
    };
  }

  function ofGroup(_: TypedCall, key: string): Owner | undefined {
    const group = directory.group(key);
    if (group === undefined || !group.groupTypes.includes('Unified')) return undefined;
    const webUrl = `${filesOrigin}/sites/${group.mailNickname}/Shared%20Documents`;
    return {
      path: `groups/${group.id}`,
      kind: 'documentLibrary',
      webUrl,
      isOwn: false,
      wire: { group: { id: group.id, displayName: group.displayName } },
    };
  }

  /** A drive that a seed has, where the requested item is named in it. */
  function ofSeed({ store }: TypedCall, { names }: DriveAddress): Owner | undefined {
    const drive = names.length === 0 ? undefined : store.get(`drives/${id.toLowerCase()}`);
    if (drive === undefined) return undefined;
    const webUrl = property(drive.values, 'webUrl');
    const owner = property(drive.values, 'owner');
    return {
      path: drive.path,
      id: drive.id,
      kind: 'documentLibrary',
      webUrl: typeof webUrl === 'string' ? webUrl : `${filesOrigin}/Shared%20Documents`,
      isOwn: false,
      wire: isJsonObject(owner) ? owner : {},
    };
  }

  function ofSite(key: string): Owner | undefined {
    if (key.toLowerCase() !== 'root') return undefined;
    return {
      path: 'sites/root',
      kind: 'documentLibrary',
      webUrl: `${filesOrigin}/Shared%20Documents`,
      isOwn: false,
      wire: { user: { displayName: 'System Account' } },
    };
  }
}

/** The drives of all users, for ids that were learned elsewhere. */
function everyOwner(typed: TypedCall, met: Map<string, Owner>): ReadonlyMap<string, Owner> {
  const { directory } = typed.call.world;
  const at = (set: string, id: string): DriveAddress => ({
    owner: { set, id },
    from: { kind: 'drive' },
    names: [],
    rest: [],
  });
  for (const { id } of directory.users()) ownerOf(typed, at('users', id), met);
  for (const { id } of directory.groups()) ownerOf(typed, at('groups', id), met);
  ownerOf(typed, at('sites', 'root'), met);
  return met;
}

/** `undefined`: no more than its metadata is known of it. */
function responseIn(visit: DriveVisit, address: DriveAddress, owner: Owner): GraphResponse | undefined {
  const { typed, tree } = visit;
  if (address.from.kind === 'drive') {
    if (address.rest.length === 0 && typed.method === 'DELETE') return notAllowed(typed.method, ['GET']);
    if (address.rest.length > 0 || typed.method !== 'GET') return undefined;
    return ok({ '@odata.context': contextOf(typed.call, 'drives/$entity', undefined), ...driveWire(tree, owner.wire) });
  }
  const start = startOf(visit, address);
  if (start === undefined) {
    // Items that a seed put elsewhere are shown by the metadata.
    const key = address.from.kind === 'item' ? address.from.key : '';
    return typed.store.byId(key) === undefined ? itemNotFound : undefined;
  }
  const spot = spotAt(visit, start, address.names);
  if ('status' in spot) return spot;
  return responseAt(visit, spot, address.rest);
}

function startOf({ tree }: DriveVisit, { from }: DriveAddress): Entity | undefined {
  switch (from.kind) {
    case 'item':
      return from.key.toLowerCase() === 'root' ? tree.root : tree.item(from.key);
    case 'special': {
      const name = `${from.key.slice(0, 1).toUpperCase()}${from.key.slice(1)}`;
      // The service creates these folders on first use.
      return (
        tree.child(tree.root, name) ?? tree.add(tree.root, { name, folder: {}, specialFolder: { name: from.key } })
      );
    }
    default:
      return tree.root;
  }
}

/** Follows names from an item; folders on the way to a new file are made. */
function spotAt({ typed, tree }: DriveVisit, start: Entity, names: readonly string[]): Spot | GraphResponse {
  const last = names.at(-1);
  if (last === undefined) return { folder: tree.parent(start) ?? start, name: nameOf(start), item: start };
  let folder = start;
  for (const name of names.slice(0, -1)) {
    const next = tree.child(folder, name);
    if (next !== undefined && !isFolder(next)) return nameTaken;
    if (next === undefined && typed.method !== 'PUT' && typed.method !== 'POST') return itemNotFound;
    folder = next ?? tree.add(folder, { name, folder: {} });
  }
  return { folder, name: last, item: tree.child(folder, last) };
}

function responseAt(visit: DriveVisit, spot: Spot, rest: readonly string[]): GraphResponse | undefined {
  const [first = '', ...more] = rest;
  const word = first.replace(/^microsoft\.graph\./i, '').toLowerCase();
  if (more.length === 0 && word === 'content') {
    return visit.typed.method === 'PUT' && spot.item !== undefined && isFolder(spot.item)
      ? invalidRequest('A folder has no content.')
      : contentResponse(visit, spot);
  }
  if (more.length === 0 && word === 'createuploadsession') return createUploadResponse(visit, spot);
  const { item } = spot;
  if (item === undefined) return itemNotFound;
  if (rest.length === 0) return itemResponse(visit, item);
  if (word === 'children') return more.length === 0 ? childrenResponse(visit, item) : withChild(visit, item, more);
  const [, text] = /^search\(q='(.*)'\)$/i.exec(first) ?? [];
  if (text !== undefined && visit.typed.method === 'GET')
    return searchResponse(visit, item, text.replaceAll("''", "'"));
  return word === 'copy' && more.length === 0 ? copyResponse(visit, item) : undefined;
}

/** `children/{id or name}/…`. */
function withChild(
  visit: DriveVisit,
  folder: Entity,
  [key = '', ...rest]: readonly string[],
): GraphResponse | undefined {
  const { tree } = visit;
  const item =
    tree.children(folder).find((one) => one.id.toLowerCase() === key.toLowerCase()) ?? tree.child(folder, key);
  if (item !== undefined) return responseAt(visit, { folder, name: nameOf(item), item }, rest);
  return rest[0]?.toLowerCase() === 'content' ? responseAt(visit, { folder, name: key, item }, rest) : itemNotFound;
}

/** The request as the metadata reads it: the item by its id. */
function within(typed: TypedCall, visit: DriveVisit, address: DriveAddress): TypedCall {
  const { tree } = visit;
  const start = address.from.kind === 'drive' ? undefined : startOf(visit, address);
  const spot = start && spotAt(visit, start, address.names);
  const item = spot !== undefined && 'item' in spot ? spot.item : undefined;
  if (address.from.kind !== 'drive' && item === undefined) return typed;
  const place = item === undefined ? ['drives', tree.id] : ['drives', tree.id, 'items', item.id];
  const segments = [...place, ...address.rest];
  if (typed.store.get(`drives/${tree.id.toLowerCase()}`) === undefined) {
    typed.store.set({
      id: tree.id,
      type: 'drive',
      path: `drives/${tree.id.toLowerCase()}`,
      values: { driveType: tree.kind },
      revision: 1,
      origin: 'typed',
    });
  }
  return { ...typed, segments, call: { ...typed.call, path: `/${segments.join('/')}` } };
}
