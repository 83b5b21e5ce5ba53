import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextStart, type Recurrence, type RecurrencePattern } from './recurrence.ts';

const dayMs = 86_400_000;
const startMs = Date.parse('2024-01-31T00:00:00Z');

const pattern = fc.record({
  type: fc.constantFrom<RecurrencePattern['type']>('weekly', 'absoluteMonthly'),
  interval: fc.integer({ min: 1, max: 30 }),
  dayOfMonth: fc.integer({ min: 0, max: 31 }),
});

const recurrenceOf = (changes: Pick<RecurrencePattern, 'type' | 'interval' | 'dayOfMonth'>): Recurrence => ({
  pattern: { ...changes, month: 0, daysOfWeek: [], firstDayOfWeek: 'sunday', index: 'first' },
  range: { type: 'noEnd', numberOfOccurrences: 0, recurrenceTimeZone: null, startDate: '2024-01-31', endDate: null },
});

test('the next date is later than the last, and none is left out, however late one asks', () => {
  fc.assert(
    fc.property(pattern, fc.integer({ min: 0, max: 20_000 }), (changes, days) => {
      const recurrence = recurrenceOf(changes);
      const afterMs = startMs + days * dayMs;
      let stepped = nextStart(recurrence, { afterMs: startMs, begun: 1 }) ?? 0;
      while (stepped <= afterMs) stepped = nextStart(recurrence, { afterMs: stepped, begun: 1 }) ?? 0;
      expect(nextStart(recurrence, { afterMs, begun: 1 })).toBe(stepped);
    }),
    { numRuns: 200 },
  );
});

test('dates are whole intervals apart', () => {
  fc.assert(
    fc.property(pattern, (changes) => {
      const recurrence = recurrenceOf(changes);
      const first = new Date(nextStart(recurrence, { afterMs: startMs, begun: 1 }) ?? 0);
      const second = new Date(nextStart(recurrence, { afterMs: first.getTime(), begun: 2 }) ?? 0);
      const months = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
      if (changes.type === 'weekly') expect(second.getTime() - first.getTime()).toBe(changes.interval * 7 * dayMs);
      else expect(months(second) - months(first)).toBe(changes.interval);
    }),
  );
});
