import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evil, hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import {
  blockedScenario,
  differingScenario,
  manualScenario,
  passingScenario,
  sampleResult,
  sampleScenario,
  textOf,
} from '../../../test/support/report/sample-result.ts';
import { createStep, sampleStep, undocumented } from '../../../test/support/report/sample-steps.ts';
import { placeAt } from '../../diagnostics/place.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { RunResult, ScenarioResult, StepOutcome } from '../../run/result.ts';
import { type TerminalOptions, terminalReporter } from './terminal-reporter.ts';

function terminalText(result: RunResult, change: Partial<TerminalOptions> = {}): string {
  const options = { color: false, live: false, columns: 100, verbose: false, ...change };
  return textOf((sink) => terminalReporter({ write: sink.write, ...options }), result);
}

/** Lines that GitHub Actions or Azure Pipelines would act upon. */
const commands = (text: string) => text.split('\n').filter((line) => /^\s*::|##[a-z]*\[/i.test(line));
const controls = (text: string) =>
  text.replaceAll('\n', '').match(/[\u0000-\u001f\u007f-\u009f\u200e-\u200f\u202a-\u202e]/g);

const difference: Difference = {
  code: 'value',
  path: '$.id',
  message: 'another value',
  at: placeAt({ path: 'a.yaml', text: 'a' }, { start: 0, end: 1 }),
};

const recycleBin = [{ url: evil, until: evil }];

describe('P14 data in the terminal', () => {
  it.each([false, true])('drives neither the terminal nor a CI log (verbose: %s)', (verbose) => {
    const text = terminalText(sampleResult([hostileScenario], { exitCode: 4, leftovers: [evil], recycleBin }), {
      verbose,
    });
    expect(text).toContain('task.complete');
    expect(commands(text)).toEqual([]);
    expect(controls(text)).toBeNull();
  });

  it('controls nothing, whatever it is and wherever it is', () => {
    const part = fc.constantFrom(
      '::',
      '##vso[',
      '##[',
      '\n',
      '\r',
      '\x1b[31m',
      '\u00a0',
      ' ',
      'x',
      '\u202e',
      '#',
      ':',
      '\x9b',
      '\u2028',
    );
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.boolean(), (data, verbose) => {
        const at = placeAt({ path: data, text: `${data}x` }, { start: 0, end: data.length + 1 });
        const difference: Difference = { code: 'value', path: data, message: data, expected: data, actual: data, at };
        const step = { id: data, title: data, actor: data, at, captured: { [data]: data }, notes: [difference] };
        const exchange = {
          request: { method: 'GET', url: data, headers: {}, body: data },
          response: { status: 200, headers: { 'request-id': data }, text: data },
        } as const;
        const scenario: ScenarioResult = sampleScenario({
          file: data,
          title: data,
          tutorial: data,
          outcome: 'failed',
          steps: [
            sampleStep({
              ...step,
              number: 1,
              of: 3,
              exchange,
              outcome: { kind: 'failed', differences: [difference] },
            }),
            sampleStep({
              ...step,
              number: 2,
              of: 3,
              outcome: { kind: 'blocked', reason: 'auth', message: data, fix: data },
            }),
            sampleStep({ ...step, number: 3, of: 3, outcome: { kind: 'pending', prompt: data } }),
          ],
          cleanup: [
            sampleStep({ ...step, number: 1, of: 1, outcome: { kind: 'skipped', reason: 'stopped', message: data } }),
          ],
        });
        const shown = terminalText(
          sampleResult([scenario, scenario], {
            exitCode: 4,
            leftovers: [data],
            recycleBin: [{ url: data, until: data }],
          }),
          { verbose },
        );
        expect(commands(shown)).toEqual([]);
        expect(controls(shown)).toBeNull();
      }),
    );
  });
});

describe('the width of a window', () => {
  it('is the one that it has now, at the end of a run, too', () => {
    let columns = 120;
    const texts: string[] = [];
    const reporter = terminalReporter({
      ...{ color: false, live: false, wraps: true, verbose: false, columns },
      columnsNow: () => columns,
      write: (text) => void texts.push(text),
    });
    textOf(
      () => ({
        on: (event) => {
          if (event.kind === 'run-ended') columns = 56;
          reporter.on(event);
        },
      }),
      sampleResult([differingScenario, blockedScenario], { exitCode: 1 }),
    );
    const lines = (texts.at(-1) ?? '').split('\n');
    expect(lines.filter((line) => line.length > 56 && !/npx|:\/\//.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(4);
  });

  it.each([56, 60])('breaks no place of a difference at %i columns', (columns) => {
    const text = terminalText(sampleResult([differingScenario], { exitCode: 1 }), { columns, wraps: true });
    const places = text.split('\n').filter((line) => /\.yaml:\d+:\d+$/.test(line));
    expect(places.length).toBeGreaterThan(1);
    expect(places.filter((line) => line.length > columns)).toEqual([]);
  });
});

describe('the terminal reporter', () => {
  it('says with color exactly what it says without', () => {
    const result = sampleResult([passingScenario, differingScenario, blockedScenario, manualScenario], { exitCode: 1 });
    const colored = terminalText(result, { color: true });
    expect(colored).toContain('\x1b[31m');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(terminalText(result));
  });

  it('prints a scenario in one piece when it ends, whatever runs beside it', () => {
    const writes: string[] = [];
    const reporter = terminalReporter({
      write: (text) => writes.push(text),
      color: false,
      live: false,
      columns: 100,
      verbose: false,
    });
    const step = createStep();
    void reporter.on({ kind: 'run-started', against: 'recorded', scenarios: 2, steps: 2, startedAt: '' });
    void reporter.on({ kind: 'scenario-started', file: 'a', title: 'A', steps: 1 });
    void reporter.on({ kind: 'scenario-started', file: 'b', title: 'B', steps: 1 });
    void reporter.on({ kind: 'step-ended', file: 'b', step });
    void reporter.on({ kind: 'step-ended', file: 'a', step });
    expect(writes).toHaveLength(1);
    void reporter.on({ kind: 'scenario-ended', scenario: sampleScenario({ title: 'B' }) });
    expect(writes).toHaveLength(2);
    expect(writes[1]).toContain('delete-group');
  });

  it('shows at most ten excerpts of one step and reports how many more there are', () => {
    const source = { path: 'many.yaml', text: Array.from({ length: 15 }, (_, index) => `key${index}: 1`).join('\n') };
    const at = (line: number) =>
      placeAt(source, { start: source.text.indexOf(`key${line}:`), end: source.text.indexOf(`key${line}:`) + 4 });
    const differences = Array.from(
      { length: 15 },
      (_, index): Difference => ({
        code: 'value',
        path: `$.key${index}`,
        message: 'unexpected value',
        expected: '1',
        actual: '2',
        at: at(index),
      }),
    );
    const [first, ...others] = differences;
    if (first === undefined) throw new Error('none');
    const twice: Difference = { ...first, path: '$.again' };
    const step = createStep({ outcome: { kind: 'failed', differences: [first, twice, ...others] } });
    const result = sampleResult([sampleScenario({ outcome: 'failed', steps: [step] })], { exitCode: 1 });
    const text = terminalText(result, { verbose: true });
    expect(text.match(/\^\^\^\^/g)).toHaveLength(10);
    expect(text.match(/expected {2}1/g)).toHaveLength(16);
    expect(text).toContain('the excerpts of 5 more are left out');
    const short = terminalText(result);
    expect(short.match(/\^\^\^\^/g)).toHaveLength(2);
    expect(short.match(/expected {1,2}1/g)).toHaveLength(16);
    expect(short.match(/many\.yaml:\d+:1$/gm)).toHaveLength(16);
    expect(short).toContain('-v shows the last 13 in full, too');
  });

  it('asks the reader to do the thing that fits the exit code', () => {
    const lastLine = (exitCode: RunResult['summary']['exitCode']) =>
      terminalText(sampleResult([passingScenario], { exitCode }))
        .trimEnd()
        .split('\n')
        .at(-1);
    expect(lastLine(0)).toMatch(/^Recording/);
    expect(lastLine(1)).toMatch(/correct the scenario/);
    expect(lastLine(2)).toMatch(/Select at least one/);
    expect(lastLine(4)).toMatch(/tutorial-replay cleanup/);
    expect(lastLine(129)).toMatch(/stopped/);
    expect(lastLine(130)).toMatch(/stopped/);
    expect(lastLine(3)).toMatch(/could not be completed/);
    expect(lastLine(143)).toMatch(/stopped/);
  });

  it('lists the steps to look at in the end, with their places, where there was more than one scenario', () => {
    const result = sampleResult([passingScenario, differingScenario, blockedScenario, manualScenario], { exitCode: 1 });
    const rows = /^Look at +[\s\S]*?(?=\n\n)/m.exec(terminalText(result))?.[0].split('\n');
    expect(rows).toEqual([
      'Look at      ✗ scenarios/groups/building-security.scenario.yaml:8:15  Create a … 1 of 3 create-group',
      '             ✗ scenarios/groups/building-security.scenario.yaml:21:5  Create a … 2 of 3 list-members',
      '             ! scenarios/groups/building-security.scenario.yaml:18:9  Create a … 2 of 3 list-members',
      '             ! scenarios/groups/building-security.scenario.yaml:22:9  Create a …› step 3 of 3 attest',
      '             ? scenarios/groups/building-security.scenario.yaml:22:9  Ask a per…› step 3 of 3 attest',
    ]);
    const many = sampleResult(Array(9).fill(differingScenario), { exitCode: 1 });
    expect(terminalText(many)).toContain('\n             and 8 more\n');
    expect(terminalText(sampleResult([differingScenario], { exitCode: 1 }))).not.toContain('Look at');
  });

  it('cuts a heading or an excerpt only where a line of its own has no room for it', () => {
    const source = { path: 'scenarios/groups/building-security.scenario.yaml', text: `${'x'.repeat(200)}` };
    const at = placeAt(source, { start: 20, end: 30 });
    const steps = [
      createStep({ outcome: { kind: 'failed', differences: [{ ...difference, at }] } }),
      createStep({ at, outcome: { kind: 'blocked', reason: 'auth', message: 'none' } }),
    ];
    const failing = sampleScenario({ outcome: 'failed', steps });
    const result = sampleResult([failing, failing], { exitCode: 1 });
    const lines = terminalText(result, { columns: 80, wraps: true }).split('\n');
    const rows = lines.slice(lines.findIndex((line) => line.startsWith('Look at')));
    expect(rows[0]).toBe('Look at      ✗ scenarios/groups/building-security.scenario.yaml:1:21');
    expect(rows[1]).toBe('             Create a security gro…and read it back › step 1 of 3 create-group');
    const excerpts = lines.filter((line) => /^ *\d* \| /.test(line));
    expect(excerpts.length).toBeGreaterThan(3);
    expect(excerpts.filter((line) => line.length > 80)).toEqual([]);
  });

  it('names the captures before a failure, the last ten of them', () => {
    const captured = (at: number) =>
      Object.fromEntries(Array.from({ length: 7 }, (_, k) => [`v${at}x${k}`, String(k)]));
    const steps = [0, 1, 2].map((at) =>
      createStep({
        id: `step-${at}`,
        captured: captured(at),
        ...(at === 1 ? { outcome: { kind: 'blocked', reason: 'auth', message: 'none' } } : {}),
      }),
    );
    const text = terminalText(sampleResult([sampleScenario({ outcome: 'blocked', steps })], { exitCode: 3 }));
    expect(text).toContain('captured  the last 10 of 14:\n              v0x4 = 4  (step-0)\n');
    expect(text).toContain('v1x6 = 6  (step-1)');
    expect(text).not.toContain('v2x0');
  });

  it('counts undocumented properties once for a scenario, below its steps', () => {
    const steps = [
      createStep({ notes: [undocumented] }),
      createStep(),
      createStep({ notes: [undocumented, undocumented] }),
    ];
    const text = terminalText(sampleResult([sampleScenario({ steps, cleanup: [] })], { exitCode: 0 }));
    expect(text.match(/^.*undocumented.*$/gm)).toEqual([
      '  3 undocumented properties in 2 steps: received, not expected (-v lists them)',
    ]);
    const verbose = terminalText(sampleResult([sampleScenario({ steps })], { exitCode: 0 }), { verbose: true });
    expect(verbose.match(/^.*undocumented.*$/gm)).toHaveLength(2);
  });

  it.each([
    ['status', { kind: 'failed', differences: [{ ...difference, code: 'status' }] }, '\x1b[31m201\x1b[39m'],
    ['value', { kind: 'failed', differences: [difference] }, '  201  '],
    ['blocked', { kind: 'blocked', reason: 'auth', message: 'none' }, '\x1b[33m201\x1b[39m'],
  ] satisfies [string, StepOutcome, string][])(
    'shows a status as wrong only where it is what is wrong (%s)',
    (_, outcome, shown) => {
      const scenario = sampleScenario({ outcome: outcome.kind, steps: [createStep({ outcome })], cleanup: [] });
      expect(terminalText(sampleResult([scenario], { exitCode: 1 }), { color: true })).toContain(shown);
    },
  );

  it('gives the real time, and beside it that of the recording under its name', () => {
    const text = terminalText(sampleResult([passingScenario], { exitCode: 0 }));
    expect(text).toMatch(/^Took +1\.5 s, from 2026-11-29 20:15:00 UTC$/m);
    expect(text).toMatch(/^Recording +its own clock: 2026-11-22 08:30:00 UTC, 10 s$/m);
    expect(text).toContain("after 3 attempts, 0.12 s (recording's clock: 10 s)");
  });
});
