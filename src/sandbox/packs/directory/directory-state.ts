import { isJsonObject, type JsonObject } from '../../../json/json.ts';
import type { IdSource } from '../../service/id-source.ts';
import { type SandboxClock, timestampOf } from '../../service/sandbox-clock.ts';
import type { Entity, ObjectStore } from '../../store/object-store.ts';
import { changedValues, newValues, type ObjectShape, shapes } from './wire/object-shapes.ts';

/** The state of the directory: all of its objects are in the store. */
export type DirectoryState = {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly store: ObjectStore;
  /** The tenant's default domain, in which mail-enabled groups have their addresses. */
  readonly domain: string;
};

/** Links that no property of the service shows: eligible holders of a role; principals assigned to an application. */
export const [eligible, assigned] = ['~eligible', '~assigned'];

export const rolePlace = (roleId: string): string => `directoryroles/${roleId.toLowerCase()}`;

/** Adds an object, with all its properties. */
export function enterObject(
  { store, domain }: DirectoryState,
  shape: ObjectShape,
  { id, kept, ...given }: JsonObject & { readonly id: string; readonly kept?: JsonObject | undefined },
): Entity {
  const values = newValues(shape, { ...given, id }, domain);
  const entity: Entity = {
    id,
    type: shape.type,
    path: `${shape.set}/${id.toLowerCase()}`,
    values,
    revision: 1,
    origin: 'modeled',
    names: shape.names(values),
    shows: shape.shows,
    ...(isJsonObject(kept) && { kept }),
  };
  store.set(entity);
  return entity;
}

export function changeObject({ store, domain }: DirectoryState, path: string, changes: JsonObject): void {
  const before = store.get(path);
  const shape = shapes.find(({ type }) => type === before?.type);
  if (before === undefined || shape === undefined) return;
  const values = changedValues(shape, before.values, { changes, domain });
  store.set({ ...before, values, revision: before.revision + 1, names: shape.names(values) });
}

/** The directory's times have no fractions of a second. */
export function wholeSeconds(timeMs: number): string {
  return timestampOf(Math.floor(timeMs / 1000) * 1000);
}
