import type { Json } from '../../../json/json.ts';

/** The words of JSON. */
export const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** What other languages write for the three words of JSON. */
const foreignWords: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...words,
  ['none', null],
  ['nil', null],
  ['undefined', null],
  ['nan', null],
]);

/** Words without quotes in place of a value: names of types, and descriptions. */
const standIn =
  /^(?:string|boolean|bool|integer|int(?:16|32|64)?|number|double|float|decimal|single|byte|guid|date|time|datetime(?:offset)?|object|array|binary|edm\.\w+|microsoft\.graph\.[\w.]+|collection\b.*)(?:\s*\(.*\)?)?$|[-_](?:value|id)$|[-_ ]here$|^(?:your|the|some|an?)\b/i;

/** The meaning of a value without quotes: a literal of another language, a placeholder, or a string without its quotes. */
export function bareValue(
  found: string,
): { readonly what: 'foreign-literal' | 'missing-quote' | 'placeholder'; readonly value: Json } | undefined {
  const foreign = foreignWords.get(found.toLowerCase());
  if (foreign !== undefined) return { what: 'foreign-literal', value: foreign };
  if (/^[+]?(?:\d+\.?\d*|\.\d+)$/.test(found)) return { what: 'foreign-literal', value: Number(found) };
  if (/^[\p{L}\p{N}_$-][^"{[]*"$/u.test(found)) return { what: 'missing-quote', value: found.slice(0, -1) };
  if (!/^[\p{L}\p{N}_$-][^:"{[]*$/u.test(found)) return undefined;
  return { what: standIn.test(found) ? 'placeholder' : 'missing-quote', value: found };
}
