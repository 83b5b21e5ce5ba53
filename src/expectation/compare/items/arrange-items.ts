import type { Json } from '../../../json/json.ts';
import type { Expected } from '../../compile/expected.ts';
import { type MatchingEffort, pairCost, sameIdentity } from '../distance.ts';
import type { Terms } from '../matches.ts';
import { type Alignment, alignItems } from './align-items.ts';
import { arrangeLarge, isInOrder } from './arrange-large.ts';
import { matchItems } from './match-items.ts';

/** An alignment in which pairs may cross each other, because items arrived in another order. */
export type Arrangement = Alignment & { readonly reordered: boolean };

/** Up to here each is compared with each. */
const alignable = 20_000;

type Measure = Terms & { readonly effort: MatchingEffort };

/**
 * Assigns items to expected items as a person would: no existing item is reported as missing, and items are paired by
 * `id`, else by their common values.
 */
export function arrangeItems(stated: readonly Expected[], items: readonly Json[], measure: Measure): Arrangement {
  const [one, item] = [stated[0], items[0]];
  if (stated.length === 1 && items.length === 1 && one !== undefined && item !== undefined) {
    const isPair = pairCost(one, item, measure) < 1 || sameIdentity(one, item, measure.values) !== false;
    if (isPair) return { pairs: [[0, 0]], missing: [], extra: [], reordered: false };
  }
  if (stated.length * items.length > alignable) return ordered(arrangeLarge({ stated, items }, measure));
  const cost = rememberCosts(stated, items, measure);
  const alignment = alignItems(stated.length, items.length, cost);
  // Costs are guesses once the effort is spent.
  if (measure.effort.left < 0) return ordered(arrangeLarge({ stated, items }, measure));
  const fits = (left: number, right: number) => cost(left, right) === 0;
  const isClean = alignment.pairs.every(([left, right]) => fits(left, right));
  const gaps = alignment.missing.length + alignment.extra.length;
  if (isClean && gaps === Math.abs(stated.length - items.length)) return { ...alignment, reordered: false };
  return allThere(stated.length, items.length, fits) ?? withMoved(alignment, fits);
}

const ordered = (alignment: Alignment): Arrangement => ({ ...alignment, reordered: !isInOrder(alignment.pairs) });

/** Where every item (or every expected item) has a partner that fits: only the order differs, and perhaps the number. */
function allThere(
  stated: number,
  items: number,
  fits: (stated: number, item: number) => boolean,
): Arrangement | undefined {
  const arrangement = match(indices(stated), indices(items), fits);
  return arrangement.pairs.length === Math.min(stated, items) && arrangement.pairs.length > 1 ? arrangement : undefined;
}

/** An item that is missing at one place and extra at another was moved. */
function withMoved(alignment: Alignment, fits: (stated: number, item: number) => boolean): Arrangement {
  const moved = match(alignment.missing, alignment.extra, fits);
  return {
    pairs: [...alignment.pairs, ...moved.pairs],
    missing: moved.missing,
    extra: moved.extra,
    reordered: moved.pairs.length > 0,
  };
}

function match(
  stated: readonly number[],
  items: readonly number[],
  fits: (stated: number, item: number) => boolean,
): Arrangement {
  const partnerOf = matchItems(stated, items, fits);
  const pairs: [number, number][] = [];
  const missing: number[] = [];
  const taken = new Set<number>();
  stated.forEach((one, index) => {
    const partner = partnerOf[index] ?? -1;
    const item = items[partner];
    if (item === undefined) missing.push(one);
    else {
      pairs.push([one, item]);
      taken.add(item);
    }
  });
  const reordered = pairs.some(([, item], index) => index > 0 && item < (pairs[index - 1]?.[1] ?? 0));
  return { pairs, missing, extra: items.filter((item) => !taken.has(item)), reordered };
}

function rememberCosts(
  stated: readonly Expected[],
  items: readonly Json[],
  measure: Measure,
): (stated: number, item: number) => number {
  const table = new Float64Array(Math.min(alignable, stated.length * items.length)).fill(-1);
  return (left, right) => {
    const at = left * items.length + right;
    const known = table[at] ?? -1;
    if (known >= 0) return known;
    const [one, item] = [stated[left], items[right]];
    const cost = one === undefined || item === undefined ? 1 : pairCost(one, item, measure);
    table[at] = cost;
    return cost;
  };
}

const indices = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
