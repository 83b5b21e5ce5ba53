import { expect, it } from 'vitest';
import { counted, durationText, tookText } from './duration-text.ts';

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
  [3_780_000, '1 h 3 min'],
  [-5, '0 s'],
])('%i ms is %s', (ms, text) => expect(durationText(ms)).toBe(text));

it('counts in English', () => {
  expect([counted(0, 'step'), counted(1, 'step'), counted(2, 'step')]).toEqual(['0 steps', '1 step', '2 steps']);
});

it('says by which clock a run took how long, where that was not the real one', () => {
  const durationMs = 14 * 24 * 3_600_000;
  expect(tookText({ against: 'recorded', durationMs })).toBe('336 h by the clock of the recording');
  expect(tookText({ against: 'sandbox', durationMs })).toBe('336 h by the clock of the sandbox');
  expect(tookText({ against: 'live', durationMs })).toBe('336 h');
  expect(tookText({ against: 'recorded', durationMs }, 1200)).toBe('1.2 s');
});
