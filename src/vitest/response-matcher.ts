import { problemText } from '../diagnostics/code-frame.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';
import type { Source } from '../diagnostics/source.ts';
import { compareBody } from '../expectation/compare/compare-body.ts';
import { Comparison } from '../expectation/compare/comparison.ts';
import { compileExpectation } from '../expectation/compile/compile-expectation.ts';
import type { Expected } from '../expectation/compile/expected.ts';
import { expectedText } from '../expectation/compile/expected-text.ts';
import { readYaml } from '../format/scenario/read-yaml.ts';
import type { Json } from '../json/json.ts';
import { parseJson } from '../json/parse-json.ts';
import { prettyJson } from '../json/pretty.ts';
import { differencesText } from './differences-text.ts';

export type MatchResponseOptions = {
  /** Makes a property that is not expected a difference. */
  readonly strict?: boolean;
};

type MatcherResult = { readonly pass: boolean; readonly message: () => string };

/** For `expect.extend(responseMatchers)`: checks a body by the expectation language of scenarios, in any test. */
export const responseMatchers = {
  /** Passes where a JSON value keeps an expectation as scenarios write it: matchers, combinators, subset unless `strict`. */
  toMatchResponse(received: unknown, expectation: unknown, options: MatchResponseOptions = {}): MatcherResult {
    const compiled = compiledExpectation(expectation);
    // An expectation that cannot be read is a mistake in the test: `.not` must not make it pass.
    if (!compiled.ok)
      throw new TypeError(`this is not an expectation:\n${compiled.problems.map(problemText).join('\n\n')}`);
    const { expected, source } = compiled.value;
    const value = toJson(received);
    if (value === undefined) return { pass: false, message: () => `${typeof received} is not a JSON value` };
    const comparison = new Comparison({ values: new Map(), strict: options.strict ?? false, source });
    compareBody(expected, value, comparison);
    const { differences } = comparison.findings();
    return {
      pass: differences.length === 0,
      message: () =>
        differences.length === 0 ? keptText(expected) : differencesText('the response does not match', differences),
    };
  },
};

function compiledExpectation(expectation: unknown): Result<{ readonly expected: Expected; readonly source: Source }> {
  const json = toJson(expectation);
  if (json === undefined)
    return failure([{ code: 'invalid-value', message: `${typeof expectation} is not a JSON value` }]);
  // JSON is YAML: the expectation gets positions as a scenario has them, and its differences can point into it.
  const source = { path: 'expectation', text: prettyJson(json) };
  const node = readYaml(source);
  if (!node.ok) return node;
  if (node.value === undefined) return failure([{ code: 'invalid-value', message: 'the expectation is empty' }]);
  const { expected, problems, texts } = compileExpectation(node.value, source);
  if (problems.length > 0) return failure(problems);
  return texts.length > 0 ? failure([noNames]) : success({ expected, source });
}

const noNames: Problem = {
  code: 'unknown-name',
  message: 'names are not defined here',
  fix: 'replace `${…}` by the value itself, or write `$${` for the characters',
};

function keptText(expected: Expected): string {
  return `the response matches, but should not match: ${expectedText(expected, new Map())}`;
}

const integerMark = '\u0000integer ';

/**
 * A value converted to JSON: without properties that are `undefined`, with dates as text. `undefined` for values that
 * JSON lacks.
 */
function toJson(value: unknown): Json | undefined {
  // `JSON.stringify` does not support bigint: its digits are put into a marked text first.
  const marked = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${integerMark}${one}` : one));
  const text = marked?.replaceAll(/"\\u0000integer (-?\d+)"/g, '$1');
  const read = text === undefined ? undefined : parseJson(text);
  return read?.ok === true ? read.value : undefined;
}

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Whether a JSON value keeps an expectation as scenarios write it: `{ id: '<uuid>', value: { '<count>': 2 } }`. */
    toMatchResponse(expectation: unknown, options?: MatchResponseOptions): R;
  }
}
