import { describe, expect, test } from 'vitest';
import { literalOf, sourceOf } from '../../../test/support/expectation/expectation-fixture.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { compileExpectation } from '../compile/compile-expectation.ts';
import { compareBody } from './compare-body.ts';
import { Comparison } from './comparison.ts';

const span = { start: 0, end: 1 };
const source = sourceOf('x');

type Side = 'in order' | '<unordered>' | '<contains>';

function expectationOf(stated: readonly Json[], side: Side) {
  const list = literalOf(stated);
  const node: YamlNode =
    side === 'in order' ? list : { kind: 'mapping', entries: [{ key: side, keySpan: span, value: list }], span };
  return compileExpectation(node, source).expected;
}

/** Compares, and counts how often a property of an item is looked at. */
function compared(stated: readonly Json[], items: readonly Json[], side: Side = 'in order') {
  let reads = 0;
  const counted = items.map((item) =>
    isJsonObject(item)
      ? new Proxy(item, {
          get: (target, name) => {
            reads++;
            return Reflect.get(target, name);
          },
        })
      : item,
  );
  const comparison = new Comparison({ values: new Map(), strict: false, source });
  compareBody(expectationOf(stated, side), counted, comparison);
  const { differences } = comparison.findings();
  return { reads, found: differences.map(({ code, path }) => `${code} ${path}`), differences };
}

const things = (count: number): readonly Json[] =>
  Array.from({ length: count }, (_, at) => ({ id: `id-${at}`, name: `name ${at}`, kind: at % 7 }));
const renamed = (item: Json): Json => (isJsonObject(item) ? { ...item, name: 'another' } : item);
const nameless = (item: Json): Json => (isJsonObject(item) ? { name: item['name'] ?? null, kind: 1 } : item);
/** A permutation without a pattern. */
const scattered = (items: readonly Json[]): readonly Json[] =>
  items.map((_, at) => items[(at * 7919 + 13) % items.length] ?? null);

const permutations: readonly (readonly [string, (items: readonly Json[]) => readonly Json[]])[] = [
  ['reversed', (items) => items.toReversed()],
  ['rotated', (items) => [...items.slice(1_000), ...items.slice(0, 1_000)]],
  ['scattered', scattered],
  ['with two exchanged', ([first = null, ...rest]) => [...rest.slice(0, -1), first, ...rest.slice(-1)]],
];

describe.each(permutations)('an array of 20,000 items, %s,', (_, permuted) => {
  test('is one difference', () => {
    const items = things(20_000);
    expect(compared(items, permuted(items)).found).toEqual(['array-order $']);
    const texts = Array.from({ length: 20_000 }, (__, at) => (at % 100 === 0 ? 'the same' : `text ${at}`));
    expect(compared(texts, permuted(texts)).found).toEqual(['array-order $']);
    expect(compared(items, permuted(items), '<unordered>').found).toEqual([]);
    expect(compared(items, permuted(items), '<contains>').found).toEqual([]);
  });
});

test('twice as many items are about twice the work, however they differ', () => {
  const others = (items: readonly Json[]) => items.map((item) => (isJsonObject(item) ? { ...item, id: 'x' } : item));
  const cases: readonly (readonly [(items: readonly Json[]) => readonly Json[], Side])[] = [
    [(items) => items.toReversed(), 'in order'],
    [scattered, 'in order'],
    [(items) => scattered(items).map(renamed), 'in order'],
    [(items) => items.map(renamed), '<unordered>'],
    [(items) => scattered(items).map(renamed), '<contains>'],
    [others, 'in order'],
    [others, '<unordered>'],
    [others, '<contains>'],
    [(items) => items.filter((_, at) => at % 3 !== 0), 'in order'],
  ];
  for (const [change, side] of cases) {
    const [some, twice] = [5_000, 10_000].map((count) => compared(things(count), change(things(count)), side).reads);
    expect(twice).toBeLessThanOrEqual(2.2 * (some ?? 0));
    expect(twice).toBeLessThanOrEqual(10_000 * 400);
  }
});

test('twice as many items that are all the same, and too few of them, are about twice the work', () => {
  const same = (count: number) => Array.from({ length: count }, () => ({ a: 1 }));
  for (const side of ['in order', '<unordered>', '<contains>'] as const) {
    const [some, twice] = [2_000, 4_000].map((count) => compared(same(count), same(count / 2), side).reads);
    expect(twice).toBeLessThanOrEqual(2.2 * (some ?? 0));
  }
});

describe('of a long array is said', () => {
  test('what is gone in the middle of it, and nothing else', () => {
    const items = things(3_000);
    const { found } = compared(items, [...items.slice(0, 100), ...items.slice(400, 2_000), ...items.slice(2_001)]);
    expect(new Set(found.map((one) => one.split(' ')[0]))).toEqual(new Set(['array-missing-item']));
    expect(found).toHaveLength(301);
  });

  test('that the order is another one, and what differs in one item all the same', () => {
    const items = things(2_000);
    const changed = scattered(items.map((item, at) => (at === 900 ? renamed(item) : item)));
    const at = changed.findIndex((item) => isJsonObject(item) && item['id'] === 'id-900');
    expect(compared(items, changed).found).toEqual([`value $[${at}].name`, 'array-order $']);
  });

  test('which texts are in the place of which, between others that stayed', () => {
    const items = things(2_000).map(nameless);
    const changed = [...items.slice(200, 700), 'new', ...items.slice(701)];
    const { found } = compared(items, changed);
    expect(found.filter((one) => one.startsWith('array-missing-item'))).toHaveLength(200);
    expect(found.filter((one) => !one.startsWith('array-missing-item'))).toEqual(['type $[500]']);
  });

  test('the same whether or not it fits by other shapes of expectations', () => {
    const items = things(2_000);
    const shapes = items.map((item, at) => (isJsonObject(item) ? { ...item, [`only${at % 40}`]: at } : item));
    expect(compared(shapes, scattered(shapes)).found).toEqual(['array-order $']);
    expect(compared(shapes, scattered(shapes), '<unordered>').found).toEqual([]);
  });
});
