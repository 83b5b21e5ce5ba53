import { createHash } from 'node:crypto';
import { mediaTypeOf } from '../../../http/media-types.ts';
import { type JsonObject, property } from '../../../json/json.ts';
import type { Entity, ObjectStore } from '../../store/object-store.ts';
import type { TypedCall } from '../../typed/typed-call.ts';
import { quickXorHash } from './quick-xor-hash.ts';

export type ConflictBehavior = 'fail' | 'rename' | 'replace';

/** A drive and its items, which are in the store of all objects, below `drives/{id}/items`. */
export type DriveTree = {
  readonly id: string;
  readonly kind: 'personal' | 'business' | 'documentLibrary';
  /** The base of the drive's own web pages. */
  readonly webUrl: string;
  readonly root: Entity;
  readonly item: (id: string) => Entity | undefined;
  readonly children: (folder: Entity) => readonly Entity[];
  readonly child: (folder: Entity, name: string) => Entity | undefined;
  readonly parent: (item: Entity) => Entity | undefined;
  /** Names from the root down to the item. */
  readonly names: (item: Entity) => readonly string[];
  readonly size: (item: Entity) => number;
  readonly content: (item: Entity) => Buffer | undefined;
  /** A new file or folder; its name is free. */
  readonly add: (folder: Entity, values: JsonObject & { readonly name: string }, content?: Buffer) => Entity;
  readonly setContent: (item: Entity, content: Buffer) => Entity;
  /** Changes properties; with another parent it moves there. */
  readonly change: (item: Entity, values: JsonObject, parent?: Entity) => Entity;
  /** With all that is in it. */
  readonly remove: (item: Entity) => void;
};

export type DriveOwner = {
  readonly path: string;
  readonly kind: DriveTree['kind'];
  readonly webUrl: string;
  /** The id of a drive from a seed. */
  readonly id?: string;
};

/** Ids of drives of work accounts: `b!` and 48 bytes. */
export function driveIdOf({ path, id }: Pick<DriveOwner, 'path' | 'id'>): string {
  return id ?? `b!${createHash('sha384').update(path).digest('base64url')}`;
}

export function driveTree({ store, call, ids }: TypedCall, owner: DriveOwner): DriveTree {
  const id = driveIdOf(owner);
  const items = `drives/${id.toLowerCase()}/items`;
  const { clock } = call.world;
  const entity = (itemId: string, values: JsonObject): Entity => ({
    id: itemId,
    type: 'driveItem',
    path: `${items}/${itemId.toLowerCase()}`,
    values: {
      ...values,
      createdDateTime: clock.timestamp(),
      lastModifiedDateTime: clock.timestamp(),
      createdBy: identity(call),
      lastModifiedBy: identity(call),
    },
    revision: 1,
    origin: 'typed',
  });
  const rootId = rootIdOf(id);
  const rootPath = `${items}/${rootId.toLowerCase()}`;
  if (store.get(rootPath) === undefined) store.set(entity(rootId, { name: 'root', folder: {}, root: {} }));
  const root = store.get(rootPath) as Entity;
  const placed = (one: Entity): string | undefined => {
    const reference = property(one.values, 'parentReference');
    const parentId = property(reference, 'id');
    return typeof parentId === 'string' ? parentId.toLowerCase() : undefined;
  };
  const item = (itemId: string): Entity | undefined => store.get(`${items}/${itemId.toLowerCase()}`);
  const children = (folder: Entity): readonly Entity[] =>
    store.inside(items).filter((one) => placed(one) === folder.id.toLowerCase());
  const parent = (one: Entity): Entity | undefined => {
    const parentId = placed(one);
    return parentId === undefined ? undefined : item(parentId);
  };
  const names = (one: Entity): readonly string[] => {
    const above = parent(one);
    return above === undefined ? [] : [...names(above), nameOf(one)];
  };
  const content = (one: Entity): Buffer | undefined => store.stream(`${one.path}/content`)?.content;
  const setContent: DriveTree['setContent'] = (one, bytes) => {
    const mimeType = mediaTypeOf(nameOf(one));
    store.setStream(`${one.path}/content`, { type: mimeType, content: bytes });
    return write(store, one, {
      file: { mimeType, hashes: { quickXorHash: quickXorHash(bytes) } },
      size: bytes.length,
      ...changedNow(),
    });
  };
  const changedNow = (): JsonObject => ({ lastModifiedDateTime: clock.timestamp(), lastModifiedBy: identity(call) });
  const remove = (one: Entity): void => {
    for (const below of children(one)) remove(below);
    store.setStream(`${one.path}/content`, undefined);
    store.remove(one.path);
  };
  return {
    id,
    kind: owner.kind,
    webUrl: owner.webUrl,
    root,
    item,
    children,
    child: (folder, name) => children(folder).find((one) => nameOf(one).toLowerCase() === name.toLowerCase()),
    parent,
    names,
    size: (one) => {
      const below = (at: Entity): number =>
        content(at)?.length ??
        sizeOf(at, children(at).length === 0) ??
        children(at).reduce((sum, next) => sum + below(next), 0);
      return below(one);
    },
    content,
    add: (folder, values, bytes) => {
      const made = entity(itemIdOf(ids.uuid()), { ...values, parentReference: { driveId: id, id: folder.id } });
      store.set(made);
      return bytes === undefined ? made : setContent(made, bytes);
    },
    setContent,
    change: (one, values, above) =>
      write(store, one, {
        ...values,
        ...(above !== undefined && { parentReference: { driveId: id, id: above.id } }),
        ...changedNow(),
      }),
    remove,
  };
}

export function nameOf({ values }: Entity): string {
  return String(property(values, 'name') ?? '');
}

/** The size of a file with unknown bytes, or of a seed's folder with unknown content. */
function sizeOf(one: Entity, isEmpty: boolean): number | undefined {
  const size = property(one.values, 'size');
  return typeof size === 'number' && (!isFolder(one) || (isEmpty && one.origin === 'seeded')) ? size : undefined;
}

export const isFolder = ({ values }: Entity): boolean => property(values, 'folder') !== undefined;

/** A name that is free: `notes 1.txt` beside `notes.txt`. */
export function freeName(tree: DriveTree, folder: Entity, name: string): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
  for (let count = 1; ; count++) {
    const candidate = `${stem} ${count}${ending}`;
    if (tree.child(folder, candidate) === undefined) return candidate;
  }
}

function write(store: ObjectStore, { path }: Entity, values: JsonObject): Entity {
  const before = store.get(path) as Entity;
  const after: Entity = { ...before, values: { ...before.values, ...values }, revision: before.revision + 1 };
  store.set(after);
  return after;
}

export const rootIdOf = (driveId: string): string => itemIdOf(`${driveId}/root`);

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 34 capitals and digits, as SharePoint's ids of items are. */
function itemIdOf(seed: string): string {
  const hash = createHash('sha256').update(seed).digest();
  return `01${[...hash].map((byte) => base32[byte & 31]).join('')}`;
}

function identity({ caller, world }: TypedCall['call']): JsonObject {
  if (caller.kind === 'application') return { application: { id: caller.appId } };
  const user = world.directory.user(caller.userId);
  return { user: { id: caller.userId, displayName: user?.displayName ?? null } };
}
