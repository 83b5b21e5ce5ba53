import { evaluate } from '../../format/template/evaluate-template.ts';
import type { Values } from '../../format/template/values.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { allowsAbsence, type Expected, type ExpectedArray, type ExpectedObject } from '../compile/expected.ts';
import { expectedValue } from '../expected-value.ts';
import { isScalar, sameScalar } from '../matchers/same-scalar.ts';
import { findItems, pairItems } from './items/match-large.ts';

/** The values and options that an expectation is checked with. */
export type Terms = {
  readonly values: Values;
  /** `true`: a property that is not expected breaks the expectation. */
  readonly strict: boolean;
};

/** Whether a value matches an expectation, without reasons and without allocations. */
export function matches(expected: Expected, value: Json, terms: Terms): boolean {
  switch (expected.kind) {
    case 'literal':
      return sameScalar(expected.value, value);
    case 'template': {
      const stated = evaluate(expected.template, terms.values);
      if (stated === undefined) return false;
      return isScalar(stated) ? sameScalar(stated, value) : matches(expectedValue(stated, expected.span), value, terms);
    }
    case 'matcher':
      return expected.matcher.matches(value);
    case 'object':
      return isJsonObject(value) && matchesObject(expected, value, terms);
    default:
      return Array.isArray(value) && matchesArray(expected, value, terms);
  }
}

function matchesObject(expected: ExpectedObject, value: { readonly [name: string]: Json }, terms: Terms): boolean {
  let found = 0;
  for (const { name, expected: stated } of expected.properties) {
    const actual = Object.hasOwn(value, name) ? value[name] : undefined;
    if (actual === undefined) {
      if (!allowsAbsence(stated)) return false;
    } else {
      if (!matches(stated, actual, terms)) return false;
      found++;
    }
  }
  return !terms.strict || Object.keys(value).length === found;
}

function matchesArray(expected: ExpectedArray, items: readonly Json[], terms: Terms): boolean {
  if (expected.count !== undefined && !matches(expected.count, items.length, terms)) return false;
  switch (expected.kind) {
    case 'array':
      return (
        items.length === expected.items.length &&
        expected.items.every((stated, index) => matches(stated, items[index] ?? null, terms))
      );
    case 'contains': {
      const fits = (stated: Expected, item: Json) => matches(stated, item, terms);
      return findItems(expected.items, items, { values: terms.values, fits }).every((found) => found !== -1);
    }
    case 'unordered': {
      if (items.length !== expected.items.length) return false;
      const fits = (stated: Expected, item: Json) => matches(stated, item, terms);
      return pairItems(expected.items, items, { values: terms.values, fits }).every((partner) => partner !== -1);
    }
    case 'each':
      return items.every((item) => matches(expected.item, item, terms));
    case 'count':
      return true;
    default:
      return expected satisfies never;
  }
}
