import { expect, test } from 'vitest';
import { pageOf } from '../../test/support/report/sample-pages.ts';
import { sampleResult, sampleScenario, textOf } from '../../test/support/report/sample-result.ts';
import { createStep, manyDifferences, undocumented } from '../../test/support/report/sample-steps.ts';
import type { Difference } from '../expectation/compare/difference.ts';
import { azureLog } from './ci/azure-log.ts';
import { githubLog } from './ci/github-log.ts';
import { logReporter } from './ci/log-reporter.ts';
import { markdownReporter } from './ci/markdown-reporter.ts';
import { jsonReporter } from './json/json-reporter.ts';
import { junitReporter } from './junit/junit-reporter.ts';
import { parseResult } from './result/parse-result.ts';
import { terminalReporter } from './terminal/terminal-reporter.ts';

/** 5,000 are listed of the 20,000 that were found. */
const [, pattern] = manyDifferences;
const found = (one: Difference) =>
  Array.from({ length: 5_000 }, (_, at) => ({
    ...one,
    path: `$.value[${at}]`,
    ...(at === 4_999 ? { unlisted: 15_000 } : {}),
  }));
const [first, ...others] = found(pattern ?? undocumented);
const differing = createStep({
  outcome: { kind: 'failed', differences: [first ?? undocumented, ...others] },
  notes: found(undocumented),
});
const result = sampleResult([sampleScenario({ outcome: 'failed', steps: [differing] })], { exitCode: 1 });
const noted = sampleResult([sampleScenario({ steps: [createStep({ notes: found(undocumented) })] })], { exitCode: 0 });

const environment = { version: '1.2.3', verbose: false };
const terminal = (verbose: boolean, about = result) =>
  textOf(({ write }) => terminalReporter({ write, color: false, live: false, columns: 110, verbose }), about);

test.each([
  ['the terminal', () => terminal(false), 'first 5,000 of 20,000 differences, worst first'],
  ['html', () => pageOf(result), 'first 200 of 20,000 differences, worst first'],
  ['html, of its first screen', () => pageOf(result), '(and 19,999 more differences)'],
  ['a line of the terminal', () => terminal(false), '201  20,000 differences'],
  ['what the terminal notes', () => terminal(true, noted), 'first 5,000 of 20,000 undocumented properties'],
  ['what html notes', () => pageOf(noted), 'and 19,980 more'],
])('%s says that it shows a part', (_, text, said) => {
  expect(text()).toContain(said);
});

test.each([
  ['JUnit', () => textOf((sink) => junitReporter(sink, environment), result), '19,999 more differences'],
  ['Markdown', () => textOf((sink) => markdownReporter(sink), result), '19,999 more differences'],
  [
    'GitHub',
    () => textOf((sink) => logReporter(githubLog(undefined), { ...sink, color: false, verbose: false }), result),
    '19,995 more differences',
  ],
  [
    'Azure',
    () => textOf((sink) => logReporter(azureLog(undefined), { ...sink, color: false, verbose: false }), result),
    '19,995 more differences',
  ],
])('%s counts what is not listed', (_, text, said) => {
  expect(text()).toContain(said);
});

test('a stored result keeps the number', () => {
  const text = textOf((sink) => jsonReporter(sink, environment), result);
  const read = parseResult({ path: 'RESULT.json', text });
  expect(read).toMatchObject({ ok: true });
  const [outcome] = read.ok ? read.value.scenarios.flatMap(({ steps }) => steps.map((one) => one.outcome)) : [];
  expect(outcome?.kind === 'failed' ? outcome.differences.at(-1)?.unlisted : undefined).toBe(15_000);
});
