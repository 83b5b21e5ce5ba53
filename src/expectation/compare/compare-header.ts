import { evaluateText } from '../../format/template/evaluate-template.ts';
import { keepsContentType } from '../../http/content-type.ts';
import type { Headers } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';
import type { ExpectedHeader } from '../compile/compile-response.ts';
import { allowsAbsence, type Expected } from '../compile/expected.ts';
import { expectedText } from '../compile/expected-text.ts';
import type { Comparison } from './comparison.ts';

/** Compares one header with its expectation. Header values are texts; a matcher for numbers reads them as numbers. */
export function compareHeader({ name, expected }: ExpectedHeader, headers: Headers, comparison: Comparison): void {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined ? allowsAbsence(expected) : keepsPromise({ name, expected, value, comparison })) return;
  comparison.differ({
    code: name === 'content-type' ? 'content-type' : 'header',
    path: `header ${name}`,
    message: messageFor(expected, value),
    span: expected.span,
    words: ({ values, response, text }) => {
      const stated = expected.kind === 'literal' ? text(String(expected.value)) : expectedText(expected, values, text);
      if (value === undefined) return { expected: stated };
      const actual = response === undefined ? value : response.headers[name];
      return actual === undefined ? undefined : { expected: stated, actual: text(actual) };
    },
  });
}

function messageFor(expected: Expected, value: string | undefined): string {
  if (value === undefined) return 'the expected header is missing';
  return expected.kind === 'matcher'
    ? `the header's value is not ${expected.matcher.noun}`
    : 'the header has another value';
}

type Header = {
  readonly name: string;
  readonly expected: Expected;
  readonly value: string;
  readonly comparison: Comparison;
};

function keepsPromise({ name, expected, value, comparison }: Header): boolean {
  if (expected.kind === 'matcher') return readings(value).some((reading) => expected.matcher.matches(reading));
  const stated = expectedTextOf(expected, comparison);
  if (stated === undefined) return false;
  return name === 'content-type' ? keepsContentType(stated, value) : stated === value;
}

function expectedTextOf(expected: Expected, { values }: Comparison): string | undefined {
  if (expected.kind === 'literal') return String(expected.value);
  return expected.kind === 'template' ? evaluateText(expected.template, values) : undefined;
}

const numberForm = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;

/** A header's value as text, and as the number or truth value that it spells. */
function readings(value: string): readonly Json[] {
  if (numberForm.test(value)) return [value, Number(value)];
  return value === 'true' || value === 'false' ? [value, value === 'true'] : [value];
}
