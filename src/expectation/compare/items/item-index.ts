import { evaluate } from '../../../format/template/evaluate-template.ts';
import type { Values } from '../../../format/template/values.ts';
import type { Json } from '../../../json/json.ts';
import { valueAt } from '../../../json/value-at.ts';
import type { Expected } from '../../compile/expected.ts';
import { expectedValue } from '../../expected-value.ts';
import { isScalar, type Scalar } from '../../matchers/same-scalar.ts';

/** The items that an expected item may fit, by index, ascending. */
export type Candidates = {
  readonly items: readonly number[];
  /** Values only are expected: expected items with the same list fit the same items. */
  readonly alike: boolean;
};

/** More shapes than these are narrowed to one value each: every shape takes a pass over all items. */
const mostShapes = 16;

/**
 * Finds the candidates of an expected item without visiting every item: those with the same values wherever it expects
 * a value. Matchers and further properties still have to be checked.
 */
export function itemIndex(
  stated: readonly Expected[],
  items: readonly Json[],
  values: Values,
): (one: number) => Candidates {
  const full = stated.map((one) => leavesOf(one, values));
  const isNarrow = new Set(full.map(({ leaves }) => shapeOf(leaves))).size > mostShapes;
  const all: readonly number[] = Array.from(items, (_, at) => at);
  const indexes = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const found = full.map(({ leaves: complete, kept, alike }): Candidates => {
    const leaves = isNarrow ? oneOf(complete) : complete;
    if (!kept) return { items: nothing, alike: true };
    const shape = shapeOf(leaves);
    if (leaves.length === 0 || (!indexes.has(shape) && indexes.size >= mostShapes)) return { items: all, alike: false };
    const index = indexes.get(shape) ?? indexItems(leaves, items);
    indexes.set(shape, index);
    const fitting = index.get(leaves.map(({ print }) => print).join('\0'));
    return { items: fitting ?? nothing, alike: alike && leaves.length === complete.length };
  });
  return (one) => found[one] ?? { items: nothing, alike: true };
}

const nothing: readonly number[] = [];

type Keys = readonly (string | number)[];
type Leaf = { readonly keys: Keys; readonly path: string; readonly print: string };

type Leaves = {
  readonly leaves: readonly Leaf[];
  /** `false`: nothing can fit. */
  readonly kept: boolean;
  /** Nothing but values is expected. */
  readonly alike: boolean;
};

function leavesOf(expected: Expected, values: Values): Leaves {
  const leaves: Leaf[] = [];
  let kept = true;
  let alike = true;
  const visit = (one: Expected, keys: Keys): void => {
    switch (one.kind) {
      case 'literal':
        leaves.push({ keys, path: JSON.stringify(keys), print: scalarPrint(one.value) });
        return;
      case 'template': {
        const value = evaluate(one.template, values);
        if (value === undefined) kept = false;
        else visit(expectedValue(value, one.span), keys);
        return;
      }
      case 'object':
        alike &&= one.properties.length > 0;
        for (const { name, expected: member } of one.properties) visit(member, [...keys, name]);
        return;
      case 'array':
        alike &&= one.items.length > 0;
        for (const [at, item] of one.items.entries()) visit(item, [...keys, at]);
        return;
      default:
        alike = false;
    }
  };
  visit(expected, []);
  return { leaves, kept, alike };
}

const shapeOf = (leaves: readonly Leaf[]): string => leaves.map(({ path }) => path).join('\0');

/** The value that identifies an object, else the first. */
function oneOf(leaves: readonly Leaf[]): readonly Leaf[] {
  const leaf = leaves.find(({ path }) => path === '["id"]') ?? leaves[0];
  return leaf === undefined ? [] : [leaf];
}

function indexItems(shape: readonly Leaf[], items: readonly Json[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  items.forEach((item, at) => {
    const prints: string[] = [];
    for (const { keys } of shape) {
      const value = valueAt(item, keys);
      if (value === undefined || !isScalar(value)) return;
      prints.push(scalarPrint(value));
    }
    const print = prints.join('\0');
    const list = index.get(print);
    if (list === undefined) index.set(print, [at]);
    else list.push(at);
  });
  return index;
}

/** Equal for two scalars exactly if `sameScalar` is true for them. */
function scalarPrint(value: Scalar): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return String(typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value);
}
