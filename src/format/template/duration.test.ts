import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDuration, durationMs, parseDuration } from './duration.ts';

const second = 1000;
const day = 86_400 * second;

describe('parseDuration', () => {
  test.each([
    ['P1Y', { months: 12, milliseconds: 0 }],
    ['P1Y2M', { months: 14, milliseconds: 0 }],
    ['-P1M', { months: -1, milliseconds: 0 }],
    ['+P1M', { months: 1, milliseconds: 0 }],
    ['P2W', { months: 0, milliseconds: 14 * day }],
    ['P5D', { months: 0, milliseconds: 5 * day }],
    ['-P5D', { months: 0, milliseconds: -5 * day }],
    ['PT30S', { months: 0, milliseconds: 30 * second }],
    ['PT0.25S', { months: 0, milliseconds: 250 }],
    ['PT1H30M', { months: 0, milliseconds: 5400 * second }],
    ['P1DT1M', { months: 0, milliseconds: day + 60 * second }],
    ['PT0S', { months: 0, milliseconds: 0 }],
    ['-PT0S', { months: 0, milliseconds: 0 }],
  ])('reads %s', (text, duration) => {
    expect(parseDuration(text)).toStrictEqual(duration);
  });

  test.each([
    '',
    'P',
    'PT',
    'P1',
    '1Y',
    'P1YT',
    'P1H',
    'PT1D',
    'P1M1Y',
    'p1y',
    'P1.5D',
    'P-1D',
    'PT1.S',
    ' P1D',
    'P1D\n',
    'P1234567D',
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('durationMs', () => {
  test('knows the length of what has one', () => {
    expect(durationMs({ months: 0, milliseconds: 5 })).toBe(5);
    expect(durationMs({ months: 0, milliseconds: 0 })).toBe(0);
  });

  test('does not know how long a month is, nor wait for a negative time', () => {
    expect(durationMs({ months: 1, milliseconds: 5 })).toBeUndefined();
    expect(durationMs({ months: 0, milliseconds: -1 })).toBeUndefined();
  });
});

describe('addDuration', () => {
  test.each([
    ['2026-11-22', 'P1Y', '2027-11-22'],
    ['2026-11-22', 'P5D', '2026-11-27'],
    ['2026-12-30', 'P5D', '2027-01-04'],
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2028-01-31', 'P1M', '2028-02-29'],
    ['2026-03-31', '-P1M', '2026-02-28'],
    ['2028-02-29', 'P1Y', '2029-02-28'],
    ['2028-02-29', 'P4Y', '2032-02-29'],
    ['2028-02-29', '-P1Y', '2027-02-28'],
    ['2026-01-15', '-P1M', '2025-12-15'],
    ['2026-08-31', 'P18M', '2028-02-29'],
    ['2026-01-31', 'P1M1D', '2026-03-01'],
    ['0003-12-31', 'P2M', '0004-02-29'],
    ['2100-01-31', 'P1M', '2100-02-28'],
  ])('moves %s by %s to %s', (from, by, to) => {
    const moved = addDuration(Date.parse(from), parseDuration(by) ?? { months: 0, milliseconds: 0 });
    expect(new Date(moved).toISOString().slice(0, 10)).toBe(to);
  });

  test('keeps the time of day when it moves by months', () => {
    expect(addDuration(Date.parse('2026-01-31T23:59:59.999Z'), { months: 1, milliseconds: 0 })).toBe(
      Date.parse('2026-02-28T23:59:59.999Z'),
    );
  });

  test('lands in the month that many months away, on the same day or the last', () => {
    const dates = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const moved = new Date(addDuration(date.getTime(), { months, milliseconds: 0 }));
        const monthNumber = (of: Date) => of.getUTCFullYear() * 12 + of.getUTCMonth();
        expect(monthNumber(moved)).toBe(monthNumber(date) + months);
        const nextDay = new Date(moved.getTime() + day);
        const isLast = nextDay.getUTCDate() === 1;
        expect(moved.getUTCDate() === date.getUTCDate() || (isLast && moved.getUTCDate() < date.getUTCDate())).toBe(
          true,
        );
      }),
    );
  });
});
