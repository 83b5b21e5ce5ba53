import { isJsonObject, type Json } from './json.ts';

/**
 * JSON as RFC 8785 canonicalizes it: names sorted by UTF-16 units, no white space, numbers as ECMAScript prints them. Two
 * values have the same text exactly when they are equal, whatever the order of their names: for digests and comparison.
 * Integers beyond doubles are written as their digits, lone surrogates as escapes (the RFC forbids both).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}
