import type { JsonObject } from '../../../../json/json.ts';
import type { ApiVersion } from '../../../service/route.ts';
import type { Entity } from '../../../store/object-store.ts';
import type { World } from '../../../world.ts';
import { shapes } from './object-shapes.ts';

/** All objects in the directory's own lists. */
export type ObjectKind = 'user' | 'group' | 'servicePrincipal' | 'application' | 'directoryRole';

/** The directory object with an id, in the set of its type. */
export function listedObject({ store }: World, id: string): Entity | undefined {
  return store.byId(id, ({ type, path }) => shapes.some((one) => one.type === type && path.startsWith(`${one.set}/`)));
}

/** One object, without its type. */
export function bareWire({ id, type, values, origin }: Entity): JsonObject {
  const template = origin === 'modeled' ? {} : shapes.find((one) => one.type === type)?.template;
  return origin === 'modeled' ? values : { ...template, ...values, id };
}

/** One object among others, with its type. */
export function objectWire(object: Entity): JsonObject {
  return { '@odata.type': `#microsoft.graph.${object.type}`, ...bareWire(object) };
}

/** The properties without `$select`. */
export function shownNames(version: ApiVersion, { type, values, shows }: Entity): readonly string[] {
  const template = shapes.find((one) => one.type === type)?.template;
  return shows?.(version, values) ?? Object.keys(template ?? values);
}

/** As a value inside another: an expanded owner or manager. */
export function expandedWire(version: ApiVersion, object: Entity): JsonObject {
  const shown = new Set(shownNames(version, object));
  return Object.fromEntries(
    Object.entries(objectWire(object)).filter(([name]) => name.startsWith('@') || shown.has(name)),
  );
}
