import type { JsonObject } from '../../json/json.ts';
import { type Relation, relation } from './relation.ts';

/** An object of any type. Its path, in lower case, is its identity: `applications/3f…`, `groups/7a…/team`. */
export type Entity = {
  readonly id: string;
  readonly type: string;
  readonly path: string;
  /** Properties by their declared names: those that were set, or (`modeled`) all there are. */
  readonly values: JsonObject;
  /** Increased with each change, for ETags. */
  readonly revision: number;
  readonly origin: Origin;
  /** Its other key in its collection, in lower case: a user's principal name. */
  readonly names?: readonly string[];
  /** The properties without `$select`; default: all. */
  readonly shows?: (version: string, values: JsonObject) => readonly string[];
  /** Data that the service stores and never shows: a password. */
  readonly kept?: JsonObject;
  /** The pack's record of it, in the pack's own types. */
  readonly record?: object;
  /** How its pack shows it in a version, from the record; default: `values`. */
  readonly draws?: (entity: Entity, version: string) => JsonObject;
  /** Objects inside of it that follow from others, by the name of their collection in lower case; before those put in. */
  readonly holds?: (entity: Entity, collection: string) => readonly Entity[];
};

/** `modeled`: a pack made it and determines everything that is shown of it; the metadata adds nothing. */
export type Origin = 'typed' | 'seeded' | 'modeled';

type Stream = { readonly type: string; readonly content: Buffer };

/** All objects of the sandbox. */
export type ObjectStore = {
  /** By path; the last segment may be another name of the object. */
  readonly get: (path: string) => Entity | undefined;
  /** Adds an object, or replaces it in its place. */
  readonly set: (entity: Entity) => void;
  /** With all that lives inside of it, and all links. */
  readonly remove: (path: string) => void;
  /** Objects of a collection, in the order in which they were added. */
  readonly inside: (collection: string) => readonly Entity[];
  /** The first added object that matches; deleted items are not found. */
  readonly byId: (id: string, fits?: (entity: Entity) => boolean) => Entity | undefined;
  readonly all: () => Iterable<Entity>;
  /** Another number whenever an object or a link may have changed. */
  readonly version: () => number;
  /** Ids of the targets of a navigation property that refers to objects elsewhere. */
  readonly links: (path: string) => readonly string[];
  /** False where the link was there before. */
  readonly link: (path: string, id: string) => boolean;
  readonly unlink: (path: string, id: string) => boolean;
  /** Lets a property refer to this one object, or to none. */
  readonly relink: (path: string, id: string | undefined) => void;
  readonly linksTo: (id: string) => readonly string[];
  /** All links of one name: `members`. */
  readonly relation: (name: string) => Relation;
  /** A navigation property whose targets follow from other links: `memberOf`. `owner` is the path of its object. */
  readonly derive: (name: string, targets: (owner: string) => readonly string[]) => void;
  /** Whether the targets of a navigation property follow from other links; its name in lower case. */
  readonly isDerived: (name: string) => boolean;
  /** Moves an object to the deleted items, where it looks like `as`. Its links are hidden, and objects within it are deleted. */
  readonly discard: (path: string, as: Entity) => void;
  /** Takes an object out of the deleted items; `as` is how it is again. Without it, its links are forgotten. */
  readonly undiscard: (id: string, as: Entity | undefined) => void;
  readonly stream: (path: string) => Stream | undefined;
  readonly setStream: (path: string, stream: Stream | undefined) => void;
};

/** Where deleted items are; the last segment is the id. */
export const bin = 'directory/deleteditems';

const none: readonly Entity[] = [];

export function objectStore(): ObjectStore {
  const entities = new Map<string, Entity>();
  const collections = new Map<string, Map<string, Entity>>();
  // Reading a large collection must not copy it each time.
  const listed = new WeakMap<ReadonlyMap<string, Entity>, readonly Entity[]>();
  const ids = new Map<string, readonly string[]>();
  const names = new Map<string, string>();
  const relations = new Map<string, Relation>();
  const derived = new Map<string, (owner: string) => readonly string[]>();
  const streams = new Map<string, Stream>();
  let changes = 0;
  /** Paths of what lives inside of something, and has links or is an object, by the first two segments. */
  const below = new Map<string, Set<string>>();
  /** Paths of deleted items by their ids, and ids by paths: both ends by which they are linked. */
  const discarded = new Map<string, string>();

  const relationOf = (name: string): Relation => {
    const found = relations.get(name) ?? relation((end) => !discarded.has(end));
    relations.set(name, found);
    return found;
  };
  const split = (path: string): readonly [owner: string, name: string] => [
    parentOf(path),
    path.slice(path.lastIndexOf('/') + 1),
  ];
  const note = (path: string): void => {
    const root = rootOf(path);
    if (root.length < path.length) below.set(root, (below.get(root) ?? new Set()).add(path));
  };
  const link = (path: string, id: string): boolean => {
    const [owner, name] = split(path);
    note(owner);
    return relationOf(name).add(owner, id.toLowerCase());
  };
  const unlink = (path: string, id: string): boolean => {
    const [owner, name] = split(path);
    return relations.get(name)?.remove(owner, id.toLowerCase()) ?? false;
  };
  const linksAt = (path: string): readonly string[] => {
    const [owner, name] = split(path);
    return derived.get(name)?.(owner) ?? relations.get(name)?.targets(owner) ?? [];
  };
  const eachRelation = (act: (one: Relation) => void): void => {
    for (const one of relations.values()) act(one);
  };
  const heldIn = (collection: string): readonly Entity[] => {
    // Most are sets of the root, which have no such objects.
    const at = collection.lastIndexOf('/');
    const owner = at < 0 ? undefined : entities.get(collection.slice(0, at));
    return owner?.holds?.(owner, collection.slice(at + 1)) ?? none;
  };
  const pathsIn = (entity: Entity): readonly string[] =>
    (entity.names ?? []).map((name) => `${parentOf(entity.path)}/${name}`);

  const enter = (entity: Entity): void => {
    changes += 1;
    const { path } = entity;
    const before = entities.get(path);
    if (before !== undefined) release(before);
    const parent = parentOf(path);
    const siblings = collections.get(parent) ?? new Map<string, Entity>();
    collections.set(parent, siblings.set(path, entity));
    listed.delete(siblings);
    entities.set(path, entity);
    note(path);
    for (const one of pathsIn(entity)) names.set(one, path);
    if (parent === bin) return;
    if (before === undefined) ids.set(entity.id.toLowerCase(), [...(ids.get(entity.id.toLowerCase()) ?? []), path]);
  };
  /** Another object may have its names by now. */
  const release = (entity: Entity): void => {
    for (const one of pathsIn(entity)) if (names.get(one) === entity.path) names.delete(one);
  };
  /** Removes it, and keeps its links. */
  const leave = (entity: Entity): void => {
    const { path } = entity;
    changes += 1;
    release(entity);
    entities.delete(path);
    below.get(rootOf(path))?.delete(path);
    streams.delete(path);
    const siblings = collections.get(parentOf(path));
    if (siblings?.delete(path) === true) listed.delete(siblings);
    const id = entity.id.toLowerCase();
    const places = (ids.get(id) ?? []).filter((one) => one !== path);
    if (places.length === 0) ids.delete(id);
    else ids.set(id, places);
  };
  const drop = (entity: Entity): void => {
    const { path, id } = entity;
    leave(entity);
    // Another object may have the same id: a person, and their risk.
    const isLast = !ids.has(id.toLowerCase());
    eachRelation((one) => {
      one.drop(path);
      if (isLast) one.drop(id.toLowerCase());
    });
  };
  const removeWithin = (path: string): void => {
    const inner = below.get(rootOf(path));
    for (const one of [...(inner ?? [])].filter((each) => each.startsWith(`${path}/`))) {
      const entity = entities.get(one);
      if (entity === undefined) eachRelation((each) => each.drop(one));
      else drop(entity);
      inner?.delete(one);
    }
  };
  return {
    get: (path) =>
      entities.get(path) ??
      entities.get(names.get(path) ?? '') ??
      heldIn(parentOf(path)).find((one) => one.path === path),
    set: enter,
    remove: (path) => {
      const found = entities.get(path);
      if (found === undefined) return;
      drop(found);
      removeWithin(path);
    },
    inside: (collection) => {
      const held = heldIn(collection);
      const items = collections.get(collection);
      if (items === undefined) return held;
      const known = listed.get(items) ?? [...items.values()];
      listed.set(items, known);
      return held.length === 0 ? known : [...held.filter(({ path }) => !items.has(path)), ...known];
    },
    byId: (id, fits = () => true) => {
      for (const path of ids.get(id.toLowerCase()) ?? []) {
        const found = entities.get(path);
        if (found !== undefined && fits(found)) return found;
      }
      return undefined;
    },
    all: () => entities.values(),
    version: () => [...relations.values()].reduce((sum, one) => sum + one.version(), changes),
    links: linksAt,
    link,
    unlink,
    relink: (path, id) => {
      const [owner, name] = split(path);
      relations.get(name)?.clear(owner);
      if (id !== undefined) link(path, id);
    },
    linksTo: (id) =>
      [...relations].flatMap(([name, one]) => one.sources(id.toLowerCase()).map((owner) => `${owner}/${name}`)),
    relation: relationOf,
    derive: (name, targets) => {
      derived.set(name, targets);
    },
    isDerived: (name) => derived.has(name),
    discard: (path, as) => {
      const found = entities.get(path);
      if (found === undefined) return;
      removeWithin(path);
      leave(found);
      enter(as);
      const id = as.id.toLowerCase();
      discarded.set(id, path).set(path, id);
      for (const end of [path, id]) eachRelation((one) => one.touch(end));
    },
    undiscard: (id, as) => {
      const found = entities.get(`${bin}/${id.toLowerCase()}`);
      if (found === undefined) return;
      leave(found);
      for (const end of [discarded.get(id.toLowerCase()) ?? '', id.toLowerCase()]) {
        discarded.delete(end);
        eachRelation((one) => (as === undefined ? one.drop(end) : one.touch(end)));
      }
      if (as !== undefined) enter(as);
    },
    stream: (path) => streams.get(path),
    setStream: (path, stream) => {
      if (stream === undefined) streams.delete(path);
      else streams.set(path, stream);
    },
  };
}

/** Writes some properties of an object. */
export function changed(store: ObjectStore, entity: Entity, values: JsonObject): Entity {
  const after: Entity = { ...entity, values: { ...entity.values, ...values }, revision: entity.revision + 1 };
  store.set(after);
  return after;
}

const rootOf = (path: string): string => path.split('/', 2).join('/');

export function parentOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}
