import { expect, test } from 'vitest';
import type { StopCode } from '../run/result.ts';
import { oneStopMs, onSignal, stopSignals } from './stop-signals.ts';

/** Signals at milliseconds of a scripted clock, and what became of them. */
function deliver(signals: readonly (readonly [number, StopCode])[]): readonly string[] {
  const heard: string[] = [];
  const timers: { readonly at: number; readonly then: () => void }[] = [];
  let now = 0;
  const hear = onSignal({
    stop: (code) => void heard.push(`stop ${code} at ${now}`),
    leave: (code) => void heard.push(`leave ${code} at ${now}`),
    later: (ms, then) => void timers.push({ at: now + ms, then }),
  });
  for (const [at, code] of signals) {
    now = at;
    // A signal of the same moment was delivered before the timer is heard.
    for (const { then } of timers.filter((timer) => timer.at < now).splice(0)) then();
    hear(code);
  }
  return heard;
}

test.each<readonly [string, readonly (readonly [number, StopCode])[], readonly string[]]>([
  ['one signal stops', [[5, 130]], ['stop 130 at 5']],
  [
    'the same signal again within a second is the same stop',
    [
      [0, 143],
      [3, 143],
    ],
    ['stop 143 at 0'],
  ],
  [
    'another signal within a second is the same stop, too',
    [
      [0, 129],
      [40, 143],
      [oneStopMs, 129],
    ],
    ['stop 129 at 0'],
  ],
  [
    'a later signal leaves at once',
    [
      [0, 130],
      [oneStopMs + 1, 130],
    ],
    ['stop 130 at 0', 'leave 130 at 1001'],
  ],
  [
    'after a repetition, a later signal leaves all the same',
    [
      [0, 143],
      [1, 143],
      [1500, 130],
    ],
    ['stop 143 at 0', 'leave 130 at 1500'],
  ],
])('%s', (_, signals, heard) => {
  expect(deliver(signals)).toEqual(heard);
});

test('SIGHUP, SIGINT and SIGTERM stop, with the exit codes that shells know', () => {
  expect(stopSignals).toEqual({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
});
