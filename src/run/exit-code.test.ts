import { describe, expect, it, test } from 'vitest';
import { type Ending, exitCode, worstCode } from './exit-code.ts';
import type { ExitCode } from './result.ts';

/** The outcomes of the steps, and the exit code where nothing else happened. */
const verdicts = [
  ['passed', {}, 0],
  ['failed', { failed: true }, 1],
  ['blocked', { untested: true }, 3],
  ['failed and blocked', { failed: true, untested: true }, 1],
  ['no step executed', { empty: true }, 2],
] as const satisfies readonly (readonly [string, Ending, ExitCode])[];
const signals = [undefined, 129, 130, 143] as const;
const booleans = [false, true];

describe('exitCode', () => {
  for (const [name, verdict, alone] of verdicts) {
    for (const pending of booleans) {
      for (const unwritten of booleans) {
        for (const signal of signals) {
          for (const leftovers of booleans) {
            // Written out, not computed as the function does: the first line that applies.
            const expected = ((): ExitCode => {
              if (leftovers) return 4;
              if (signal !== undefined) return signal;
              if (alone === 1) return 1;
              if (alone === 3 || pending) return 3;
              return unwritten ? 2 : alone;
            })();
            const about = `${name}, pending ${pending}, report unwritten ${unwritten}, signal ${signal}, leftovers ${leftovers}`;
            it(`is ${expected}: ${about}`, () => {
              expect(exitCode({ ...verdict, pending, unwritten, signal, leftovers })).toBe(expected);
            });
          }
        }
      }
    }
  }
});

test.each<readonly [ExitCode, string, Ending]>([
  [2, 'wrong input, and nothing was sent', { wrongInput: true }],
  [3, 'wrong input that was found after requests were sent', { wrongInput: true, sent: 1 }],
  [1, 'a failure, and wrong input that was found later', { failed: true, wrongInput: true, sent: 9 }],
  [4, 'wrong input beside leftovers', { wrongInput: true, leftovers: true }],
  [1, 'a failure whose report cannot be written', { failed: true, unwritten: true }],
  [3, 'a pending step, and a report that cannot be written', { pending: true, unwritten: true }],
  [2, 'a report that cannot be written of a run that passed', { unwritten: true, sent: 9 }],
  [0, 'nothing of all that', {}],
])('the exit code is %i: %s', (code, _, ending) => {
  expect(exitCode(ending)).toBe(code);
});

test('the worst of several parts counts: 4, a signal, 1, 3, 2, 0', () => {
  const order = [4, 130, 1, 3, 2, 0] as const;
  for (const [at, worse] of order.entries()) {
    for (const better of order.slice(at)) {
      expect(worstCode([better, worse])).toBe(worse);
      expect(worstCode([worse, better])).toBe(worse);
    }
  }
  expect(worstCode([])).toBe(0);
  for (const signal of [129, 143] as const) {
    expect(worstCode([1, signal, 0])).toBe(signal);
    expect(worstCode([signal, 4])).toBe(4);
  }
});
