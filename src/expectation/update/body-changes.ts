import { defined } from '../../defined.ts';
import type { Source } from '../../diagnostics/source.ts';
import { applyEdits, type TextEdit } from '../../diagnostics/text-edit.ts';
import { columnOf, endOf, isFlow, newlineOf, placeOf } from '../../format/scenario/yaml-layout.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from '../../format/scenario/yaml-node.ts';
import { expressionsOf } from '../../format/template/template.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { arrangementOf } from '../compare/compare-array.ts';
import type { Comparison } from '../compare/comparison.ts';
import { matches } from '../compare/matches.ts';
import { allowsAbsence, type Expected, type ExpectedItems, type ExpectedObject } from '../compile/expected.ts';
import { expectedText } from '../compile/expected-text.ts';
import { escapeMatcherText } from '../matchers/parse-matcher.ts';
import { expectedOf, type KnownValues, relaxed } from './expected-from-actual.ts';
import { type Layout, printAfterKey, printBlock, printFlow, printKey } from './print-expected.ts';
import type { Change } from './update-change.ts';
import { itemTexts, quoteOf, removeEntry } from './yaml-edit-layout.ts';

export type Accepting = Pick<KnownValues, 'redacted' | 'usual' | 'sent'> & {
  readonly source: Source;
  /** What checks: the values of the step, and whether it is strict. */
  readonly comparison: Comparison;
};

const knownTo = ({ comparison: { values }, ...known }: Accepting): KnownValues => ({ values, ...known });

/** An expectation in the file, its compiled form, and the actual value. */
type Pair = {
  readonly node: YamlNode;
  readonly expected: Expected;
  readonly value: Json;
  readonly path: string;
  /** Removes it from the mapping it is in. */
  readonly removal?: TextEdit;
  /** Where it follows a key on lines of its own: the key's column, and the end of its colon. */
  readonly under?: { readonly column: number; readonly colonEnd: number };
};

/** The changes that make an expectation fit a value: none where it does. */
export function bodyChanges(pair: Pair, accepting: Accepting): readonly Change[] {
  const { node, expected, value } = pair;
  if (matches(expected, value, accepting.comparison)) return [];
  if (expected.kind === 'object' && node.kind === 'mapping' && isJsonObject(value)) {
    return objectChanges({ ...pair, node, expected, value }, accepting);
  }
  if (Array.isArray(value)) {
    const items = { path: pair.path, value };
    if (expected.kind === 'array' && node.kind === 'sequence' && node.items.length > 0) {
      return itemsChanges({ ...items, node, expected }, accepting);
    }
    const entries = node.kind === 'mapping' ? node.entries : [];
    const inner = entries.find(({ key }) => key !== '<count>')?.value;
    const counted = countChanges(entries, { expected, ...items }, accepting);
    const isList = expected.kind === 'unordered' || expected.kind === 'contains';
    if (isList && inner?.kind === 'sequence' && inner.items.length > 0) {
      return [...itemsChanges({ ...items, node: inner, expected }, accepting), ...counted];
    }
    if (expected.kind === 'each' && inner !== undefined)
      return [...eachChanges({ ...pair, node: inner, value }, expected.item, accepting), ...counted];
    if (expected.kind === 'count' && counted.length > 0) return counted;
  }
  return [replacement(pair, accepting)];
}

/** The number of items, if it is stated, alone or beside the items. */
function countChanges(
  entries: YamlMapping['entries'],
  { expected, value, path }: { readonly expected: Expected; readonly value: readonly Json[]; readonly path: string },
  accepting: Accepting,
): readonly Change[] {
  const node = entries.find(({ key }) => key === '<count>')?.value;
  const count = 'count' in expected ? expected.count : undefined;
  if (node === undefined || count === undefined || matches(count, value.length, accepting.comparison)) return [];
  return [replacement({ node, expected: count, value: value.length, path }, accepting)];
}

function objectChanges(
  pair: Pair & {
    readonly node: YamlMapping;
    readonly expected: ExpectedObject;
    readonly value: { readonly [name: string]: Json };
  },
  accepting: Accepting,
): readonly Change[] {
  const { node, expected, value, path } = pair;
  if (accepting.comparison.strict && node.entries.length === 0) return [replacement(pair, accepting)];
  const changes: Change[] = [];
  const firstKept = expected.properties.findIndex(({ name }) => Object.hasOwn(value, name));
  expected.properties.forEach((property, at) => {
    const entry = node.entries[at];
    if (entry === undefined) return;
    const received = Object.hasOwn(value, property.name) ? value[property.name] : undefined;
    const removal = removeEntry(accepting.source, node, entry, firstKept === at ? at + 1 : firstKept);
    const place = childPath(path, property.name);
    if (received !== undefined) {
      const member = { node: entry.value, expected: property.expected, value: received, path: place, removal };
      changes.push(...bodyChanges({ ...member, ...underOf(accepting.source, node, entry) }, accepting));
    } else if (!allowsAbsence(property.expected)) {
      const from = expectedText(property.expected, accepting.comparison.values);
      changes.push({ path: place, span: entry.keySpan, from, to: 'nothing', accept: removal });
    }
  });
  const removed = changes.filter(({ to }) => to === 'nothing').length;
  if (removed > 0 && removed === node.entries.length) return [replacement(pair, accepting)];
  return accepting.comparison.strict ? [...changes, ...additions(pair, accepting)] : changes;
}

/** Properties that were received without being expected, if strict. */
function additions(
  { node, expected, value, path }: Pair & { readonly node: YamlMapping; readonly expected: ExpectedObject },
  accepting: Accepting,
): readonly Change[] {
  const { source } = accepting;
  const known = knownTo(accepting);
  if (!isJsonObject(value)) return [];
  const flow = isFlow(source, node);
  // After the last property that stays.
  const last = node.entries[expected.properties.findLastIndex((property) => Object.hasOwn(value, property.name))];
  if (last === undefined) return [];
  return Object.entries(value)
    .filter(([name]) => !expected.names.has(name))
    .map(([name, received]): Change => {
      const indent = columnOf(source, last.keySpan.start);
      const layout: Layout = { style: flow ? 'flow' : 'block', indent: indent + 2, newline: newlineOf(source) };
      const entry = `${printKey(escapeMatcherText(name), layout)}:${printAfterKey(expectedOf(received, known), layout)}`;
      const end = Math.max(endOf(source, last.value), last.keySpan.end + 1);
      const at = flow ? end : lineEnd(source, end);
      const accept = {
        span: { start: at, end: at },
        text: `${flow ? ', ' : `${layout.newline}${' '.repeat(indent)}`}${entry}`,
      };
      return { path: childPath(path, name), span: node.span, from: 'nothing', to: compactJson(received), accept };
    });
}

function lineEnd({ text }: Source, offset: number): number {
  const found = /\r?\n/.exec(text.slice(offset));
  return found === null ? text.length : offset + found.index;
}

function underOf(source: Source, mapping: YamlMapping, { keySpan }: YamlEntry): Pick<Pair, 'under'> {
  if (isFlow(source, mapping)) return {};
  const colonEnd = source.text.indexOf(':', keySpan.end) + 1;
  return { under: { column: columnOf(source, keySpan.start), colonEnd } };
}

/** The names that an expectation is made of. */
function namesOf(expected: Expected): ReadonlySet<string> {
  return new Set(expected.kind === 'template' ? expressionsOf(expected.template).map(({ name }) => name) : []);
}

/** Replaces the old expectation. */
function replacement(pair: Pair, accepting: Accepting): Change {
  const { node, expected, value, path, removal } = pair;
  const { source, comparison } = accepting;
  const { values } = comparison;
  const known = { ...knownTo(accepting), usual: new Set([...namesOf(expected), ...(accepting.usual ?? [])]) };
  const before = node.kind === 'scalar' && expected.kind === 'literal' ? node.value : undefined;
  const isScalar = typeof value !== 'object' || value === null;
  const less = isScalar ? relaxed(value, before) : '<any>';
  return {
    path,
    span: placeOf(source, node),
    from: expectedText(expected, values),
    to: compactJson(expectedOf(value, known)),
    accept: printInPlace(expectedOf(value, known), pair, source),
    relax: { edit: printInPlace(less, pair, source), to: less },
    ...defined({ ignore: removal }),
  };
}

/** A value printed for the place of another: in its quotes, its style and its column. */
function printInPlace(expectation: Json, { node, under }: Pair, source: Source): TextEdit {
  const place = placeOf(source, node);
  const newline = newlineOf(source);
  const column = columnOf(source, place.start);
  if (typeof expectation !== 'object' || expectation === null) {
    const quote = node.kind === 'scalar' && typeof node.value === 'string' ? quoteOf(source, node) : {};
    const text = printFlow(expectation, {
      style: under === undefined ? 'flow' : 'block',
      indent: column,
      newline,
      ...quote,
    });
    // What stood on lines of its own leaves them.
    const ownLines = under !== undefined && source.text.slice(under.colonEnd, place.start).includes('\n');
    return ownLines ? { span: { start: under.colonEnd, end: place.end }, text: ` ${text}` } : { span: place, text };
  }
  const isBlock = node.kind !== 'scalar' && !isFlow(source, node);
  if (isBlock) return { span: place, text: printBlock(expectation, { style: 'block', indent: column, newline }) };
  const isEmpty = node.kind === 'scalar' || (node.kind === 'mapping' ? node.entries : node.items).length === 0;
  if (under === undefined || !isEmpty) {
    return { span: place, text: printFlow(expectation, { style: 'flow', indent: column, newline }) };
  }
  const text = printAfterKey(expectation, { style: 'block', indent: under.column + 2, newline });
  return { span: { start: under.colonEnd, end: place.end }, text };
}

/** The expected item that an item was paired with, where there is one. */
type Partners = { readonly one: number | undefined; readonly item: number };

type Items = {
  readonly node: YamlSequence;
  readonly expected: ExpectedItems;
  readonly value: readonly Json[];
  readonly path: string;
};

/** If all items have a partner in order, the differences inside them; otherwise the list is rewritten from its items. */
function itemsChanges(items: Items, accepting: Accepting): readonly Change[] {
  const { node, expected, value, path } = items;
  const { pairs, missing, extra, reordered } = arrangementOf(expected, value, accepting.comparison);
  const within = (one: number, item: number): readonly Change[] => {
    const [inner, stated, received] = [node.items[one], expected.items[one], value[item]];
    if (inner === undefined || stated === undefined || received === undefined) return [];
    return bodyChanges({ node: inner, expected: stated, value: received, path: childPath(path, item) }, accepting);
  };
  if (missing.length === 0 && extra.length === 0 && !reordered)
    return pairs.flatMap(([one, item]) => within(one, item));
  const texts = itemTexts(accepting.source, node);
  const flow = isFlow(accepting.source, node);
  const layout: Layout = {
    style: flow ? 'flow' : 'block',
    indent: columnOf(accepting.source, node.span.start) + 2,
    newline: newlineOf(accepting.source),
  };
  // For `<contains>`, further items do not matter.
  const partner = new Map(pairs.map(([one, item]) => [item, one]));
  const order: readonly Partners[] =
    expected.kind === 'contains'
      ? pairs.toSorted((a, b) => a[0] - b[0]).map(([one, item]) => ({ one, item }))
      : value.map((_, item) => ({ one: partner.get(item), item }));
  const written = order.map(({ one, item }): WrittenItem => {
    const span = one === undefined ? undefined : texts[one];
    if (one === undefined || span === undefined) {
      return { lead: [], text: printBlock(expectedOf(value[item] ?? null, knownTo(accepting)), layout) };
    }
    const inner = within(one, item).map(({ accept }) => shifted(accept, -span.start));
    return { lead: span.lead, text: applyEdits(accepting.source.text.slice(span.start, span.end), inner) };
  });
  return [
    {
      path,
      span: placeOf(accepting.source, node),
      from: `${node.items.length} ${node.items.length === 1 ? 'item' : 'items'}`,
      to:
        reordered && missing.length + extra.length === 0
          ? 'the same items in another order'
          : `${written.length} items`,
      accept: {
        span: { start: node.span.start, end: flow ? node.span.end : (texts.at(-1)?.end ?? node.span.end) },
        text: joined(written, { flow, layout }),
      },
    },
  ];
}

/** An item as it will be written, with the comments above it. */
type WrittenItem = { readonly lead: readonly string[]; readonly text: string };

function joined(
  items: readonly WrittenItem[],
  { flow, layout }: { readonly flow: boolean; readonly layout: Layout },
): string {
  if (items.length === 0) return '[]';
  if (flow) return `[${items.map(({ text }) => text).join(', ')}]`;
  const lines = items.flatMap(({ lead, text }) => [...lead, `- ${text}`]);
  return lines.join(`${layout.newline}${' '.repeat(layout.indent - 2)}`);
}

function shifted({ span, text }: TextEdit, by: number): TextEdit {
  return { span: { start: span.start + by, end: span.end + by }, text };
}

/** One expectation for every item: properties in which items differ get a less exact expectation. */
function eachChanges(
  { node, value, path }: Pair & { readonly value: readonly Json[] },
  item: Expected,
  accepting: Accepting,
): readonly Change[] {
  const found = new Map<number, Change>();
  value.forEach((one, index) => {
    for (const change of bodyChanges({ node, expected: item, value: one, path: childPath(path, index) }, accepting)) {
      const { relax, span } = change;
      const known = found.get(span.start);
      if (relax === undefined || known?.to === relax.to) found.set(span.start, known ?? change);
      // If two items differ in different ways, only the presence of a value is expected.
      else if (known !== undefined) found.set(span.start, { ...known, to: '<any>', accept: anyInstead(relax.edit) });
      else found.set(span.start, { ...change, accept: relax.edit, to: relax.to });
    }
  });
  return [...found.values()];
}

const anyInstead = ({ span }: TextEdit): TextEdit => ({ span, text: '<any>' });
