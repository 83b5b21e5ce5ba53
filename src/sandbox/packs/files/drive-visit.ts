import { isJsonObject, type JsonObject, property } from '../../../json/json.ts';
import { contextOf } from '../../odata/response-parts.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { TypedCall } from '../../typed/typed-call.ts';
import { type ConflictBehavior, type DriveTree, freeName, isFolder } from './drive-tree.ts';
import { nameTaken } from './file-error.ts';
import type { FileLinks } from './file-links.ts';
import { itemWire } from './item-wire.ts';

/** A request that has arrived in a drive. */
export type DriveVisit = {
  readonly typed: TypedCall;
  readonly tree: DriveTree;
  readonly links: FileLinks;
  /** The drive as its path spells it, in `@odata.context`: `users('…')/drive`. */
  readonly context: string;
};

/** The place of an item: in a folder, under a name; `item`: the existing one. */
export type Spot = { readonly folder: Entity; readonly name: string; readonly item: Entity | undefined };

const downloadSeconds = 3600;

export function wireOf({ tree, links }: DriveVisit, item: Entity): JsonObject {
  const content = tree.content(item);
  if (content === undefined) return itemWire(tree, item);
  return itemWire(tree, item, downloadUrl({ tree, links }, item));
}

/** A new address for the bytes that a file has by then. */
export function downloadUrl({ tree, links }: Pick<DriveVisit, 'tree' | 'links'>, item: Entity): string {
  return links.make('download', downloadSeconds, ({ method, headers }) => {
    // A seed has no bytes.
    const content = tree.content(item) ?? (tree.item(item.id) === undefined ? undefined : Buffer.alloc(0));
    if (content === undefined || method !== 'GET')
      return { status: 404, body: { error: { code: 'itemNotFound', message: 'The file is gone.' } } };
    const file = property(tree.item(item.id)?.values ?? {}, 'file');
    const type = isJsonObject(file ?? null)
      ? String(property(file as JsonObject, 'mimeType'))
      : 'application/octet-stream';
    return partOf(content, headers['range']) ?? { status: 200, headers: { 'content-type': type }, content };
  }).url;
}

/** `Range: bytes=0-1023`; `undefined`: the whole file. */
function partOf(content: Buffer, range: string | undefined): GraphResponse | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const start = Number(first ?? Number.NaN);
  if (!(start < content.length)) return undefined;
  const part = content.subarray(start, last === undefined || last === '' ? undefined : Number(last) + 1);
  const span = `bytes ${start}-${start + part.length - 1}/${content.length}`;
  return {
    status: 206,
    headers: { 'content-type': 'application/octet-stream', 'content-range': span },
    content: part,
  };
}

export function shown(visit: DriveVisit, item: Entity, status: 200 | 201): GraphResponse {
  const context = contextOf(visit.typed.call, `${visit.context}/items/$entity`, undefined);
  return { status, body: { '@odata.context': context, ...wireOf(visit, item) } };
}

/** The conflict behavior that the caller requests: in the query, or in the body of a new item. */
export function conflictOf(visit: DriveVisit, body: JsonObject, otherwise: ConflictBehavior): ConflictBehavior {
  const names = ['@microsoft.graph.conflictBehavior', '@name.conflictBehavior'];
  const written = names
    .map((name) => visit.typed.call.query.get(name) ?? property(body, name))
    .find((one) => one !== undefined && one !== null);
  const behavior = String(written ?? otherwise).toLowerCase();
  return behavior === 'fail' || behavior === 'rename' || behavior === 'replace' ? behavior : otherwise;
}

/** Puts a file where it belongs, or refuses because the name is taken. */
export function putFile(
  visit: DriveVisit,
  spot: Spot,
  {
    content,
    conflict,
    values = {},
  }: { readonly content: Buffer; readonly conflict: ConflictBehavior; readonly values?: JsonObject },
): GraphResponse {
  const { tree } = visit;
  const { folder, name } = spot;
  const there = tree.child(folder, name);
  if (there !== undefined && (conflict === 'fail' || isFolder(there))) return nameTaken;
  if (there !== undefined && conflict === 'replace')
    return shown(visit, tree.setContent(tree.change(there, values), content), 200);
  const free = there === undefined ? name : freeName(tree, folder, name);
  return shown(visit, tree.add(folder, { ...values, name: free }, content), 201);
}
