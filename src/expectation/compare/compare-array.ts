import type { Json } from '../../json/json.ts';
import type { Expected, ExpectedArray, ExpectedItems } from '../compile/expected.ts';
import { commonEnds } from './common-ends.ts';
import type { Comparison } from './comparison.ts';
import { pairCost, sameIdentity } from './distance.ts';
import { type Arrangement, arrangeItems } from './items/arrange-items.ts';
import { identityIndex, identityOf, pairSame, pairsOf } from './items/arrange-large.ts';
import { type Fitting, findItems, pairItems } from './items/match-large.ts';
import { matches } from './matches.ts';

export type ArrayPair = {
  readonly expected: ExpectedArray;
  readonly items: readonly Json[];
  readonly comparison: Comparison;
  /** Compares one item, and adds its differences to the comparison. */
  readonly compare: (expected: Expected, value: Json, comparison: Comparison) => void;
};

/**
 * Compares an array with its expectation: which items are there, which are missing, and the differences inside the
 * others.
 */
export function compareArray(input: ArrayPair): void {
  const { expected, items, comparison } = input;
  const { count } = expected;
  if (count !== undefined && !matches(count, items.length, comparison)) reportCount(count, input);
  switch (expected.kind) {
    case 'array':
      compareInOrder(expected, input);
      return;
    case 'unordered':
    case 'contains':
      reportArrangement(expected, arrangementOf(expected, items, comparison), input);
      return;
    case 'each':
      for (let index = 0; index < items.length; index++) compareItem(expected.item, index, input);
      return;
    case 'count':
      return;
    default:
      expected satisfies never;
  }
}

function compareItem(stated: Expected | undefined, index: number, { items, comparison, compare }: ArrayPair): void {
  const item = items[index];
  if (stated === undefined || item === undefined) return;
  comparison.enter(index);
  compare(stated, item, comparison);
  comparison.leave();
}

/** Usually every item matches the expected item at its index: then nothing has to be arranged. */
function compareInOrder(expected: ExpectedItems, input: ArrayPair): void {
  const { items, comparison } = input;
  const ends = endsOf(expected.items, items, comparison);
  if (ends.head < expected.items.length || ends.head < items.length) {
    reportArrangement(expected, arrangeBetween(ends, expected.items, { items, comparison }), input);
    return;
  }
  for (let index = 0; index < items.length; index++) compareItem(expected.items[index], index, input);
}

type Ends = { readonly head: number; readonly tail: number };

function endsOf(stated: readonly Expected[], items: readonly Json[], comparison: Comparison): Ends {
  return commonEnds(stated, items, (one, item) => matches(one, item, comparison));
}

/** Which expected item became which: of items in order, in any order, or contained. */
export function arrangementOf(
  { kind, items: stated }: ExpectedItems,
  items: readonly Json[],
  comparison: Comparison,
): Arrangement {
  if (kind === 'unordered') return arrangeUnordered(stated, items, comparison);
  if (kind === 'contains') return arrangeContained(stated, items, comparison);
  return arrangeBetween(endsOf(stated, items, comparison), stated, { items, comparison });
}

/** Items that match at both ends stay; only the items between them are arranged. */
function arrangeBetween(
  { head, tail }: Ends,
  stated: readonly Expected[],
  { items, comparison }: Pick<ArrayPair, 'items' | 'comparison'>,
): Arrangement {
  const middle =
    head < stated.length || head < items.length
      ? arrangeItems(stated.slice(head, stated.length - tail), items.slice(head, items.length - tail), comparison)
      : nothingBetween;
  const { pairs, missing, extra, reordered } = shifted(middle, head);
  const first = Array.from({ length: head }, (_, at): readonly [number, number] => [at, at]);
  const last = Array.from({ length: tail }, (_, at): readonly [number, number] => [
    stated.length - tail + at,
    items.length - tail + at,
  ]);
  return { pairs: [...first, ...pairs, ...last], missing, extra, reordered };
}

const nothingBetween: Arrangement = { pairs: [], missing: [], extra: [], reordered: false };

function shifted({ pairs, missing, extra, reordered }: Arrangement, by: number): Arrangement {
  return {
    pairs: pairs.map(([one, item]) => [one + by, item + by]),
    missing: missing.map((one) => one + by),
    extra: extra.map((item) => item + by),
    reordered,
  };
}

/**
 * `<unordered>`: an item without an exact partner is paired with the most similar remaining one, to show their
 * differences.
 */
function arrangeUnordered(stated: readonly Expected[], items: readonly Json[], comparison: Comparison): Arrangement {
  const partners = pairItems(stated, items, fittingOf(comparison));
  const { pairs, missing, extra } = pairSame(pairsOf(partners, items.length), { stated, items }, comparison.values);
  const similar = pairSimilar(missing, new Set(extra), { stated, items, comparison });
  const [takenExpectations, takenItems] = [
    new Set(similar.map(([one]) => one)),
    new Set(similar.map(([, item]) => item)),
  ];
  return {
    pairs: [...pairs, ...similar],
    missing: missing.filter((one) => !takenExpectations.has(one)),
    extra: extra.filter((item) => !takenItems.has(item)),
    reordered: false,
  };
}

const fittingOf = (comparison: Comparison): Fitting => ({
  values: comparison.values,
  fits: (one, item) => matches(one, item, comparison),
});

type Candidates = {
  readonly stated: readonly Expected[];
  readonly items: readonly Json[];
  readonly comparison: Comparison;
};

const mostCandidates = 20_000;

/** Pairs missing items with extra ones, the most similar first, as long as two have something in common. */
function pairSimilar(
  missing: readonly number[],
  extra: ReadonlySet<number>,
  { stated, items, comparison }: Candidates,
): readonly (readonly [number, number])[] {
  if (missing.length * extra.size > mostCandidates) return [];
  const candidates = missing.flatMap((one) =>
    [...extra].map((item) => ({ one, item, cost: costOf(stated[one], items[item], comparison) })),
  );
  const takenExpectations = new Set<number>();
  const takenItems = new Set<number>();
  const pairs: [number, number][] = [];
  for (const { one, item } of candidates.filter(({ cost }) => cost < 1).sort((a, b) => a.cost - b.cost)) {
    if (takenExpectations.has(one) || takenItems.has(item)) continue;
    takenExpectations.add(one);
    takenItems.add(item);
    pairs.push([one, item]);
  }
  return pairs;
}

function costOf(stated: Expected | undefined, item: Json | undefined, comparison: Comparison): number {
  return stated === undefined || item === undefined ? 1 : pairCost(stated, item, comparison);
}

/** `<contains>`: an item with the expected `id` is compared; if there is none, the expected item is missing. */
function arrangeContained(stated: readonly Expected[], items: readonly Json[], comparison: Comparison): Arrangement {
  const pairs: (readonly [number, number])[] = [];
  const missing: number[] = [];
  const found = findItems(stated, items, fittingOf(comparison));
  const byIdentity = found.includes(-1) ? identityIndex(items, items.keys()) : new Map<string, number[]>();
  stated.forEach((one, index) => {
    const fitting = found[index] ?? -1;
    const alike = fitting === -1 ? (byIdentity.get(identityOf(one, comparison.values)) ?? []) : [];
    const isSame = (at: number) => sameIdentity(one, items[at] ?? null, comparison.values) === true;
    const meant = fitting === -1 ? (alike.find(isSame) ?? -1) : fitting;
    if (meant !== -1) pairs.push([index, meant]);
    else missing.push(index);
  });
  return { pairs, missing, extra: [], reordered: false };
}

function reportArrangement(
  expected: ExpectedItems,
  { pairs, missing, extra, reordered }: Arrangement,
  input: ArrayPair,
): void {
  const { items, comparison } = input;
  for (const [one, item] of [...pairs].sort((a, b) => a[1] - b[1])) compareItem(expected.items[one], item, input);
  for (const index of missing) {
    const one = expected.items[index];
    if (one !== undefined) reportMissing(one, index, comparison);
  }
  for (const index of extra) {
    const received = items[index];
    if (received === undefined) continue;
    comparison.differ({
      code: 'array-extra-item',
      key: index,
      message: 'this item was not expected',
      span: expected.span,
      received,
    });
  }
  if (reordered) reportOrder(expected, pairs, input);
}

function reportMissing(stated: Expected, index: number, comparison: Comparison): void {
  comparison.differ({
    code: 'array-missing-item',
    key: index,
    message: 'no item of the array matches',
    span: stated.span,
    stated,
  });
}

const mostMovesShown = 5;

function reportOrder(expected: ExpectedItems, pairs: Arrangement['pairs'], { items, comparison }: ArrayPair): void {
  const moved = pairs.filter(([one, item]) => one !== item);
  const shown = moved.slice(0, mostMovesShown).map(([one, item]) => `expected [${one}] was received as [${item}]`);
  const more = moved.length > mostMovesShown ? `, and ${moved.length - mostMovesShown} more` : '';
  comparison.differ({
    code: 'array-order',
    message: `the items have another order: ${shown.join(', ')}${more}`,
    span: expected.span,
    stated: expected,
    received: items,
  });
}

function reportCount(count: Expected, { items, comparison }: ArrayPair): void {
  comparison.differ({
    code: 'value',
    message: 'the array has another number of items',
    span: count.span,
    stated: count,
    words: () => ({ actual: String(items.length) }),
  });
}
