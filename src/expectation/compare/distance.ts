import { evaluate } from '../../format/template/evaluate-template.ts';
import type { Values } from '../../format/template/values.ts';
import { isJsonObject, type Json, property } from '../../json/json.ts';
import { allowsAbsence, type Expected, type ExpectedArray, type ExpectedObject } from '../compile/expected.ts';
import { isScalar, type Scalar, sameScalar } from '../matchers/same-scalar.ts';
import { commonEnds } from './common-ends.ts';
import { matches, type Terms } from './matches.ts';

/**
 * How many values may still be visited to explain differences precisely; without it, explanations get coarser, never
 * wrong.
 */
export type MatchingEffort = { left: number };

type Measure = Terms & { readonly effort: MatchingEffort };

/** The cost of an item without a partner: two of them cost as much as the worst pair. */
export const gapCost = 0.5;

/**
 * How different an expected item and an item are, from 0 (matches) to 1 (nothing in common). The same `id` makes a pair
 * regardless of other differences; another `id` prevents one, unless it is the only difference.
 */
export function pairCost(expected: Expected, value: Json, measure: Measure): number {
  const differing = distance(expected, value, measure);
  if (differing === 0) return 0;
  const share = Math.min(1, differing / leafCount(expected));
  const same = sameIdentity(expected, value, measure.values);
  if (same === true) return share / 10;
  if (differing === 1) return Math.min(0.7, share);
  return same === false ? 1 : share;
}

/** Whether both have the same `id`; `undefined` if one of them has none. */
export function sameIdentity(expected: Expected, value: Json, values: Values): boolean | undefined {
  const stated = expectedIdentity(expected, values);
  const actual = property(value, 'id');
  if (stated === undefined || stated === null || actual === undefined || actual === null) return undefined;
  return sameScalar(stated, actual);
}

/** The `id` that an expected item has, where it expects one. */
export function expectedIdentity(expected: Expected, values: Values): Scalar | undefined {
  if (expected.kind !== 'object' || !expected.names.has('id')) return undefined;
  const id = expected.properties.find(({ name }) => name === 'id')?.expected;
  if (id?.kind === 'literal') return id.value;
  const value = id?.kind === 'template' ? evaluate(id.template, values) : undefined;
  return value !== undefined && isScalar(value) ? value : undefined;
}

/** About how many differences a report would have; 0 exactly where the expectation is kept. */
function distance(expected: Expected, value: Json, measure: Measure): number {
  measure.effort.left--;
  if (measure.effort.left < 0) return 1;
  switch (expected.kind) {
    case 'literal':
    case 'template':
    case 'matcher':
      return matches(expected, value, measure) ? 0 : 1;
    case 'object':
      return isJsonObject(value) ? objectDistance(expected, value, measure) : leafCount(expected);
    default:
      return Array.isArray(value) ? arrayDistance(expected, value, measure) : leafCount(expected);
  }
}

function objectDistance(expected: ExpectedObject, value: { readonly [name: string]: Json }, measure: Measure): number {
  let sum = 0;
  let found = 0;
  for (const { name, expected: stated } of expected.properties) {
    const actual = property(value, name);
    if (actual === undefined) sum += allowsAbsence(stated) ? 0 : 1;
    else {
      sum += distance(stated, actual, measure);
      found++;
    }
  }
  return measure.strict ? sum + Object.keys(value).length - found : sum;
}

function arrayDistance(expected: ExpectedArray, items: readonly Json[], measure: Measure): number {
  if (expected.kind === 'array') return itemsDistance(expected.items, items, measure);
  if (expected.kind === 'each')
    return items.reduce<number>((sum, item) => sum + distance(expected.item, item, measure), 0);
  measure.effort.left -= items.length * (expected.kind === 'count' ? 1 : expected.items.length);
  return matches(expected, items, measure) ? 0 : 1;
}

/** Item by item between the equal ends, so that one item less is a distance of one. */
function itemsDistance(stated: readonly Expected[], items: readonly Json[], measure: Measure): number {
  const { head, tail } = commonEnds(stated, items, (one, item) => matches(one, item, measure));
  measure.effort.left -= head + tail;
  const itemsLeft = items.length - tail;
  const expectedLeft = stated.length - tail;
  let sum = Math.abs(expectedLeft - itemsLeft);
  for (let index = head; index < Math.min(expectedLeft, itemsLeft); index++) {
    const one = stated[index];
    const item = items[index];
    if (one !== undefined && item !== undefined) sum += distance(one, item, measure);
  }
  return sum;
}

function leafCount(expected: Expected): number {
  if (expected.kind === 'object') {
    return Math.max(
      1,
      expected.properties.reduce((sum, one) => sum + leafCount(one.expected), 0),
    );
  }
  if (expected.kind === 'array' || expected.kind === 'contains' || expected.kind === 'unordered') {
    return Math.max(
      1,
      expected.items.reduce((sum, item) => sum + leafCount(item), 0),
    );
  }
  return 1;
}
