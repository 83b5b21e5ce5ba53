import { evaluate } from '../../format/template/evaluate-template.ts';
import { isJsonObject, type Json, jsonType } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { allowsAbsence, type Expected, type ExpectedObject } from '../compile/expected.ts';
import { expectedText, templateText } from '../compile/expected-text.ts';
import { expectedValue } from '../expected-value.ts';
import { isScalar, type Scalar, sameScalar } from '../matchers/same-scalar.ts';
import { judgeArray } from './compare-array.ts';
import type { Comparison } from './comparison.ts';
import { differingTexts } from './differing-texts.ts';

/** Compares a value with its promise and tells the comparison every difference, and what came without being promised. */
export function judgeBody(expected: Expected, value: Json, comparison: Comparison): void {
  switch (expected.kind) {
    case 'literal':
      if (!sameScalar(expected.value, value)) differFrom(expected.value, { expected, value, comparison });
      return;
    case 'template': {
      const promised = evaluate(expected.template, comparison.values);
      if (promised === undefined) {
        const message = `\`${templateText(expected.template)}\` has no value`;
        comparison.differ({ code: 'value', message, span: expected.span, promised: expected, came: value });
      } else if (!isScalar(promised)) judgeBody(expectedValue(promised, expected.span), value, comparison);
      else if (!sameScalar(promised, value)) differFrom(promised, { expected, value, comparison });
      return;
    }
    case 'matcher':
      if (!expected.matcher.matches(value)) differFromMatcher(expected, value, comparison);
      return;
    case 'object':
      if (isJsonObject(value)) judgeObject(expected, value, comparison);
      else differInType('object', { expected, value, comparison });
      return;
    default:
      if (Array.isArray(value)) judgeArray({ expected, items: value, comparison, judge: judgeBody });
      else differInType('array', { expected, value, comparison });
  }
}

function judgeObject(expected: ExpectedObject, value: { readonly [name: string]: Json }, comparison: Comparison): void {
  let found = 0;
  for (const { name, expected: promised } of expected.properties) {
    const actual = Object.hasOwn(value, name) ? value[name] : undefined;
    if (actual !== undefined) {
      found++;
      comparison.enter(name);
      judgeBody(promised, actual, comparison);
      comparison.leave();
    } else if (!allowsAbsence(promised)) {
      comparison.differ({
        code: 'missing-property',
        path: comparison.path(name),
        message: 'the promised property is not there',
        span: promised.span,
        promised,
      });
    }
  }
  const names = Object.keys(value);
  if (names.length !== found) reportUndocumented(expected, value, comparison);
}

function reportUndocumented(
  expected: ExpectedObject,
  value: { readonly [name: string]: Json },
  comparison: Comparison,
): void {
  let here: string | undefined;
  for (const name of Object.keys(value)) {
    const came = value[name];
    if (came === undefined || expected.names.has(name)) continue;
    here ??= comparison.path();
    const finding = {
      code: 'undocumented-property',
      path: childPath(here, name),
      message: 'this property was not promised',
      span: expected.span,
      came,
    } as const;
    if (comparison.strict) comparison.differ(finding);
    else comparison.note(finding);
  }
}

type Pair = { readonly expected: Expected; readonly value: Json; readonly comparison: Comparison };

function differFrom(promised: Scalar, { expected, value, comparison }: Pair): void {
  const type = jsonType(promised);
  if (type !== jsonType(value)) {
    differInType(type, { expected, value, comparison });
    return;
  }
  const texts = typeof promised === 'string' && typeof value === 'string' ? differingTexts(promised, value) : {};
  comparison.differ({
    code: 'value',
    message: 'another value came',
    span: expected.span,
    promised: expected,
    came: value,
    ...texts,
  });
}

function differInType(type: string, { expected, value, comparison }: Pair): void {
  comparison.differ({
    code: 'type',
    message: `${withArticle(jsonType(value))} came where ${withArticle(type)} was promised`,
    span: expected.span,
    promised: expected,
    came: value,
  });
}

function differFromMatcher(
  expected: Expected & { readonly kind: 'matcher' },
  value: Json,
  comparison: Comparison,
): void {
  const { matcher, span } = expected;
  const about = { span, expected: expectedText(expected, comparison.values), came: value };
  const type = jsonType(value);
  if (matcher.types.size === 0) comparison.differ({ code: 'value', message: 'this must not be there', ...about });
  else if (matcher.types.has(type))
    comparison.differ({ code: 'value', message: `the value is not ${matcher.noun}`, ...about });
  else
    comparison.differ({
      code: 'type',
      message: `${withArticle(type)} came where ${matcher.noun} was promised`,
      ...about,
    });
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return type === 'array' || type === 'object' ? `an ${type}` : `a ${type}`;
}
