/** The expectation room: did the response meet the expectation? This file: an expectation about a JSON value, compiled from YAML. */
import type { Span } from '../../diagnostics/source.ts';
import type { Template } from '../../format/template/template.ts';
import type { Matcher } from '../matchers/matcher.ts';
import type { Scalar } from '../matchers/same-scalar.ts';

/** The expectation of a JSON value. Each node has its span in the scenario. */
export type Expected =
  | { readonly kind: 'literal'; readonly value: Scalar; readonly span: Span }
  | { readonly kind: 'template'; readonly template: Template; readonly span: Span }
  | { readonly kind: 'matcher'; readonly matcher: Matcher; readonly span: Span }
  | ExpectedObject
  | ExpectedArray;

export type ExpectedObject = {
  readonly kind: 'object';
  readonly properties: readonly ExpectedProperty[];
  /** The names of the properties, to find further ones in a response. */
  readonly names: ReadonlySet<string>;
  readonly span: Span;
};

export type ExpectedProperty = { readonly name: string; readonly nameSpan: Span; readonly expected: Expected };

/** Every expectation about an array: item by item, or through a combinator. */
export type ExpectedArray = ExpectedItems | ExpectedEach | ExpectedCount;

/**
 * `array`: these items in this order · `unordered`: these items in any order · `contains`: each of these matches some item,
 * others may be there.
 */
export type ExpectedItems = {
  readonly kind: 'array' | 'unordered' | 'contains';
  readonly items: readonly Expected[];
  /** For `contains`: the expected number of items. */
  readonly count?: Expected;
  readonly span: Span;
};

/** One expectation for every item. */
type ExpectedEach = {
  readonly kind: 'each';
  readonly item: Expected;
  readonly count?: Expected;
  readonly span: Span;
};

/** An expectation about the number of items. */
type ExpectedCount = { readonly kind: 'count'; readonly count: Expected; readonly span: Span };

/** `columns` and `rows` are those of CSV. */
export type ExpectedContent = {
  readonly key: 'type' | 'text' | 'size' | 'sha256' | 'columns' | 'rows';
  readonly expected: Expected;
};

/** Whether an expectation is kept where there is nothing at all: `<absent>`, `<string or absent>`. */
export function allowsAbsence(expected: Expected): boolean {
  return expected.kind === 'matcher' && expected.matcher.allowsAbsence;
}
