import type { Values } from '../../../format/template/values.ts';
import type { Json } from '../../../json/json.ts';
import type { Expected } from '../../compile/expected.ts';
import { itemIndex } from './item-index.ts';
import { matchItems } from './match-items.ts';

export type Fitting = {
  readonly values: Values;
  readonly fits: (stated: Expected, item: Json) => boolean;
};

/** Up to here each is compared with each. */
const comparable = 20_000;

/**
 * Pairs as many expected items with matching items as possible, each once; -1 if there is no partner. Large lists use
 * an index instead of comparing every pair: for expected values that takes linear time.
 */
export function pairItems(stated: readonly Expected[], items: readonly Json[], fitting: Fitting): readonly number[] {
  if (stated.length * items.length <= comparable) {
    return matchItems(stated, items, fitting.fits);
  }
  return new LargeMatching(stated, items, fitting).partners();
}

/** For each expected item the first item that fits, whether or not another one found it, too; -1 where there is none. */
export function findItems(
  stated: readonly Expected[],
  items: readonly Json[],
  { values, fits }: Fitting,
): readonly number[] {
  if (stated.length * items.length <= comparable) {
    return stated.map((one) => items.findIndex((item) => fits(one, item)));
  }
  const candidates = itemIndex(stated, items, values);
  return stated.map((one, at) => {
    const isFitting = (index: number) => fits(one, items[index] ?? null);
    return candidates(at).items.find(isFitting) ?? -1;
  });
}

/** Augmenting paths, breadth first, over candidates. An assigned item stays assigned; only its partner may change. */
class LargeMatching {
  readonly #stated: readonly Expected[];
  readonly #items: readonly Json[];
  readonly #fitting: Fitting;
  readonly #candidates: ReturnType<typeof itemIndex>;
  readonly #partnerOf: number[];
  readonly #takenBy: number[];
  /** For each list, how many items at its beginning are assigned. */
  readonly #taken = new Map<readonly number[], number>();
  /** From here no free item can be reached, now and later. */
  readonly #closedItems = new Set<number>();
  readonly #closedLists = new Set<readonly number[]>();

  constructor(stated: readonly Expected[], items: readonly Json[], fitting: Fitting) {
    this.#stated = stated;
    this.#items = items;
    this.#fitting = fitting;
    this.#candidates = itemIndex(stated, items, fitting.values);
    this.#partnerOf = new Array<number>(stated.length).fill(-1);
    this.#takenBy = new Array<number>(items.length).fill(-1);
  }

  partners(): readonly number[] {
    for (let one = 0; one < this.#stated.length; one++) this.#search(one);
    return this.#partnerOf;
  }

  #search(from: number): void {
    const reachedFrom = new Map<number, number>();
    const seen = new Set<readonly number[]>();
    const queue = [from];
    for (let head = 0; head < queue.length; head++) {
      const one = queue[head] ?? from;
      const { items, alike } = this.#candidates(one);
      if (alike && (seen.has(items) || this.#closedLists.has(items))) continue;
      const free = this.#freeItem(one, items);
      if (free !== undefined) {
        reachedFrom.set(free, one);
        this.#reassign(free, reachedFrom);
        return;
      }
      if (alike) seen.add(items);
      for (const item of items) {
        const owner = this.#takenBy[item] ?? -1;
        if (owner === -1 || this.#closedItems.has(item) || reachedFrom.has(item) || !this.#fits(one, item)) continue;
        reachedFrom.set(item, one);
        queue.push(owner);
      }
    }
    for (const item of reachedFrom.keys()) this.#closedItems.add(item);
    for (const list of seen) this.#closedLists.add(list);
  }

  #freeItem(one: number, items: readonly number[]): number | undefined {
    let at = this.#taken.get(items) ?? 0;
    while (at < items.length && this.#takenBy[items[at] ?? -1] !== -1) at++;
    this.#taken.set(items, at);
    for (; at < items.length; at++) {
      const item = items[at] ?? -1;
      if (this.#takenBy[item] === -1 && this.#fits(one, item)) return item;
    }
    return undefined;
  }

  /**
   * Walks back from a free item: each expected item on the way takes the item that it reached, and releases its former
   * one.
   */
  #reassign(free: number, reachedFrom: ReadonlyMap<number, number>): void {
    let item = free;
    while (item !== -1) {
      const one = reachedFrom.get(item) ?? -1;
      const before = this.#partnerOf[one] ?? -1;
      this.#partnerOf[one] = item;
      this.#takenBy[item] = one;
      item = before;
    }
  }

  #fits(one: number, item: number): boolean {
    const [expected, value] = [this.#stated[one], this.#items[item]];
    return expected !== undefined && value !== undefined && this.#fitting.fits(expected, value);
  }
}
