import { type Json, property } from './json.ts';

/** The value that these names and indexes lead to; `undefined` where they lead nowhere. */
export function valueAt(value: Json, keys: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = value;
  for (const key of keys) {
    if (typeof key === 'number') here = Array.isArray(here) ? here[key] : undefined;
    else here = property(here, key);
  }
  return here;
}
