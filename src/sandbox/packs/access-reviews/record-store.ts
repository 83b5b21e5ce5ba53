import type { JsonObject } from '../../../json/json.ts';
import { onceFor } from '../../../once-for.ts';
import type { Entity, ObjectStore } from '../../store/object-store.ts';

/** The pack's record of an object: never changed, but replaced. */
type Known = { readonly id: string; readonly path: string };

/** Objects of one type in the store, each with the pack's record; the wire object is derived from it. */
export type RecordStore<R> = {
  readonly get: (path: string) => R | undefined;
  /** Objects of a collection, in the order in which they were added. */
  readonly all: (collection: string) => readonly R[];
  readonly put: (record: R) => R;
  /** Changes the current record and returns the new one; does nothing if the object no longer exists. */
  readonly change: (record: R, changes: Partial<R>) => R;
};

const base = { values: {}, revision: 1, origin: 'modeled' } as const;

/** How objects of the type are shown, and what follows from one inside of it: by collection, its type and what is shown. */
type Looks<R> = {
  readonly draw: (record: R, version: string) => JsonObject;
  readonly held?: {
    readonly [collection: string]: readonly [type: string, show: (record: R) => readonly JsonObject[]];
  };
};

export function recordStore<R extends Known>(
  store: ObjectStore,
  type: string,
  { draw, held = {} }: Looks<R>,
): RecordStore<R> {
  // Objects of a seed are shown as they are: they have no record.
  const isKnown = (entity: Entity): entity is Entity & { readonly record: R } =>
    entity.type === type && entity.record !== undefined;
  const recordsOf = onceFor((all: readonly Entity[]) => all.filter(isKnown).map(({ record }) => record));
  const get = (path: string): R | undefined => {
    const found = store.get(path);
    return found !== undefined && isKnown(found) ? found.record : undefined;
  };
  // The same for all objects of the store: there may be many.
  const looks: Partial<Entity> = {
    draws: (entity, version) => (isKnown(entity) ? draw(entity.record, version) : entity.values),
    holds: (entity, collection) => {
      const [of = '', show] = held[collection] ?? [];
      const shown = show !== undefined && isKnown(entity) ? show(entity.record) : [];
      return shown.map((values) => {
        const id = String(values['id']);
        return {
          ...base,
          id,
          type: of,
          path: `${entity.path}/${collection}/${id}`,
          values,
          record: entity.record ?? {},
        };
      });
    },
  };
  const put = (record: R): R => {
    const { id, path } = record;
    store.set({ id, type, path, ...base, record, ...looks });
    return record;
  };
  return {
    get,
    all: (collection) => recordsOf(store.inside(collection)),
    put,
    change: (record, changes) => {
      const now = get(record.path);
      return now === undefined ? record : put({ ...now, ...changes });
    },
  };
}
