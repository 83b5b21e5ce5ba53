import type { Json, JsonObject } from '../../../json/json.ts';

/** The property values that a filter requires: `displayName eq 'General' and isBuiltIn eq true`. */
export function filterValues(filter: string): JsonObject {
  if (/\bor\b|\bnot\b/i.test(filter)) return {};
  const found: [string, Json][] = [...filter.matchAll(/(\w+)\/any\(\s*(\w+)\s*:([^()]*)\)/gi)].flatMap(
    ([, name = '', item = '', inner = '']): [string, Json][] => {
      const member = filterValues(inner.replaceAll(`${item}/`, ''));
      return Object.keys(member).length === 0 ? [] : [[name, [member]]];
    },
  );
  for (const [, name = '', text, word] of filter.matchAll(
    /(?<![\w/])([A-Za-z]\w*)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false))/gi,
  )) {
    found.push([name, text === undefined ? word?.toLowerCase() === 'true' : text.replaceAll("''", "'")]);
  }
  for (const [, name = '', word = ''] of filter.matchAll(/(?<![\w/])([A-Za-z]\w*)\s+ne\s+(true|false)/gi)) {
    found.push([name, word.toLowerCase() === 'false']);
  }
  for (const [, name = '', text = ''] of filter.matchAll(/startswith\(\s*([A-Za-z]\w*)\s*,\s*'([^']*)'\s*\)/gi)) {
    found.push([name, text]);
  }
  return Object.fromEntries(found);
}
