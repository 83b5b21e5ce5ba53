import { isJsonObject, type Json, type JsonObject, property } from './json.ts';

/** The properties of a change after it is applied: inside objects, properties that it does not name are kept. */
export function changedWithin(before: JsonObject, change: JsonObject): JsonObject {
  const after = Object.entries(change).map(([name, value]): [string, Json] => {
    const old = property(before, name);
    return [name, isJsonObject(old) && isJsonObject(value) ? { ...old, ...changedWithin(old, value) } : value];
  });
  return Object.fromEntries(after);
}
