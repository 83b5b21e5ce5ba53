import { evaluate } from '../../format/template/evaluate-template.ts';
import { templateText } from '../../format/template/template.ts';
import { isJsonObject, type Json, jsonType } from '../../json/json.ts';
import { allowsAbsence, type Expected, type ExpectedObject } from '../compile/expected.ts';
import { expectedValue } from '../expected-value.ts';
import { isScalar, type Scalar, sameScalar } from '../matchers/same-scalar.ts';
import { compareArray } from './compare-array.ts';
import type { Comparison } from './comparison.ts';
import { differingTexts } from './differing-texts.ts';
import type { Finding } from './findings.ts';

/** Compares a value with its expectation, and adds every difference and every property that was not expected to the comparison. */
export function compareBody(expected: Expected, value: Json, comparison: Comparison): void {
  switch (expected.kind) {
    case 'literal':
      if (!sameScalar(expected.value, value)) differFrom(expected.value, { expected, value, comparison });
      return;
    case 'template': {
      const stated = evaluate(expected.template, comparison.values);
      if (stated === undefined) {
        const message = `\`${templateText(expected.template)}\` has no value`;
        comparison.differ({ code: 'value', message, span: expected.span, stated: expected, received: value });
      } else if (!isScalar(stated)) {
        comparison.apart(() => compareBody(expectedValue(stated, expected.span), value, comparison));
      } else if (!sameScalar(stated, value)) differFrom(stated, { expected, value, comparison });
      return;
    }
    case 'matcher':
      if (!expected.matcher.matches(value)) differFromMatcher(expected, value, comparison);
      return;
    case 'object':
      if (isJsonObject(value)) compareObject(expected, value, comparison);
      else differInType('object', { expected, value, comparison });
      return;
    default:
      if (Array.isArray(value)) compareArray({ expected, items: value, comparison, compare: compareBody });
      else differInType('array', { expected, value, comparison });
  }
}

function compareObject(
  expected: ExpectedObject,
  value: { readonly [name: string]: Json },
  comparison: Comparison,
): void {
  let found = 0;
  for (const { name, expected: stated } of expected.properties) {
    const actual = Object.hasOwn(value, name) ? value[name] : undefined;
    if (actual !== undefined) {
      found++;
      comparison.enter(name);
      compareBody(stated, actual, comparison);
      comparison.leave();
    } else if (!allowsAbsence(stated)) {
      comparison.differ({
        code: 'missing-property',
        key: name,
        message: 'the property is missing',
        span: stated.span,
        stated,
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
  for (const name of Object.keys(value)) {
    const received = value[name];
    if (received === undefined || expected.names.has(name)) continue;
    const finding = {
      code: 'undocumented-property',
      key: name,
      message: 'this property was not expected',
      span: expected.span,
      received,
    } as const;
    if (comparison.strict) comparison.differ(finding);
    else comparison.note(finding);
  }
}

type Pair = { readonly expected: Expected; readonly value: Json; readonly comparison: Comparison };

function differFrom(stated: Scalar, { expected, value, comparison }: Pair): void {
  const type = jsonType(stated);
  if (type !== jsonType(value)) {
    differInType(type, { expected, value, comparison });
    return;
  }
  comparison.differ({
    code: 'value',
    message: 'unexpected value',
    span: expected.span,
    stated: expected,
    received: value,
    ...(typeof stated === 'string' && typeof value === 'string' && { words: textWords(expected, stated, value) }),
  });
}

/** The difference is that of the received texts, which may be shown redacted. */
function textWords(expected: Expected, stated: string, value: string): NonNullable<Finding['words']> {
  return ({ values, received, text }) => {
    const shown = expected.kind === 'template' ? evaluate(expected.template, values) : stated;
    if (typeof shown !== 'string' || typeof received !== 'string') return undefined;
    const { message = 'unexpected value' } = differingTexts(stated, value);
    return { ...differingTexts(text(shown), text(received)), message };
  };
}

function differInType(type: string, { expected, value, comparison }: Pair): void {
  comparison.differ({
    code: 'type',
    message: `${withArticle(jsonType(value))} where ${withArticle(type)} was expected`,
    span: expected.span,
    stated: expected,
    received: value,
  });
}

function differFromMatcher(
  expected: Expected & { readonly kind: 'matcher' },
  value: Json,
  comparison: Comparison,
): void {
  const { matcher, span } = expected;
  const about = { span, stated: expected, received: value };
  const type = jsonType(value);
  if (matcher.types.size === 0) comparison.differ({ code: 'value', message: 'it must be absent', ...about });
  else if (matcher.types.has(type))
    comparison.differ({ code: 'value', message: `the value is not ${matcher.noun}`, ...about });
  else
    comparison.differ({
      code: 'type',
      message: `${withArticle(type)} where ${matcher.noun} was expected`,
      ...about,
    });
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return type === 'array' || type === 'object' ? `an ${type}` : `a ${type}`;
}
