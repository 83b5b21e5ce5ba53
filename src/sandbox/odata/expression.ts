/** The OData of the sandbox: a small language over wire objects. This file: a `$filter` once it is read. */
import type { Json } from '../../json/json.ts';

export type FilterExpression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: PropertyPath }
  | {
      readonly kind: 'compare';
      readonly operator: ODataComparison;
      readonly left: FilterExpression;
      readonly right: FilterExpression;
    }
  | { readonly kind: 'in'; readonly left: FilterExpression; readonly choices: readonly FilterExpression[] }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly FilterExpression[] }
  | { readonly kind: 'not'; readonly operand: FilterExpression }
  | {
      readonly kind: 'call';
      readonly name: TextFunction;
      readonly arguments: readonly [FilterExpression, FilterExpression];
    }
  | { readonly kind: 'is-of'; readonly path: PropertyPath | undefined; readonly type: string }
  | Lambda;

/** `groupTypes/any(c:c eq 'Unified')`; `groupTypes/any()` tests whether there is an item. */
export type Lambda = {
  readonly kind: 'lambda';
  readonly quantifier: 'any' | 'all';
  readonly path: PropertyPath;
  readonly each: { readonly variable: string; readonly condition: FilterExpression } | undefined;
};

export type ODataComparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'startswith' | 'endswith' | 'contains';

/** `scope/microsoft.graph.accessReviewQueryScope/query`, `assignedLicenses/$count`. */
export type PropertyPath = {
  readonly segments: readonly PathSegment[];
  /** Ends in `/$count`: the number of items. */
  readonly counted: boolean;
};

export type PathSegment = { readonly kind: 'property' | 'cast'; readonly name: string };

/** An expression and all expressions in it. */
export function* expressionsIn(expression: FilterExpression): Generator<FilterExpression> {
  yield expression;
  for (const part of partsOf(expression)) yield* expressionsIn(part);
}

function partsOf(expression: FilterExpression): readonly FilterExpression[] {
  switch (expression.kind) {
    case 'literal':
    case 'path':
    case 'is-of':
      return [];
    case 'compare':
      return [expression.left, expression.right];
    case 'in':
      return [expression.left, ...expression.choices];
    case 'and':
    case 'or':
      return expression.operands;
    case 'not':
      return [expression.operand];
    case 'call':
      return expression.arguments;
    case 'lambda':
      return expression.each === undefined ? [] : [expression.each.condition];
    default:
      return expression satisfies never;
  }
}
