/** The OData of the sandbox: a small language over wire objects. This file: a `$filter` once it is read. */
import type { Json } from '../../json/json.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: PropertyPath }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'in'; readonly left: Expression; readonly choices: readonly Expression[] }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'call'; readonly name: TextFunction; readonly arguments: readonly [Expression, Expression] }
  | { readonly kind: 'is-of'; readonly path: PropertyPath | undefined; readonly type: string }
  | Lambda;

/** `groupTypes/any(c:c eq 'Unified')`; `groupTypes/any()` asks whether there is any. */
export type Lambda = {
  readonly kind: 'lambda';
  readonly quantifier: 'any' | 'all';
  readonly path: PropertyPath;
  readonly each: { readonly variable: string; readonly condition: Expression } | undefined;
};

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'startswith' | 'endswith' | 'contains';

/** `scope/microsoft.graph.accessReviewQueryScope/query`, `assignedLicenses/$count`. */
export type PropertyPath = {
  readonly segments: readonly PathSegment[];
  /** Ends in `/$count`: the number of items. */
  readonly counted: boolean;
};

export type PathSegment = { readonly kind: 'property' | 'cast'; readonly name: string };

/** An expression and all expressions in it. */
export function* expressionsIn(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* expressionsIn(part);
}

function partsOf(expression: Expression): readonly Expression[] {
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
