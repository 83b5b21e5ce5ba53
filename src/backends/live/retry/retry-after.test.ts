import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defined } from '../../../defined.ts';
import { backoffMs } from './backoff.ts';
import { retryAfterMs } from './retry-after.ts';

const nowMs = Date.parse('2026-11-20T08:00:00Z');
const wait = (value: string, date?: string) => retryAfterMs({ 'retry-after': value, ...defined({ date }) }, nowMs);

describe('P6 Retry-After', () => {
  test.each([
    ['7', 7_000],
    [' 7 ', 7_000],
    ['2.128', 2_128],
    ['0.0001', 1],
    ['315', 315_000],
    ['1e9', 1e12],
    ['1e999', Number.POSITIVE_INFINITY],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['infinity', Number.POSITIVE_INFINITY],
    ['Fri, 20 Nov 2026 08:00:09 GMT', 9_000],
    ['Friday, 20-Nov-26 08:00:09 GMT', 9_000],
    ['Fri Nov 20 08:00:09 2026', 9_000],
    // No wait is too long to be read: whether it fits is for the budget.
    ['86400', 86_400_000],
    ['Sat, 21 Nov 2026 08:00:00 GMT', 86_400_000],
  ])('%s is %d ms', (value, ms) => {
    expect(wait(value)).toBe(ms);
  });

  test.each([
    '',
    '0',
    '-1',
    '0x10',
    '7, 8',
    'tomorrow',
    '7s',
    '+7',
    '1_000',
    '٧',
    'NaN',
    'Fri, 31 Feb 2027 08:00:00 GMT',
  ])('%j says nothing', (value) => expect(wait(value)).toBeUndefined());

  test('a date that is over says nothing', () => {
    expect(wait('Fri, 20 Nov 2026 07:59:59 GMT')).toBeUndefined();
    expect(wait('Fri, 20 Nov 2026 12:00:00 GMT', 'Fri, 20 Nov 2026 12:00:00 GMT')).toBeUndefined();
  });

  test('a date is read against the clock of the server that wrote it', () => {
    expect(wait('Fri, 20 Nov 2026 12:00:30 GMT', 'Fri, 20 Nov 2026 12:00:00 GMT')).toBe(30_000);
    expect(wait('Fri, 20 Nov 2026 05:00:30 GMT', 'Fri, 20 Nov 2026 05:00:00 GMT')).toBe(30_000);
  });

  test('is never shortened, whatever number it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e12, noNaN: true }), (seconds) => {
        const text = seconds.toString();
        expect(wait(text) ?? 0).toBeGreaterThanOrEqual(seconds * 1000 * (1 - Number.EPSILON));
      }),
    );
  });

  test('of any text is a wait or nothing', () => {
    fc.assert(fc.property(fc.string(), (text) => (wait(text) ?? 1) > 0));
  });
});

test('backing off begins with one to two seconds, doubles, and has an end', () => {
  expect([0, 1, 2].map((retry) => backoffMs(retry, () => 0))).toEqual([1_000, 2_000, 4_000]);
  expect(backoffMs(0, () => 0.999)).toBeLessThan(2_000);
  expect(backoffMs(1_000, () => 1)).toBe(60_000);
});
