import type { Source } from '../../diagnostics/source.ts';
import type { Expected } from '../../expectation/compile/expected.ts';
import { compactJson } from '../../json/compact.ts';
import type { Json } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';

/** What a scenario expects at a path, as JSON with its matchers and templates as they are written. */
export function expectedAt(expected: Expected | undefined, path: string, source: Source) {
  const found = expected === undefined ? undefined : find(expected, '$', path);
  return found && { text: compactJson(written(found, source)), span: found.span };
}

/** Whether a path is another, or leads further into it. */
export const isWithin = (path: string, outer: string): boolean =>
  path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));

/** The lists whose items may be in any order: an index means another item in each party's list. */
export function looseLists(expected: Expected | undefined, here = '$'): readonly string[] {
  if (expected === undefined) return [];
  if (expected.kind === 'unordered' || expected.kind === 'contains') return [here];
  return childrenOf(expected).flatMap(([name, child]) => looseLists(child, childPath(here, name)));
}

function find(expected: Expected, here: string, path: string): Expected | undefined {
  if (here === path) return expected;
  for (const [name, child] of childrenOf(expected)) {
    const at = childPath(here, name);
    if (isWithin(path, at)) return find(child, at, path);
  }
  return undefined;
}

function childrenOf(expected: Expected): readonly (readonly [string | number, Expected])[] {
  if (expected.kind === 'object') return expected.properties.map((one) => [one.name, one.expected] as const);
  return 'items' in expected ? expected.items.map((item, index) => [index, item] as const) : [];
}

function written(expected: Expected, source: Source): Json {
  if (expected.kind === 'literal') return expected.value;
  if (expected.kind === 'matcher') return expected.matcher.text;
  if (expected.kind === 'object') {
    return Object.fromEntries(expected.properties.map((one) => [one.name, written(one.expected, source)]));
  }
  if ('items' in expected) {
    const items = expected.items.map((item) => written(item, source));
    return expected.kind === 'array' ? items : { [`<${expected.kind}>`]: items };
  }
  return source.text.slice(expected.span.start, expected.span.end).replace(/^(['"])(.*)\1$/s, '$2');
}
