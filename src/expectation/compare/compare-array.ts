import type { Json } from '../../json/json.ts';
import type { Expected, ExpectedArray, ExpectedCount, ExpectedItems } from '../compile/expected.ts';
import { type Arrangement, arrangeItems } from './arrange-items.ts';
import { commonEnds } from './common-ends.ts';
import type { Comparison } from './comparison.ts';
import { pairCost, promisedIdentity, sameIdentity } from './distance.ts';
import { matchItems } from './match-items.ts';
import { matches } from './matches.ts';

export type ArrayAndPromise = {
  readonly expected: ExpectedArray;
  readonly items: readonly Json[];
  readonly comparison: Comparison;
  /** Judges one item; tells the comparison. */
  readonly judge: (expected: Expected, value: Json, comparison: Comparison) => void;
};

/** Compares an array with its promise: which items are there, which are not, and what differs inside those that are. */
export function judgeArray(input: ArrayAndPromise): void {
  const { expected, items, comparison } = input;
  switch (expected.kind) {
    case 'array':
      judgeInOrder(expected, input);
      return;
    case 'unordered':
    case 'contains':
      reportArrangement(expected, arrangementOf(expected, items, comparison), input);
      return;
    case 'each':
      for (let index = 0; index < items.length; index++) judgeItem(expected.item, index, input);
      return;
    case 'count':
      if (!matches(expected.count, items.length, comparison)) reportCount(expected, input);
      return;
    default:
      expected satisfies never;
  }
}

function judgeItem(promised: Expected | undefined, index: number, { items, comparison, judge }: ArrayAndPromise): void {
  const item = items[index];
  if (promised === undefined || item === undefined) return;
  comparison.enter(index);
  judge(promised, item, comparison);
  comparison.leave();
}

/** Mostly everything fits as it stands: then nothing has to be arranged. */
function judgeInOrder(expected: ExpectedItems, input: ArrayAndPromise): void {
  const { items, comparison } = input;
  const ends = endsOf(expected.items, items, comparison);
  if (ends.head < expected.items.length || ends.head < items.length) {
    reportArrangement(expected, arrangeBetween(ends, expected.items, { items, comparison }), input);
    return;
  }
  for (let index = 0; index < items.length; index++) judgeItem(expected.items[index], index, input);
}

type Ends = { readonly head: number; readonly tail: number };

function endsOf(promised: readonly Expected[], items: readonly Json[], comparison: Comparison): Ends {
  return commonEnds(promised, items, (one, item) => matches(one, item, comparison));
}

/** Which promised item became which: of items in order, in any order, or contained. */
export function arrangementOf(
  { kind, items: promised }: ExpectedItems,
  items: readonly Json[],
  comparison: Comparison,
): Arrangement {
  if (kind === 'unordered') return arrangeUnordered(promised, items, comparison);
  if (kind === 'contains') return arrangeContained(promised, items, comparison);
  return arrangeBetween(endsOf(promised, items, comparison), promised, { items, comparison });
}

/** What fits at both ends stays where it is; only what stands between is arranged. */
function arrangeBetween(
  { head, tail }: Ends,
  promised: readonly Expected[],
  { items, comparison }: Pick<ArrayAndPromise, 'items' | 'comparison'>,
): Arrangement {
  const middle =
    head < promised.length || head < items.length
      ? arrangeItems(promised.slice(head, promised.length - tail), items.slice(head, items.length - tail), comparison)
      : nothingBetween;
  const { pairs, missing, extra, reordered } = shifted(middle, head);
  const first = Array.from({ length: head }, (_, at): readonly [number, number] => [at, at]);
  const last = Array.from({ length: tail }, (_, at): readonly [number, number] => [
    promised.length - tail + at,
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

/** `<unordered>`: what has no exact partner is paired with the most similar that has none either, to say what differs. */
function arrangeUnordered(promised: readonly Expected[], items: readonly Json[], comparison: Comparison): Arrangement {
  const partnerOf = matchItems(promised, items, (one, item) => matches(one, item, comparison));
  const taken = new Set(partnerOf);
  const pairs: (readonly [number, number])[] = [];
  const missing: number[] = [];
  const extra = new Set(items.keys().filter((index) => !taken.has(index)));
  partnerOf.forEach((partner, index) => {
    if (partner === -1) missing.push(index);
    else pairs.push([index, partner]);
  });
  const similar = pairSimilar(missing, extra, { promised, items, comparison });
  for (const [, item] of similar) extra.delete(item);
  const left = missing.filter((one) => similar.every(([paired]) => paired !== one));
  return { pairs: [...pairs, ...similar], missing: left, extra: [...extra], reordered: false };
}

type Candidates = {
  readonly promised: readonly Expected[];
  readonly items: readonly Json[];
  readonly comparison: Comparison;
};

const mostCandidates = 20_000;

/** Pairs what is missing with what is extra, the most similar first, as long as two have something in common. */
function pairSimilar(
  missing: readonly number[],
  extra: ReadonlySet<number>,
  { promised, items, comparison }: Candidates,
): readonly (readonly [number, number])[] {
  if (missing.length * extra.size > mostCandidates) return [];
  const candidates = missing.flatMap((one) =>
    [...extra].map((item) => ({ one, item, cost: costOf(promised[one], items[item], comparison) })),
  );
  const takenPromises = new Set<number>();
  const takenItems = new Set<number>();
  const pairs: [number, number][] = [];
  for (const { one, item } of candidates.filter(({ cost }) => cost < 1).sort((a, b) => a.cost - b.cost)) {
    if (takenPromises.has(one) || takenItems.has(item)) continue;
    takenPromises.add(one);
    takenItems.add(item);
    pairs.push([one, item]);
  }
  return pairs;
}

function costOf(promised: Expected | undefined, item: Json | undefined, comparison: Comparison): number {
  return promised === undefined || item === undefined ? 1 : pairCost(promised, item, comparison);
}

/** `<contains>`: an item with the promised `id` is the one that was meant; otherwise the promised item is missing. */
function arrangeContained(promised: readonly Expected[], items: readonly Json[], comparison: Comparison): Arrangement {
  const pairs: (readonly [number, number])[] = [];
  const missing: number[] = [];
  promised.forEach((one, index) => {
    const fitting = items.findIndex((item) => matches(one, item, comparison));
    const hasIdentity = fitting === -1 && promisedIdentity(one, comparison.values) !== undefined;
    const meant = hasIdentity
      ? items.findIndex((item) => sameIdentity(one, item, comparison.values) === true)
      : fitting;
    if (meant !== -1) pairs.push([index, meant]);
    else missing.push(index);
  });
  return { pairs, missing, extra: [], reordered: false };
}

function reportArrangement(
  expected: ExpectedItems,
  { pairs, missing, extra, reordered }: Arrangement,
  input: ArrayAndPromise,
): void {
  const { items, comparison } = input;
  for (const [one, item] of [...pairs].sort((a, b) => a[1] - b[1])) judgeItem(expected.items[one], item, input);
  for (const index of missing) {
    const one = expected.items[index];
    if (one !== undefined) reportMissing(one, index, comparison);
  }
  for (const index of extra) {
    const came = items[index];
    if (came === undefined) continue;
    comparison.differ({
      code: 'array-extra-item',
      path: comparison.path(index),
      message: 'this item was not promised',
      span: expected.span,
      came,
    });
  }
  if (reordered) reportOrder(expected, pairs, input);
}

function reportMissing(promised: Expected, index: number, comparison: Comparison): void {
  comparison.differ({
    code: 'array-missing-item',
    path: comparison.path(index),
    message: 'no item of the array is the promised one',
    span: promised.span,
    promised,
  });
}

const mostMovesShown = 5;

function reportOrder(
  expected: ExpectedItems,
  pairs: Arrangement['pairs'],
  { items, comparison }: ArrayAndPromise,
): void {
  const moved = pairs.filter(([one, item]) => one !== item);
  const shown = moved.slice(0, mostMovesShown).map(([one, item]) => `promised [${one}] came as [${item}]`);
  const more = moved.length > mostMovesShown ? `, and ${moved.length - mostMovesShown} more` : '';
  comparison.differ({
    code: 'array-order',
    message: `the items came in another order: ${shown.join(', ')}${more}`,
    span: expected.span,
    promised: expected,
    came: items,
  });
}

function reportCount({ count }: ExpectedCount, { items, comparison }: ArrayAndPromise): void {
  comparison.differ({
    code: 'value',
    message: 'the array has another number of items',
    span: count.span,
    promised: count,
    actual: String(items.length),
  });
}
