import type { Json, JsonObject } from '../../../json/json.ts';
import { Agenda } from '../../service/agenda.ts';
import type { IdSource } from '../../service/id-source.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import { changed, type Entity, type ObjectStore } from '../../store/object-store.ts';
import type { World } from '../../world.ts';

/** The environment of packs: the store of objects, the tenant, the clock, and scheduled events. */
export type Ground = {
  readonly store: ObjectStore;
  readonly world: World;
  readonly ids: IdSource;
  /** Milliseconds since 1970: of the request, or of the event that happens. */
  readonly nowMs: number;
  /** RFC 3339, with milliseconds where there are any. */
  readonly now: string;
  /** Adds an object, without any check. */
  readonly put: (object: NewEntity) => Entity;
  /** Changes properties of an object; nothing if it does not exist. */
  readonly change: (entity: Entity, values: JsonObject) => void;
  readonly remove: (entity: Entity) => void;
  /** The object as it is now. */
  readonly fresh: (entity: Entity) => Entity | undefined;
  /** The one object that a property refers to. */
  readonly target: (entity: Entity, property: string) => string | undefined;
  readonly refer: (entity: Entity, property: string, id: string | undefined) => void;
  /** Objects of a collection. */
  readonly all: (collection: string) => readonly Entity[];
  readonly later: (afterMs: number, event: (ground: Ground) => void) => void;
};

type NewEntity = {
  readonly type: string;
  /** The path of its collection, in lower case. */
  readonly in: string;
  readonly id?: string;
  readonly values: JsonObject;
  readonly refers?: { readonly [property: string]: string | undefined };
  /** It is a property or a singleton of this name, not in a collection. */
  readonly single?: string;
};

/** The environment at any time, and its scheduled events. */
export type Timeline = {
  readonly ground: () => Ground;
  /** Executes due events, in order of time. */
  readonly settle: () => void;
};

export function timeline(base: Pick<Ground, 'store' | 'world' | 'ids'>): Timeline {
  const agenda = new Agenda();
  const { clock } = base.world;
  return {
    ground: () => groundAt(base, clock.now(), agenda),
    settle: () => agenda.settle(clock.now()),
  };
}

function groundAt(base: Pick<Ground, 'store' | 'world' | 'ids'>, nowMs: number, agenda: Agenda): Ground {
  const { store, ids } = base;
  const place = (entity: Entity, property: string): string => `${entity.path}/${property.toLowerCase()}`;
  const refer: Ground['refer'] = (entity, property, id) => store.relink(place(entity, property), id);
  return {
    ...base,
    nowMs,
    now: timestampOf(nowMs),
    put: ({ type, in: collection, id = ids.uuid(), values, refers = {}, single = id }) => {
      const path = `${collection}/${single.toLowerCase()}`;
      const entity: Entity = { id, type, path, values, revision: 1, origin: 'typed' };
      store.set(entity);
      for (const [property, target] of Object.entries(refers))
        if (target !== undefined) refer(entity, property, target);
      return entity;
    },
    change: (entity, values) => {
      const now = store.get(entity.path);
      if (now !== undefined) changed(store, now, values);
    },
    remove: ({ path }) => store.remove(path),
    fresh: ({ path }) => store.get(path),
    target: (entity, property) => store.links(place(entity, property))[0],
    refer,
    all: (collection) => store.inside(collection),
    later: (afterMs, event) => agenda.plan(nowMs + afterMs, (atMs) => event(groundAt(base, atMs, agenda))),
  };
}

/** A property that is a text; otherwise the empty text. */
export function textOf({ values }: Entity, name: string): string {
  const value: Json | undefined = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === 'string' ? value : '';
}
