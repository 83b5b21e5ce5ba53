import { expect, it } from 'vitest';
import { clockText, counted, durationText, tookText, waitedText } from './duration-text.ts';

it.each([
  [0, '0 s'],
  [3, '0 s'],
  [34, '0.03 s'],
  [999, '1 s'],
  [1240, '1.2 s'],
  [9960, '10 s'],
  [59_600, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h'],
  [47 * 3_600_000 + 59 * 60_000, '47 h 59 min'],
  [144 * 3_600_000, '6 days'],
  [75 * 3_600_000, '3 days 3 h'],
  [3_780_000, '1 h 3 min'],
  [-5, '0 s'],
])('%i ms is %s', (ms, text) => expect(durationText(ms)).toBe(text));

it('counts in English', () => {
  expect([counted(0, 'step'), counted(1, 'step'), counted(2, 'step')]).toEqual(['0 steps', '1 step', '2 steps']);
});

it('gives the real time first, and beside it what passed by the clock of the backend', () => {
  const clock = { of: 'recording', startedAt: '2026-11-22T08:30:00.000Z', durationMs: 14 * 24 * 3_600_000 } as const;
  expect(tookText({ durationMs: 1200, clock })).toBe("1.2 s (recording's clock: 14 days)");
  expect(tookText({ durationMs: 1200, clock: { ...clock, of: 'sandbox' } })).toBe("1.2 s (sandbox's clock: 14 days)");
  expect(tookText({ durationMs: 1200, clock: { ...clock, durationMs: 0 } })).toBe('1.2 s');
  expect(tookText({ durationMs: 1200 })).toBe('1.2 s');
  expect(clockText(clock)).toBe('2026-11-22 08:30:00 UTC, 14 days');
});

it('names the clock by which a step waited', () => {
  const waits = [
    { ms: 4000, cause: 'a' },
    { ms: 8000, cause: 'b' },
  ];
  const clock = { of: 'sandbox', startedAt: '2026-11-22T08:30:00.000Z', durationMs: 12_000 } as const;
  expect(waitedText(waits, clock)).toBe("12 s by the sandbox's clock");
  expect(waitedText(waits, undefined)).toBe('12 s');
});
