import { commonEnds } from '../../expectation/compare/common-ends.ts';
import { differingTexts } from '../../expectation/compare/differing-texts.ts';
import { alignByWindow } from '../../expectation/compare/items/align-by-window.ts';
import { alignItems } from '../../expectation/compare/items/align-items.ts';
import { type Scalar, sameScalar } from '../../expectation/matchers/same-scalar.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, type JsonObject, jsonType, property } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { compareTexts } from './compare-texts.ts';
import type { ChangeCode, ComparedChange } from './compared-change.ts';
import type { Lens } from './lens.ts';

/** Named for a request or a version of a thing: they are new every time. */
const passing: ReadonlySet<string> = new Set(['@odata.etag', 'etag', 'request-id', 'client-request-id', 'requestId']);

/** Above this many pairs, items are compared with those near to them only. */
const mostPairs = 20_000;

type Pair = { readonly before: Json | undefined; readonly after: Json | undefined };

/** Finds the differences between two values, after known names are mapped. */
export class ValueComparison {
  readonly #lens: Lens;
  readonly #ordered: boolean;
  /** How many values may still be visited to pair items precisely. */
  #effort = 1_000_000;

  /** `ordered`: the request states the order of the items at `$.value`. */
  constructor(lens: Lens, ordered: boolean) {
    this.#lens = lens;
    this.#ordered = ordered;
  }

  compare(pair: Pair): readonly ComparedChange[] {
    const changes: ComparedChange[] = [];
    this.#compare('$', pair, changes);
    return changes;
  }

  #compare(path: string, { before, after }: Pair, into: ComparedChange[]): void {
    this.#effort--;
    if (before === undefined || after === undefined) {
      if (before !== after)
        into.push(change(before === undefined ? 'property-new' : 'property-gone', path, { before, after }));
    } else if (jsonType(before) !== jsonType(after)) into.push(change('type', path, { before, after }));
    else if (Array.isArray(before) && Array.isArray(after)) this.#compareItems(path, before, after, into);
    else if (isJsonObject(before) && isJsonObject(after)) this.#compareMembers(path, before, after, into);
    else if (typeof before === 'string' && typeof after === 'string') {
      const code = compareTexts(before, after, this.#lens);
      if (code !== undefined) {
        const { expected, actual } = differingTexts(before, after);
        into.push({ code, path, before: expected, after: actual });
      }
    } else if (!sameScalar(before as Scalar, after)) into.push(change('value', path, { before, after }));
  }

  #compareMembers(path: string, before: JsonObject, after: JsonObject, into: ComparedChange[]): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const pair = { before: property(before, name), after: property(after, name) };
      const isKept = pair.before !== undefined && pair.after !== undefined;
      if (!(isKept && passing.has(name))) this.#compare(childPath(path, name), pair, into);
    }
  }

  #compareItems(path: string, before: readonly Json[], after: readonly Json[], into: ComparedChange[]): void {
    const { pairs, moved } = this.#arrange(before, after);
    const partnerOf = new Map(pairs);
    const partners = new Set(pairs.map(([, other]) => other));
    for (const [at, item] of before.entries()) {
      const other = partnerOf.get(at);
      const here = childPath(path, at);
      if (other === undefined) into.push(change('item-gone', here, { before: item, after: undefined }));
      else this.#compare(here, { before: item, after: after[other] }, into);
    }
    for (const [at, item] of after.entries()) {
      if (!partners.has(at)) into.push(change('item-new', childPath(path, at), { before: undefined, after: item }));
    }
    if (moved && this.#ordered && path === '$.value') into.push({ code: 'order', path });
  }

  /** Which item became which: in their order as far as that explains most, then the same ones wherever they are. */
  #arrange(before: readonly Json[], after: readonly Json[]): Arrangement {
    const cost = (one: number, other: number) => this.#cost(before[one], after[other]);
    const { head, tail } = commonEnds([...before.keys()], [...after.keys()], (one, other) => cost(one, other) === 0);
    const ends = Array.from(
      { length: head + tail },
      (_, at): Partners => (at < head ? [at, at] : [before.length - head - tail + at, after.length - head - tail + at]),
    );
    const left = [...before.keys()].slice(head, before.length - tail);
    const right = [...after.keys()].slice(head, after.length - tail);
    const inOrder = this.#align(left, right, cost);
    const good = inOrder.filter(([one, other]) => cost(one, other) === 0);
    const moved = this.#moved({ before, after }, without(left, good, 0), without(right, good, 1));
    if (moved.length === 0) return { pairs: [...ends, ...inOrder], moved: false };
    const paired = [...good, ...moved];
    const rest = this.#align(without(left, paired, 0), without(right, paired, 1), cost);
    return { pairs: [...ends, ...paired, ...rest], moved: true };
  }

  #moved(items: Items, left: readonly number[], right: readonly number[]): readonly Partners[] {
    if (left.length * right.length > mostPairs) return [];
    const free = new Set(right);
    return left.flatMap((one): readonly Partners[] => {
      const other = [...free].find((at) => this.#isFirmly(items.before[one], items.after[at]));
      if (other === undefined) return [];
      free.delete(other);
      return [[one, other]];
    });
  }

  #align(left: readonly number[], right: readonly number[], cost: Cost): readonly Partners[] {
    if (left.length === 1 && right.length === 1) return [[left[0] ?? 0, right[0] ?? 0]];
    const partner = (one: number, other: number): Partners => [left[one] ?? 0, right[other] ?? 0];
    if (left.length * right.length > mostPairs || this.#effort < 0) {
      const isSame = (one: number, other: number) => cost(...partner(one, other)) === 0;
      return alignByWindow(left.length, right.length, isSame).pairs.map((pair) => partner(...pair));
    }
    const { pairs } = alignItems(left.length, right.length, (one, other) => cost(...partner(one, other)));
    return pairs.map((pair) => partner(...pair));
  }

  /** How unlike two items are: 0 (the same) to 1. One difference alone makes no other thing. */
  #cost(before: Json | undefined, after: Json | undefined): number {
    const count = this.#lens.renaming.tentatively(() => this.#count(before, after));
    if (count === 0) return 0;
    const share = Math.min(1, count / size(before));
    return count === 1 ? Math.min(0.7, share) : share;
  }

  #count(before: Json | undefined, after: Json | undefined): number {
    const found: ComparedChange[] = [];
    if (this.#effort > 0) this.#compare('$', { before, after }, found);
    return found.length;
  }

  /** Whether two items are equal by the known pairs alone, without adding new ones. */
  #isFirmly(before: Json | undefined, after: Json | undefined): boolean {
    const { renaming } = this.#lens;
    return renaming.tentatively(() => {
      const known = renaming.size;
      return this.#count(before, after) === 0 && renaming.size === known;
    });
  }
}

/** The indices of two items that belong together. */
type Partners = readonly [before: number, after: number];
type Cost = (before: number, after: number) => number;
type Items = { readonly before: readonly Json[]; readonly after: readonly Json[] };
type Arrangement = { readonly pairs: readonly Partners[]; readonly moved: boolean };

function without(indices: readonly number[], pairs: readonly Partners[], side: 0 | 1): readonly number[] {
  const taken = new Set(pairs.map((pair) => pair[side]));
  return indices.filter((at) => !taken.has(at));
}

function change(code: ChangeCode, path: string, { before, after }: Pair): ComparedChange {
  return {
    code,
    path,
    ...(before !== undefined && { before: compactJson(before) }),
    ...(after !== undefined && { after: compactJson(after) }),
  };
}

function size(value: Json | undefined): number {
  if (Array.isArray(value))
    return Math.max(
      1,
      value.reduce<number>((sum, item) => sum + size(item), 0),
    );
  if (!isJsonObject(value)) return 1;
  return Math.max(
    1,
    Object.values(value).reduce<number>((sum, member) => sum + size(member), 0),
  );
}
