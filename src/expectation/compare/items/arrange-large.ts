import type { Values } from '../../../format/template/values.ts';
import { type Json, property } from '../../../json/json.ts';
import type { Expected } from '../../compile/expected.ts';
import { isScalar, type Scalar } from '../../matchers/same-scalar.ts';
import { expectedIdentity, sameIdentity } from '../distance.ts';
import { matches, type Terms } from '../matches.ts';
import { alignByWindow } from './align-by-window.ts';
import type { Alignment } from './align-items.ts';
import { pairItems } from './match-large.ts';

type Lists = { readonly stated: readonly Expected[]; readonly items: readonly Json[] };

/**
 * For arrays too large to compare every pair: in order with a short look-ahead, or by looking up matching items and
 * items with the same `id`, whichever leaves fewer differences.
 */
export function arrangeLarge(lists: Lists, terms: Terms): Alignment {
  const inOrder = alignLarge(lists, terms);
  const gaps = Math.abs(lists.stated.length - lists.items.length);
  if (cost(inOrder, lists, terms) === gaps) return inOrder;
  const fits = (one: Expected, item: Json) => matches(one, item, terms);
  const partners = pairItems(lists.stated, lists.items, { values: terms.values, fits });
  const lookedUp = pairSame(pairsOf(partners, lists.items.length), lists, terms.values);
  const whole = isInOrder(lookedUp.pairs) ? fillGaps(lookedUp, lists, terms) : lookedUp;
  return cost(whole, lists, terms) < cost(inOrder, lists, terms) ? whole : inOrder;
}

/** Whether later items have later partners. */
export function isInOrder(pairs: Alignment['pairs']): boolean {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
  return sorted.every(([, item], at) => at === 0 || item > (sorted[at - 1]?.[1] ?? -1));
}

/** Pairs by the index of a partner, or -1. */
export function pairsOf(partners: readonly number[], items: number): Alignment {
  const pairs: (readonly [number, number])[] = [];
  const missing: number[] = [];
  partners.forEach((item, one) => {
    if (item === -1) missing.push(one);
    else pairs.push([one, item]);
  });
  const taken = new Set(partners);
  return { pairs, missing, extra: Array.from({ length: items }, (_, at) => at).filter((at) => !taken.has(at)) };
}

/** Also pairs items with the same `id`, even if they differ. */
export function pairSame({ pairs, missing, extra }: Alignment, { stated, items }: Lists, values: Values): Alignment {
  const byIdentity = identityIndex(items, extra);
  const same = missing.flatMap((one): readonly (readonly [number, number])[] => {
    const at = byIdentity.get(identityOf(stated[one], values))?.shift();
    const [expected, item] = [stated[one], items[at ?? -1]];
    if (at === undefined || expected === undefined || item === undefined) return [];
    return sameIdentity(expected, item, values) === true ? [[one, at]] : [];
  });
  const [found, taken] = [new Set(same.map(([one]) => one)), new Set(same.map(([, at]) => at))];
  return {
    pairs: [...pairs, ...same],
    missing: missing.filter((one) => !found.has(one)),
    extra: extra.filter((at) => !taken.has(at)),
  };
}

/** The items that have an `id`, by its text: the same text is not yet the same `id`. */
export function identityIndex(items: readonly Json[], among: Iterable<number>): ReadonlyMap<string, number[]> {
  const index = new Map<string, number[]>();
  for (const at of among) {
    const item = items[at];
    const id = property(item, 'id');
    if (id === undefined || id === null || !isScalar(id)) continue;
    const known = index.get(String(id));
    if (known === undefined) index.set(String(id), [at]);
    else known.push(at);
  }
  return index;
}

export function identityOf(expected: Expected | undefined, values: Values): string {
  const id: Scalar | undefined = expected === undefined ? undefined : expectedIdentity(expected, values);
  return id === undefined || id === null ? '' : String(id);
}

/** Aligns the items without a partner between two consecutive pairs. */
function fillGaps({ pairs, missing, extra }: Alignment, lists: Lists, terms: Terms): Alignment {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
  const gapOf = (side: 0 | 1) => {
    const gaps = new Map<number, number[]>();
    let gap = 0;
    for (const at of side === 0 ? missing : extra) {
      while (gap < sorted.length && (sorted[gap]?.[side] ?? 0) < at) gap++;
      const known = gaps.get(gap);
      if (known === undefined) gaps.set(gap, [at]);
      else known.push(at);
    }
    return gaps;
  };
  const [statedGaps, itemGaps] = [gapOf(0), gapOf(1)];
  const filled: (readonly [number, number])[] = [];
  for (const [gap, ones] of statedGaps) {
    const others = itemGaps.get(gap) ?? [];
    const part = {
      stated: ones.flatMap((one) => lists.stated[one] ?? []),
      items: others.flatMap((at) => (lists.items[at] === undefined ? [] : [lists.items[at]])),
    };
    for (const [one, at] of alignLarge(part, terms).pairs) filled.push([ones[one] ?? 0, others[at] ?? 0]);
  }
  const [found, taken] = [new Set(filled.map(([one]) => one)), new Set(filled.map(([, at]) => at))];
  return {
    pairs: [...pairs, ...filled],
    missing: missing.filter((one) => !found.has(one)),
    extra: extra.filter((at) => !taken.has(at)),
  };
}

function alignLarge({ stated, items }: Lists, terms: Terms): Alignment {
  return alignByWindow(stated.length, items.length, (left, right) => {
    const [one, item] = [stated[left], items[right]];
    if (one === undefined || item === undefined) return false;
    return sameIdentity(one, item, terms.values) ?? matches(one, item, terms);
  });
}

/** About how many differences an alignment is. */
function cost({ pairs, missing, extra }: Alignment, { stated, items }: Lists, terms: Terms): number {
  const differing = pairs.filter(([one, at]) => {
    const [expected, item] = [stated[one], items[at]];
    return expected !== undefined && item !== undefined && !matches(expected, item, terms);
  });
  return differing.length + missing.length + extra.length + (isInOrder(pairs) ? 0 : 1);
}
