import { describe, expect, it } from 'vitest';
import { passingScenario, sampleResult, sampleScenario, textOf } from '../../../test/support/report/sample-result.ts';
import { createStep, deleteStep, manyDifferences } from '../../../test/support/report/sample-steps.ts';
import type { RunEvent } from '../../run/result.ts';
import type { Aside, Timer } from '../wording/reporter.ts';
import { type TerminalOptions, terminalReporter } from './terminal-reporter.ts';

/** As much of a terminal as the progress lines use: going up, back to the start, and clearing. */
function fakeScreen() {
  const lines = [''];
  let row = 0;
  let column = 0;
  const put = (text: string) => {
    lines[row] = (lines[row] ?? '').slice(0, column) + text;
    column += text.length;
  };
  const controls: { readonly [control: string]: (count: number) => void } = {
    '\r': () => {
      column = 0;
    },
    '\n': () => {
      row++;
      column = 0;
      lines[row] ??= '';
    },
    A: (count) => {
      row -= count;
    },
    K: () => put(''),
    J: () => {
      put('');
      lines.length = row + 1;
    },
  };
  return {
    write: (text: string) => {
      for (const [whole, count, name] of text.matchAll(/\x1b\[(\d*)([AJK])|[\r\n]|[^\x1b\r\n]+/g)) {
        const control = controls[name ?? whole];
        if (control === undefined) put(whole);
        else control(Number(count ?? 0));
      }
    },
    lines: () => lines,
    clear: () => {
      lines.splice(0, lines.length, '');
      [row, column] = [0, 0];
    },
  };
}

/** A clock that a test moves, and the timers that wait by it. */
function scriptedTime(startMs = Date.parse('2026-11-29T20:15:00Z')) {
  let now = startMs;
  const timers = new Map<object, { readonly atMs: number; readonly action: () => void }>();
  const timer: Timer = (afterMs, action) => {
    const key = {};
    timers.set(key, { atMs: now + afterMs, action });
    return () => void timers.delete(key);
  };
  const pass = (ms: number) => {
    const until = now + ms;
    for (;;) {
      const [next] = [...timers].toSorted(([, a], [, b]) => a.atMs - b.atMs);
      if (next === undefined || next[1].atMs > until) break;
      timers.delete(next[0]);
      now = next[1].atMs;
      next[1].action();
    }
    now = until;
  };
  return { timer, wallClock: () => now, pass, pending: () => timers.size };
}

function watchedRun({ scenarios = 12, ...change }: Partial<TerminalOptions> & { readonly scenarios?: number } = {}) {
  const time = scriptedTime();
  const screen = fakeScreen();
  const asides = new Set<Aside>();
  const writes: string[] = [];
  const write = (text: string) => {
    writes.push(text);
    screen.write(text);
  };
  const options = { write, color: false, live: true, columns: 80, verbose: false, asides, ...time, ...change };
  const reporter = terminalReporter(options);
  const on = (...events: readonly RunEvent[]) => {
    for (const event of events) void reporter.on(event);
  };
  on({ kind: 'run-started', against: 'live', scenarios, steps: 40, startedAt: '' });
  screen.clear();
  return { ...time, on, screen, asides, writes };
}

const begun = (file: string): RunEvent => ({
  kind: 'scenario-started',
  file,
  title: 'Review access\x1b[2J to a security group of the building',
  steps: 9,
});

const step = (file: string, number = 3): RunEvent => ({
  kind: 'step-started',
  file,
  id: 'list-instances',
  title: 'List',
  number,
  of: 9,
  phase: 'steps',
});

const waiting: RunEvent = {
  kind: 'step-waiting',
  file: 'a',
  id: 'list-instances',
  attempt: 2,
  waitMs: 18_000,
  cause: 'the response did not match yet',
};

describe('the lines on the screen', () => {
  it('is how far the run is, and what each scenario does', () => {
    const { on, screen, pass } = watchedRun();
    on(begun('a'), step('a'));
    pass(100);
    expect(screen.lines()).toEqual([
      '  ────────────────────  0/12 scenarios',
      '  Review access\\x1b[2J to a security grou… › step 3 of 9 list-instances',
    ]);
  });

  it('is the last change, also where changes are too fast to draw each', () => {
    const { on, screen, pass, writes } = watchedRun({ scenarios: 1 });
    on(begun('a'), ...[1, 2, 3, 4, 5, 6, 7].map((number) => step('a', number)));
    expect(writes.length).toBeLessThan(4);
    pass(50);
    expect(screen.lines()).toEqual(['  step 7 of 9 list-instances']);
  });

  it('gets older with the time, though nothing happens', () => {
    const { on, screen, pass } = watchedRun({ scenarios: 1 });
    on(begun('a'), step('a'));
    pass(12_400);
    expect(screen.lines()).toEqual(['  step 3 of 9 list-instances, 12 s']);
    pass(1_000);
    expect(screen.lines()).toEqual(['  step 3 of 9 list-instances, 13 s']);
  });

  it('reports what is waited for, until when, and how long that is from now', () => {
    const { on, screen, pass } = watchedRun({ scenarios: 1, columns: 100 });
    on(begun('a'), step('a'), waiting);
    pass(5_200);
    const text = 'list-instances waits until 20:15:18 UTC, 13 s: the response did not match yet';
    expect(screen.lines()).toEqual([`  ${text}`]);
    pass(14_000);
    expect(screen.lines()).toEqual(['  list-instances is sent again: the response did not match yet']);
    on({ kind: 'step-ended', file: 'a', step: createStep() });
    pass(2_000);
    expect(screen.lines()).toEqual(['  step 3 of 9 list-instances, 1 s']);
  });

  it('is a bar with an estimate, from the second scenario on', () => {
    const { on, screen, pass } = watchedRun({ scenarios: 30 });
    const ended: RunEvent = { kind: 'scenario-ended', scenario: sampleScenario({ file: 'a' }) };
    on(begun('a'));
    pass(10_000);
    on(ended, begun('a'));
    expect(screen.lines().at(-2)).toBe('  ────────────────────  1/30 scenarios, 10 s');
    pass(10_000);
    on(ended, begun('a'));
    expect(screen.lines().at(-2)).toBe('  ━───────────────────  2/30 scenarios, 20 s, about 5 min left');
  });

  it('has a line for each of few scenarios that run at once, and is erased whole', () => {
    const { on, screen, pass } = watchedRun({ columns: 60 });
    for (const file of ['a', 'b', 'c', 'd', 'e', 'f']) on(begun(file), step(file));
    pass(60);
    expect(screen.lines()).toHaveLength(5);
    expect(screen.lines().at(-1)).toBe('    and 3 more at a time');
    on({ kind: 'run-ended', summary: sampleResult([passingScenario], { exitCode: 0 }).summary });
    expect(screen.lines().join('\n')).not.toContain('list-instances');
  });

  // A terminal shows `^C` behind it for each Ctrl-C: a line that becomes two by that could not be erased.
  it.each([30, 80])('leaves room in a terminal of %i columns for what two interrupts show', (columns) => {
    const { on, pass, screen } = watchedRun({ columns });
    on(begun('a'), step('a'), waiting);
    pass(3000);
    expect(Math.max(...screen.lines().map((line) => line.length))).toBeLessThanOrEqual(columns - 1 - '^C^C'.length);
  });

  it('steps aside while a person is asked something, whatever the time does, and is back at once after', () => {
    const { on, pass, screen, asides } = watchedRun({ scenarios: 1 });
    on(begun('a'), step('a'));
    for (const { hide } of asides) hide();
    on(step('a'));
    pass(10_000);
    expect(screen.lines()).toEqual(['']);
    for (const { show } of asides) show();
    expect(screen.lines()).toEqual(['  step 3 of 9 list-instances, 10 s']);
  });

  it('is erased whole, and drawn as wide as the window, after a resize', () => {
    let columns = 80;
    const { on, pass, writes } = watchedRun({ scenarios: 12, columnsNow: () => columns });
    on(begun('a'), step('a'));
    pass(100);
    const wide = writes.at(-1)?.split('\n').at(-1) ?? '';
    expect(wide.length).toBeGreaterThan(60);
    columns = 40;
    pass(1000);
    // The bar fits, the line of 66 characters has become two rows: from the second one, two rows up.
    expect(writes.at(-1)).toMatch(/^\r\x1b\[2A\x1b\[J/);
    for (const line of writes.at(-1)?.split('\n').slice(1) ?? ['']) expect(line.length).toBeLessThan(40);
  });

  it('says which scenario waits, however long the reason is', () => {
    const { on, screen, pass } = watchedRun();
    on(begun('a'), step('a'), waiting);
    pass(100);
    expect(screen.lines().at(-1)).toMatch(
      /^ {2}Review access\\x1b\[2J to … › list-instances waits until 20:15:18 UTC,/,
    );
  });

  it('leaves no timer when the run is over', () => {
    const { on, pending } = watchedRun();
    on(begun('a'), step('a'));
    expect(pending()).toBe(1);
    on(
      { kind: 'scenario-ended', scenario: sampleScenario({ file: 'a' }) },
      { kind: 'run-ended', summary: sampleResult([passingScenario], { exitCode: 0 }).summary },
    );
    expect(pending()).toBe(0);
  });

  it('is nothing without a terminal', () => {
    const result = sampleResult([passingScenario], { exitCode: 0 });
    const options = { color: false, live: false, columns: 80, verbose: false, wallClock: () => 0 };
    expect(textOf((sink) => terminalReporter({ write: sink.write, ...options }), result)).not.toMatch(/[\r\x1b]/);
  });
});

describe('the steps of a live run', () => {
  const failed = createStep({ outcome: { kind: 'failed', differences: manyDifferences } });
  const cleanup = deleteStep();
  const scenario = sampleScenario({ against: 'live', outcome: 'failed', steps: [failed], cleanup: [cleanup] });

  it.each([true, false])('are printed as they end, with what failed after the last (watched: %s)', (live) => {
    const { on, screen } = watchedRun({ scenarios: 1, oneAtATime: true, live });
    on(begun('a'), { kind: 'step-ended', file: 'a', step: failed });
    const soFar = screen.lines().join('\n');
    expect(soFar).toMatch(
      /▸ Review access\\x1b\[2J to a security group of the building {2}a\n {2}✗ {2}1 {2}create-group /,
    );
    expect(soFar).not.toContain('expected');
    on({ kind: 'step-ended', file: 'a', step: cleanup }, { kind: 'scenario-ended', scenario });
    const all = screen.lines().join('\n');
    expect(all.match(/create-group {11}/g)).toHaveLength(1);
    expect(all).toMatch(
      /cleanup\n {2}✓ {2}1 {2}delete-group[\s\S]*expected[\s\S]*\n✗ Create a security group and read it back · 2 steps\n/,
    );
  });

  it('are printed with their scenario, where several run at a time', () => {
    const { on, screen } = watchedRun({ scenarios: 2 });
    on(begun('a'), { kind: 'step-ended', file: 'a', step: failed });
    expect(screen.lines().join('\n')).not.toContain('create-group');
  });
});
