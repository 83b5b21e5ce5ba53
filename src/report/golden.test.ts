import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hostileScenario } from '../../test/support/report/sample-hostile.ts';
import {
  blockedScenario,
  differingScenario,
  manualScenario,
  passingScenario,
  sampleResult,
  sampleScenario,
  skippedScenario,
  textOf,
} from '../../test/support/report/sample-result.ts';
import type { RunResult } from '../run/result.ts';
import { azureLog } from './ci/azure-log.ts';
import { githubLog } from './ci/github-log.ts';
import { type LogDialect, logReporter } from './ci/log-reporter.ts';
import { markdownReporter } from './ci/markdown-reporter.ts';
import { jsonReporter } from './json/json-reporter.ts';
import { junitReporter } from './junit/junit-reporter.ts';
import { terminalReporter } from './terminal/terminal-reporter.ts';

const folder = new URL('golden/', import.meta.url);

/**
 * Golden JSON is named `.txt`, so that no formatter of the project touches it. Golden files change only with UPDATE_GOLDEN, and are then read line by line.
 */
function expectGolden(name: string, text: string): void {
  const file = new URL(name, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}

function terminalText(
  result: RunResult,
  change: { color?: boolean; verbose?: boolean; columns?: number; wraps?: boolean; links?: boolean } = {},
): string {
  return textOf(
    (sink) =>
      terminalReporter({ write: sink.write, color: false, live: false, columns: 110, verbose: false, ...change }),
    result,
  );
}

const passing = sampleResult([passingScenario], { exitCode: 0 });
const differing = sampleResult([differingScenario], { exitCode: 1 });
const blocked = sampleResult([blockedScenario], { exitCode: 3 });
const manual = sampleResult([manualScenario, skippedScenario], { exitCode: 3 });
const leftovers = sampleResult([sampleScenario({ against: 'live' })], {
  exitCode: 4,
  leftovers: ['DELETE /beta/groups/1', 'DELETE /beta/groups/2'],
});
const kept = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ url: `/v1.0/groups/${at + 1}`, until: '2026-12-22T08:30:00Z' }));
const recycleBin = sampleResult([sampleScenario({ against: 'live' })], { exitCode: 0, recycleBin: kept(12) });
const hostile = sampleResult([hostileScenario], { exitCode: 4, leftovers: [hostileScenario.title] });
const many = sampleResult(
  Array.from({ length: 22 }, (_, index) =>
    index === 7
      ? blockedScenario
      : sampleScenario({ title: `Scenario ${index + 1}`, file: `scenarios/${index + 1}.scenario.yaml` }),
  ),
  { exitCode: 3 },
);
const everything = sampleResult(
  [passingScenario, differingScenario, blockedScenario, manualScenario, skippedScenario],
  {
    exitCode: 1,
  },
);

describe('the terminal reporter, as golden text', () => {
  it.each([
    ['passing', passing],
    ['differing', differing],
    ['blocked', blocked],
    ['manual-and-skipped', manual],
    ['leftovers', leftovers],
    ['recycle-bin', recycleBin],
    ['hostile', hostile],
    ['many', many],
  ])('%s', (name, result) => expectGolden(`terminal-${name}.txt`, terminalText(result)));

  it('in color', () => expectGolden('terminal-differing-color.txt', terminalText(differing, { color: true })));

  it('with hyperlinks, which change nothing of what is shown', () => {
    const text = terminalText(differing, { links: true }).replaceAll(process.cwd(), '/CHECKOUT');
    expectGolden('terminal-differing-links.txt', text);
    expect(text.replace(/\x1b\]8;;[^\x1b]*\x1b\\/g, '')).toBe(terminalText(differing));
  });

  it('verbose', () => expectGolden('terminal-passing-verbose.txt', terminalText(passing, { verbose: true })));

  it('on a narrow terminal', () =>
    expectGolden('terminal-differing-narrow.txt', terminalText(differing, { columns: 60, wraps: true })));
});

describe('the logs and the page of CI systems, as golden text', () => {
  const pageFile = () => 'concepts/groups.md';
  const log = (dialect: LogDialect, result: RunResult) =>
    textOf(({ write }) => logReporter(dialect, { write, color: false, verbose: false, pageFile }), result);

  it('github, every outcome', () => expectGolden('github-everything.txt', log(githubLog(undefined), everything)));
  it('github, hostile data', () => expectGolden('github-hostile.txt', log(githubLog(undefined), hostile)));
  it('azure, every outcome', () => expectGolden('azure-everything.txt', log(azureLog(undefined), everything)));
  it('azure, hostile data', () => expectGolden('azure-hostile.txt', log(azureLog(undefined), hostile)));
  it('markdown, every outcome', () => expectGolden('markdown-everything.md', textOf(markdownReporter, everything)));
  it('markdown, hostile data', () => expectGolden('markdown-hostile.md', textOf(markdownReporter, hostile)));
});

describe('the file reporters, as golden text', () => {
  const json = (result: RunResult) => textOf((sink) => jsonReporter(sink, { version: '0.1.0' }), result);
  const junit = (result: RunResult) => textOf((sink) => junitReporter(sink), result);

  it('json, every outcome', () => expectGolden('result-everything.json.txt', json(everything)));
  it('json, hostile data', () => expectGolden('result-hostile.json.txt', json(hostile)));
  it('json, no scenario', () => expectGolden('result-empty.json.txt', json(sampleResult([], { exitCode: 2 }))));
  it('junit, every outcome', () => expectGolden('junit-everything.xml', junit(everything)));
  it('junit, hostile data', () => expectGolden('junit-hostile.xml', junit(hostile)));
});
