import type { Span } from '../diagnostics/source.ts';
import { isJsonObject, type Json } from '../json/json.ts';
import type { Expected } from './compile/expected.ts';
import { isScalar } from './matchers/same-scalar.ts';

/** The expectation that a value is exactly this one; nothing in it is a matcher. */
export function expectedValue(value: Json, span: Span): Expected {
  if (isScalar(value)) return { kind: 'literal', value, span };
  if (!isJsonObject(value)) return { kind: 'array', items: value.map((item) => expectedValue(item, span)), span };
  const properties = Object.entries(value).map(([name, member]) => ({
    name,
    nameSpan: span,
    expected: expectedValue(member, span),
  }));
  return { kind: 'object', properties, names: new Set(Object.keys(value)), span };
}
