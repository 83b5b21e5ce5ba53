import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleScenario } from '../../../test/support/report/sample-result.ts';
import { sampleStep } from '../../../test/support/report/sample-steps.ts';
import { defined } from '../../defined.ts';
import type { ScenarioOutcome } from '../../run/result.ts';
import { historyEntry } from './history-entry.ts';
import { type HistoryEntry, type HistoryRun, mostEntryBytes } from './history-run.ts';
import { historyTrends, verdictChanges } from './history-trends.ts';

const entry = (outcome: ScenarioOutcome, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{ tenant: 'contoso', file: 'a.scenario.yaml', outcome, ms: 10, scenario: '0123456789abcdef', steps: [] },
  ...change,
});
const run = (day: number, entries: readonly HistoryEntry[], change: Partial<HistoryRun> = {}): HistoryRun => ({
  ...{
    version: 1,
    startedAt: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`,
    tool: '1',
    against: 'live',
    entries,
  },
  ...change,
});
const trendOf = (runs: readonly HistoryRun[], tenant = 'contoso') =>
  historyTrends(runs).find((one) => one.tenant === tenant);

describe('what changed when it began to fail', () => {
  test.each<readonly [string, Partial<HistoryEntry>, Partial<HistoryRun>, string]>([
    ['the scenario', { scenario: 'fedcba9876543210' }, {}, 'the scenario'],
    ['the page', { page: 'fedcba9876543210' }, {}, 'the page it follows'],
    [
      'the version of the service',
      { service: 'odata-version 4.01' },
      {},
      'the service: no version before, odata-version 4.01 then',
    ],
    ['the tool', {}, { tool: '2' }, 'tutorial-replay: 1 before, 2 then'],
    ['nothing that is kept', {}, {}, 'nothing that the history records: see the response of the step'],
  ])('%s', (_, change, about, expected) => {
    const trend = trendOf([
      run(1, [entry('passed')]),
      run(2, [entry('failed', change)], about),
      run(3, [entry('failed', change)], about),
    ]);
    expect(trend?.onset).toEqual({
      since: '2026-11-02T08:00:00Z',
      runs: 2,
      goodUntil: '2026-11-01T08:00:00Z',
      changed: [expected],
    });
  });

  test.each<readonly [string, ScenarioOutcome, string]>([
    ['the tenant where it passes in others', 'passed', 'the tenant: it passes in the others'],
    ['the service where it fails in all', 'failed', 'the service: it fails in every tenant'],
  ])('%s', (_, other, expected) => {
    const both = (day: number, own: ScenarioOutcome, rest: ScenarioOutcome) =>
      run(day, [entry(own), entry(rest, { tenant: 'fabrikam' })]);
    const trend = trendOf([both(1, 'passed', 'passed'), both(2, 'failed', other)]);
    expect(trend?.onset?.changed).toEqual([expected]);
  });

  test('is not guessed where no good run is known', () => {
    expect(trendOf([run(1, [entry('failed')])])?.onset).toEqual({
      since: '2026-11-01T08:00:00Z',
      runs: 1,
      changed: [],
    });
  });

  test('runs of several machines are put in their order first', () => {
    const runs = [run(3, [entry('failed')]), run(1, [entry('passed')]), run(2, [entry('failed')])];
    expect(trendOf(runs)?.onset?.since).toBe('2026-11-02T08:00:00Z');
  });
});

test('a step that comes and goes in the same scenario is flaky; one that fails for good is not', () => {
  const with_ = (outcome: ScenarioOutcome) =>
    entry(outcome, {
      steps: [
        { id: 'list', outcome, ms: 1 },
        { id: 'gone', outcome: 'failed', ms: 1 },
      ],
    });
  const runs = (['passed', 'failed', 'passed', 'failed'] as const).map((outcome, index) =>
    run(index + 1, [with_(outcome)]),
  );
  expect(trendOf(runs)?.flaky).toEqual([{ step: 'list', flips: 3, runs: 4 }]);
});

test('consistency that takes longer of late is said to grow', () => {
  const lagged = (lagMs: number) => entry('passed', { steps: [{ id: 'list', outcome: 'passed', ms: 1, lagMs }] });
  const runs = [2000, 2100, 1900, 8000, 9000, 8500].map((ms, index) => run(index + 1, [lagged(ms)]));
  expect(trendOf(runs)?.lags).toEqual([
    { step: 'list', medianMs: 2100, beforeMs: 2000, lastMs: 8500, runs: 6, grows: true },
  ]);
  expect(trendOf(runs.slice(0, 3))?.lags[0]?.grows).toBe(false);
});

test('a tenant that could be tested before and cannot be now is worse', () => {
  const before = [run(1, [entry('passed')])];
  const now = run(2, [], { untested: [{ tenant: 'contoso', code: 'missing-credential' }] });
  expect(verdictChanges(before, now)).toEqual({
    worse: [{ name: 'contoso', before: 'tested', now: 'not run: missing-credential' }],
    better: [],
    same: 0,
  });
  expect(verdictChanges([...before, now], { ...now, startedAt: '2026-11-03T08:00:00Z' }).worse).toEqual([]);
});

test('a scenario takes no more than 2 KB, whatever it is, and what did not pass is kept first', () => {
  const plan = { scenario: { steps: [], cleanup: [], source: { path: 'a', text: 'a' } } } as unknown as Parameters<
    typeof historyEntry
  >[0];
  const step = fc.record({
    id: fc.string({ maxLength: 120 }),
    blocked: fc.boolean(),
    lagMs: fc.option(fc.nat(), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.string({ maxLength: 400 }), (steps, file) => {
      const made = steps.map(({ id, blocked, lagMs }, index) => ({
        ...sampleStep({ id, number: index + 1, of: steps.length }),
        ...defined({ lagMs }),
        outcome: blocked
          ? ({ kind: 'blocked', reason: 'network', message: 'away' } as const)
          : ({ kind: 'passed' } as const),
      }));
      const kept = historyEntry(plan, sampleScenario({ file, steps: made, cleanup: [] }), 'contoso');
      expect(Buffer.byteLength(JSON.stringify(kept)) + 1).toBeLessThanOrEqual(mostEntryBytes);
      const bad = (all: readonly { readonly outcome: unknown }[], kind: string) =>
        all.filter(({ outcome }) => outcome === kind || (outcome as { kind?: string }).kind === kind).length;
      if (kept.more !== undefined && bad(kept.steps, 'passed') > 0)
        expect(bad(kept.steps, 'blocked')).toBe(bad(made, 'blocked'));
    }),
  );
});
