import { isJsonObject, type Json, type JsonObject, property } from './json.ts';

/** An object after a change that leaves what it does not name, within objects in it as well. */
export function changedWithin(before: JsonObject, change: JsonObject): JsonObject {
  const after = Object.entries(change).map(([name, value]): [string, Json] => {
    const old = property(before, name);
    return [name, isJsonObject(old) && isJsonObject(value) ? changedWithin(old, value) : value];
  });
  return { ...before, ...Object.fromEntries(after) };
}
