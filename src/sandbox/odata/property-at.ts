import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import type { PathSegment, PropertyPath } from './expression.ts';

/** The value of a path in a wire object; null if there is none. */
export function valueAt(value: Json, path: PropertyPath): Json {
  let found: Json = value;
  for (const segment of path.segments) {
    if (!isJsonObject(found)) return path.counted ? 0 : null;
    found = segment.kind === 'cast' ? cast(found, segment) : propertyNamed(found, segment.name);
  }
  if (!path.counted) return found;
  return Array.isArray(found) ? found.length : 0;
}

/** The value if it has the type; without an `@odata.type` it is assumed to have it. */
function cast(value: JsonObject, { name }: PathSegment): Json {
  return isOfType(value, name) === false ? null : value;
}

/** `undefined`: the value does not state its type. */
export function isOfType(value: Json, type: string): boolean | undefined {
  const own = property(value, '@odata.type');
  return typeof own === 'string' ? own.replace('#', '').toLowerCase() === type.toLowerCase() : undefined;
}

/** Names are compared without regard to case, as Graph does; the exact one is found at once. */
export function propertyNamed(value: JsonObject, name: string): Json {
  const exact = property(value, name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  const similar = Object.keys(value).find((key) => key.toLowerCase() === lower);
  return similar === undefined ? null : (property(value, similar) ?? null);
}
