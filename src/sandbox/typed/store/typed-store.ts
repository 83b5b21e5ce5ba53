import type { JsonObject } from '../../../json/json.ts';

/** An object of any type. Its path, in lower case, is its identity: `applications/3f…`, `groups/7a…/team`. */
export type Entity = {
  readonly id: string;
  readonly type: string;
  readonly path: string;
  /** Structural properties that were set, by their declared names. */
  readonly values: JsonObject;
  /** Goes up with each change: what ETags are made of. */
  readonly revision: number;
  readonly origin: Origin;
};

/** `modeled`: a pack has it, and it is only read here. */
export type Origin = 'typed' | 'seeded' | 'modeled';

type Stream = { readonly type: string; readonly content: Buffer };

/**
 * Everything that the typed layer remembers. Objects that packs have are not in it: only what was changed of them, and that
 * they were removed.
 */
export type TypedStore = {
  readonly get: (path: string) => Entity | undefined;
  readonly set: (entity: Entity) => void;
  /** With all that lives inside of it. */
  readonly remove: (path: string) => void;
  /** All that lives inside of an object that a pack had. */
  readonly removeWithin: (path: string) => void;
  /** Objects of a collection, in the order in which they were added. */
  readonly inside: (collection: string) => readonly Entity[];
  /** The first that was put in, of those that fit. */
  readonly byId: (id: string, fits?: (entity: Entity) => boolean) => Entity | undefined;
  readonly all: () => Iterable<Entity>;
  /** Ids of the targets of a navigation property that refers to objects elsewhere. */
  readonly links: (path: string) => readonly string[];
  readonly link: (path: string, id: string) => void;
  readonly unlink: (path: string, id: string) => boolean;
  readonly linksTo: (id: string) => readonly string[];
  /** What was changed of an object that a pack has. */
  readonly patch: (path: string) => JsonObject | undefined;
  readonly setPatch: (path: string, values: JsonObject) => void;
  readonly isRemoved: (path: string) => boolean;
  readonly markRemoved: (entity: Entity) => void;
  readonly stream: (path: string) => Stream | undefined;
  readonly setStream: (path: string, stream: Stream | undefined) => void;
  /** Whether anything was written at the path, or as an item of the collection there. */
  readonly touches: (path: string) => boolean;
};

export type StoreChange =
  | { readonly kind: 'set' | 'removed'; readonly entity: Entity }
  | { readonly kind: 'linked' | 'unlinked'; readonly path: string; readonly id: string };

/** `changed` receives each change after it was made. */
export function typedStore(changed: (change: StoreChange) => void = () => {}): TypedStore {
  const entities = new Map<string, Entity>();
  const collections = new Map<string, Map<string, Entity>>();
  // Reading a large collection must not copy it each time.
  const listed = new WeakMap<ReadonlyMap<string, Entity>, readonly Entity[]>();
  const ids = new Map<string, Set<string>>();
  const links = new Map<string, string[]>();
  const linkedFrom = new Map<string, Set<string>>();
  const patches = new Map<string, JsonObject>();
  const removed = new Set<string>();
  const streams = new Map<string, Stream>();
  const touched = new Set<string>();
  const touch = (path: string): void => {
    touched.add(path).add(parentOf(path));
  };
  const unlink = (path: string, id: string): boolean => {
    const targets = links.get(path);
    const at = targets?.indexOf(id.toLowerCase()) ?? -1;
    if (at < 0) return false;
    targets?.splice(at, 1);
    linkedFrom.get(id.toLowerCase())?.delete(path);
    changed({ kind: 'unlinked', path, id });
    return true;
  };
  const drop = (entity: Entity): void => {
    entities.delete(entity.path);
    touched.delete(entity.path);
    const siblings = collections.get(parentOf(entity.path));
    if (siblings?.delete(entity.path) === true) listed.delete(siblings);
    const places = ids.get(entity.id.toLowerCase());
    places?.delete(entity.path);
    if (places?.size === 0) ids.delete(entity.id.toLowerCase());
    for (const from of [...(linkedFrom.get(entity.id.toLowerCase()) ?? [])]) unlink(from, entity.id);
    streams.delete(entity.path);
    changed({ kind: 'removed', entity });
  };
  const removeWithin = (path: string): void => {
    const within = `${path}/`;
    for (const one of [...entities.values()]) if (one.path.startsWith(within)) drop(one);
    for (const [from, targets] of links) if (from.startsWith(within)) for (const id of [...targets]) unlink(from, id);
  };
  return {
    get: (path) => entities.get(path),
    set: (entity) => {
      const parent = parentOf(entity.path);
      const siblings = collections.get(parent) ?? new Map<string, Entity>();
      collections.set(parent, siblings.set(entity.path, entity));
      listed.delete(siblings);
      const places = ids.get(entity.id.toLowerCase()) ?? new Set<string>();
      ids.set(entity.id.toLowerCase(), places.add(entity.path));
      entities.set(entity.path, entity);
      removed.delete(entity.path);
      touch(entity.path);
      changed({ kind: 'set', entity });
    },
    remove: (path) => {
      const found = entities.get(path);
      if (found === undefined) return;
      drop(found);
      removeWithin(path);
    },
    removeWithin,
    inside: (collection) => {
      const items = collections.get(collection);
      if (items === undefined) return [];
      const known = listed.get(items) ?? [...items.values()];
      listed.set(items, known);
      return known;
    },
    byId: (id, fits = () => true) => {
      for (const path of ids.get(id.toLowerCase()) ?? []) {
        const found = entities.get(path);
        if (found !== undefined && fits(found)) return found;
      }
      return undefined;
    },
    all: () => entities.values(),
    links: (path) => links.get(path) ?? [],
    link: (path, id) => {
      const targets = links.get(path) ?? [];
      const lower = id.toLowerCase();
      if (!targets.includes(lower)) targets.push(lower);
      links.set(path, targets);
      changed({ kind: 'linked', path, id });
      linkedFrom.set(lower, (linkedFrom.get(lower) ?? new Set()).add(path));
      touch(path);
    },
    unlink,
    linksTo: (id) => [...(linkedFrom.get(id.toLowerCase()) ?? [])],
    patch: (path) => patches.get(path),
    setPatch: (path, values) => {
      patches.set(path, values);
      touch(path);
    },
    isRemoved: (path) => removed.has(path),
    markRemoved: (entity) => {
      removed.add(entity.path);
      touch(entity.path);
      changed({ kind: 'removed', entity });
    },
    stream: (path) => streams.get(path),
    setStream: (path, stream) => {
      if (stream === undefined) streams.delete(path);
      else streams.set(path, stream);
    },
    touches: (path) => touched.has(path),
  };
}

/** Writes some properties of an object: of its own, or over what a pack has. */
export function changed(store: TypedStore, entity: Entity, values: JsonObject): Entity {
  const after: Entity = { ...entity, values: { ...entity.values, ...values }, revision: entity.revision + 1 };
  if (entity.origin === 'modeled') store.setPatch(entity.path, { ...store.patch(entity.path), ...values });
  else store.set(after);
  return after;
}

export function parentOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}
