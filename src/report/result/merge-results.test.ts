import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockedScenario,
  differingScenario,
  manualScenario,
  passingScenario,
  sampleResult,
  skippedScenario,
} from '../../../test/support/report/sample-result.ts';
import type { ExitCode, RunResult } from '../../run/result.ts';
import { mergeResults } from './merge-results.ts';

const merged = (...results: readonly RunResult[]): RunResult => {
  const [first, ...others] = results.map((result, at) => ({ file: `${at}.json`, result }));
  if (first === undefined) throw new Error('none');
  const outcome = mergeResults([first, ...others]);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
};

describe('several results', () => {
  it('are one: scenarios in the order named, numbers added up, the earliest start', () => {
    const kept = { url: '/v1.0/groups/1', until: '2026-12-22T08:30:00Z' };
    const a = sampleResult([passingScenario], { exitCode: 0, startedAt: '2026-11-29T20:15:05.5Z', recycleBin: [kept] });
    const b = sampleResult([differingScenario, manualScenario], { exitCode: 1, leftovers: ['one'] });
    const { scenarios, summary } = merged(a, b);
    expect(scenarios).toEqual([passingScenario, differingScenario, manualScenario]);
    const whole = sampleResult([passingScenario, differingScenario, manualScenario], { exitCode: 1 }).summary;
    expect(summary).toEqual({ ...whole, durationMs: 3000, leftovers: ['one'], recycleBin: [kept] });
  });

  it('show a scenario as often as it was run', () => {
    const once = sampleResult([passingScenario], { exitCode: 0 });
    const { scenarios, summary } = merged(once, once);
    expect(scenarios).toHaveLength(2);
    expect(summary.scenarios.passed).toBe(2);
  });

  it('merge to the same whole, however they are grouped', () => {
    const one = fc
      .subarray([passingScenario, differingScenario, blockedScenario, skippedScenario])
      .chain((scenarios) =>
        fc
          .constantFrom<ExitCode>(0, 1, 2, 3, 4, 130, 143)
          .map((exitCode) => sampleResult(scenarios, { exitCode, against: 'recorded' })),
      );
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
      }),
    );
  });

  it.each([
    [[0, 3], 3],
    [[3, 2], 3],
    [[3, 1, 0], 1],
    [[1, 130], 130],
    [[3, 129], 129],
    [[143, 4, 1], 4],
    [[0, 0], 0],
  ] as const)('that ended with %j end with %i', (codes, code) => {
    const results = codes.map((exitCode) => sampleResult([passingScenario], { exitCode }));
    expect(merged(...results).summary.exitCode).toBe(code);
  });

  it('of different targets are refused', () => {
    const outcome = mergeResults([
      { file: 'a.json', result: sampleResult([passingScenario], { exitCode: 0 }) },
      { file: 'b\x1b.json', result: sampleResult([blockedScenario], { exitCode: 3 }) },
    ]);
    expect(outcome.ok ? [] : outcome.problems).toEqual([
      {
        code: 'usage',
        message: 'a.json is of a run against recorded, b\\x1b.json of one against live',
        fix: 'render them separately: a report covers runs against one service',
      },
    ]);
  });
});
