import { type Json, property } from './json.ts';

/** The value that these names and indexes lead to; `undefined` where they lead nowhere. A negative index counts from the end. */
export function valueAt(value: Json | undefined, keys: readonly (string | number)[]): Json | undefined {
  let here = value;
  for (const key of keys) {
    if (typeof key === 'number') here = Array.isArray(here) ? here.at(key) : undefined;
    else here = property(here, key);
  }
  return here;
}
