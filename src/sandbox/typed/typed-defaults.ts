import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { closestSent, isPathOf } from './closest-sent.ts';

/** Default values of a tenant for new objects of a collection; from a seed. */
type SeededDefault = {
  /** The collection, as requests name it; `*` matches any segment. */
  readonly segments: readonly string[];
  /** The body that it was seen with. */
  readonly sent?: Json;
  readonly properties: JsonObject;
};

export type Defaults = {
  readonly add: (one: SeededDefault) => void;
  readonly of: (segments: readonly string[], body: Json | undefined) => JsonObject | undefined;
};

export function defaultList(): Defaults {
  const defaults: SeededDefault[] = [];
  const closest = closestSent<SeededDefault>();
  return {
    add: (one) => defaults.push(one),
    of: (segments, body) => {
      if (defaults.length === 0) return undefined;
      const fitting = defaults.filter((one) => isPathOf(one.segments, segments));
      return closest(fitting, body)?.properties;
    },
  };
}

/** Values completed from `more`, in objects and in the items of lists of the same length. */
export function filledFrom(values: JsonObject, more: JsonObject): JsonObject {
  const known = Object.entries(values).map(([name, value]): [string, Json] => [
    name,
    filled(value, property(more, name) ?? null),
  ]);
  return { ...more, ...Object.fromEntries(known) };
}

function filled(value: Json, more: Json): Json {
  if (Array.isArray(value) && Array.isArray(more) && value.length === more.length)
    return value.map((item, at) => filled(item, more[at] ?? null));
  return isJsonObject(value) && isJsonObject(more) ? filledFrom(value, more) : value;
}
