import { isJsonObject, type Json } from './json.ts';

/** Every text in a value, in order; names of properties are not. */
export function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value !== undefined && isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
