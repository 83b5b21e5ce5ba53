import { describe, expect, it } from 'vitest';
import { scriptedClock } from './scripted-clock.ts';
import { clockOfAll, clocksOf, earliest, stopwatch, withEarlier } from './timing.ts';

const real = Date.parse('2026-11-29T20:15:00.250Z');
const recorded = Date.parse('2026-11-22T08:30:00Z');

/** A real clock that moves on by itself, and that of a recording, which moves where it is waited for. */
function clocks() {
  let nowMs = real;
  const clock = scriptedClock(recorded);
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { clock, wallClock: () => nowMs, pass };
}

describe('a stopwatch', () => {
  it('gives the real time, and beside it that of the recording under its name', async () => {
    const { clock, wallClock, pass } = clocks();
    const timing = stopwatch(clocksOf({ clock, wallClock }, 'recording'));
    await clock.sleep(3_600_000);
    pass(35.4);
    expect(timing()).toEqual({
      startedAt: '2026-11-29T20:15:00.250Z',
      durationMs: 35,
      clock: { of: 'recording', startedAt: '2026-11-22T08:30:00.000Z', durationMs: 3_600_000 },
    });
  });

  it('has one clock where that of the run is the real one', async () => {
    const { clock } = clocks();
    const timing = stopwatch(clocksOf({ clock }, 'sandbox'));
    await clock.sleep(5000);
    expect(timing()).toEqual({ startedAt: '2026-11-22T08:30:00.000Z', durationMs: 5000 });
  });

  it('takes the time of responses that were too old off the clock by which they were waited for', async () => {
    const { clock, wallClock, pass } = clocks();
    const [served, live] = [
      stopwatch(clocksOf({ clock, wallClock }, 'sandbox')),
      stopwatch(clocksOf({ clock }, 'sandbox')),
    ];
    await clock.sleep(5000);
    pass(20);
    expect(served(4000)).toMatchObject({ durationMs: 20, clock: { durationMs: 1000 } });
    expect(live(4000)).toMatchObject({ durationMs: 1000 });
    expect(live(9000)).toMatchObject({ durationMs: 0 });
  });
});

it('the earlier time of a suspended run is added, and the clock of the service stays', () => {
  const clock = { of: 'recording', startedAt: '2026-11-22T08:30:00Z', durationMs: 10 } as const;
  const timing = { startedAt: '2026-11-29T21:00:00Z', durationMs: 20, clock };
  expect(withEarlier(timing, { startedMs: real, elapsedMs: 99.6 })).toEqual({
    startedAt: '2026-11-29T20:15:00.250Z',
    durationMs: 120,
    clock,
  });
  expect(withEarlier(timing, undefined)).toEqual(timing);
});

it('several clocks are one from the earliest start, whatever the offsets', () => {
  const of = 'recording' as const;
  const one = { of, startedAt: '2026-11-22T08:30:00Z', durationMs: 10 };
  const other = { of, startedAt: '2026-11-22T09:00:00+02:00', durationMs: 20 };
  expect(clockOfAll([one, other])).toEqual({ clock: { of, startedAt: other.startedAt, durationMs: 30 } });
  expect(clockOfAll([])).toEqual({});
  expect(earliest([one, other])).toBe(other.startedAt);
});
