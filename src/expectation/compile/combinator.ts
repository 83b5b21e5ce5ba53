import { suggestion } from '../../diagnostics/suggest.ts';
import type { YamlEntry, YamlMapping } from '../../format/scenario/yaml-node.ts';
import { isMatcherText } from '../matchers/parse-matcher.ts';
import { type Compilation, complain } from './compilation.ts';

/** The matchers for arrays, written as the key of a mapping, with what the docs say about each. */
export const combinatorTable = {
  contains: 'each listed item matches some item of the array; others may be there',
  unordered: 'the listed items, in any order, and no others',
  each: 'every item of the array matches this',
  count: 'the number of items: a number, or a matcher for numbers',
} as const;

type CombinatorName = keyof typeof combinatorTable;
/** `count`: the `<count>` beside it. */
export type Combinator = { readonly name: CombinatorName; readonly entry: YamlEntry; readonly count?: YamlEntry };

/** Combinators that leave the number of items open, so that `<count>` may be used with them. */
const besideCount: ReadonlySet<CombinatorName> = new Set(['contains', 'each']);

const isCombinatorName = (name: string): name is CombinatorName => Object.hasOwn(combinatorTable, name);

/**
 * The combinator that a mapping is, if it is one. Reports `unknown-matcher` for any other `<…>` key, `bad-matcher` for a
 * combinator with a key beside it.
 */
export function combinatorOf(node: YamlMapping, compilation: Compilation): Combinator | undefined {
  const found: Combinator[] = [];
  for (const entry of node.entries) {
    if (!isMatcherText(entry.key)) continue;
    const name = entry.key.slice(1, -1).trim();
    if (!isCombinatorName(name)) reportUnknown(entry, compilation);
    else found.push({ name, entry });
  }
  if (found.length === node.entries.length) {
    const count = found.find(({ name }) => name === 'count');
    const [first, ...more] = found.filter((one) => one !== count);
    if (first === undefined) return count;
    if (more.length === 0 && count === undefined) return first;
    if (more.length === 0 && besideCount.has(first.name)) return { ...first, ...(count && { count: count.entry }) };
  }
  for (const { entry } of found) reportCompany(entry, compilation);
  return undefined;
}

function reportUnknown({ key, keySpan }: YamlEntry, compilation: Compilation): void {
  const known = Object.keys(combinatorTable).map((name) => `<${name}>`);
  complain(compilation, {
    code: 'unknown-matcher',
    message: `\`${key}\` is not a matcher that can be a key`,
    fix: `${suggestion(key, known)} or, for a property of that name, write \`\\${key}\``,
    span: keySpan,
  });
}

function reportCompany({ key, keySpan }: YamlEntry, compilation: Compilation): void {
  complain(compilation, {
    code: 'bad-matcher',
    message: `\`${key}\` must be the only key of its mapping; \`<count>\` may be used with \`<contains>\` or \`<each>\``,
    fix: `move the other keys away or, for a property of that name, write \`\\${key}\``,
    span: keySpan,
  });
}
