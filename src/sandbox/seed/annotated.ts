import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';

/** Annotations of a response, not of an object. */
const ofResponses = /@odata\.(?:context|count|nextLink|deltaLink)$/;

export const isOfObject = (name: string): boolean => /@(?:odata|deprecated)\./.test(name) && !ofResponses.test(name);

/** Values with the annotations of the same objects as they are written: `@odata.type`, `tags@odata.type`. */
export function annotated(values: JsonObject, written: JsonObject): JsonObject {
  const own = Object.entries(written).filter(([name]) => isOfObject(name));
  const inner = Object.entries(values).map(([name, value]): [string, Json] => [
    name,
    within(value, property(written, name) ?? null),
  ]);
  return { ...Object.fromEntries(inner), ...Object.fromEntries(own) };
}

function within(value: Json, written: Json): Json {
  if (Array.isArray(value) && Array.isArray(written))
    return value.map((item, index) => within(item, written[index] ?? null));
  return isJsonObject(value) && isJsonObject(written) ? annotated(value, written) : value;
}
