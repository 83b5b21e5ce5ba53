import { addDuration } from '../../../format/template/duration.ts';

/** How often a review happens, and for how long. Only weekly and monthly patterns are supported, as documented. */
export type Recurrence = {
  /** Null: once. */
  readonly pattern: RecurrencePattern | null;
  readonly range: Range;
};

export type RecurrencePattern = {
  readonly type: 'weekly' | 'absoluteMonthly';
  readonly interval: number;
  readonly month: number;
  readonly dayOfMonth: number;
  readonly daysOfWeek: readonly string[];
  readonly firstDayOfWeek: string;
  readonly index: string;
};

export type Range = {
  readonly type: 'endDate' | 'noEnd' | 'numbered';
  readonly numberOfOccurrences: number;
  readonly recurrenceTimeZone: string | null;
  /** `2026-11-22`. */
  readonly startDate: string;
  readonly endDate: string | null;
};

const dayMs = 86_400_000;

/** Documented examples end at this hour of the range's last day. */
const endOfRangeMs = 8 * 3_600_000;

const never = Date.parse('9999-12-31T08:00:00Z');

/** The start of the first instance: the start date, or now if that has passed. */
export function firstStart({ range }: Recurrence, createdMs: number): number {
  return Math.max(midnight(range.startDate), createdMs);
}

/** The start of the next instance after one that began; null if the series is over. */
export function nextStart(
  { pattern, range }: Recurrence,
  { afterMs, begun }: { readonly afterMs: number; readonly begun: number },
): number | null {
  if (pattern === null) return null;
  if (range.type === 'numbered' && range.numberOfOccurrences > 0 && begun >= range.numberOfOccurrences) return null;
  const nextMs = dateAfter(pattern, { startMs: midnight(range.startDate), afterMs });
  const lastMs = range.type === 'noEnd' || range.endDate === null ? never : midnight(range.endDate);
  return nextMs > lastMs ? null : nextMs;
}

/**
 * When an instance that began ends. Zero days: a one-time review lasts until its range ends; a recurring one ends when it
 * begins, as the 2021 tutorial shows it.
 */
export function endOf(
  recurrence: Recurrence,
  { startMs, days }: { readonly startMs: number; readonly days: number },
): number {
  if (days > 0) return startMs + days * dayMs;
  if (recurrence.pattern !== null) return startMs;
  const { endDate } = recurrence.range;
  return endDate === null ? never : Math.max(startMs, midnight(endDate) + endOfRangeMs);
}

/** Days between two beginnings, at least. */
export function shortestGapDays(pattern: RecurrencePattern): number {
  return pattern.type === 'weekly' ? 7 * pattern.interval : 28 * pattern.interval;
}

/** The first date of the pattern that is later. */
function dateAfter(
  pattern: RecurrencePattern,
  { startMs, afterMs }: { readonly startMs: number; readonly afterMs: number },
): number {
  const gapMs = (pattern.type === 'weekly' ? 7 : 32) * pattern.interval * dayMs;
  // No date of the pattern before this one can be later: a month has fewer than 32 days.
  let index = Math.max(1, Math.floor((afterMs - startMs) / gapMs));
  for (;;) {
    const dateMs = patternDate(pattern, { startMs, index });
    if (dateMs > afterMs) return dateMs;
    index += 1;
  }
}

function patternDate(
  pattern: RecurrencePattern,
  { startMs, index }: { readonly startMs: number; readonly index: number },
): number {
  if (pattern.type === 'weekly') return startMs + index * 7 * pattern.interval * dayMs;
  const months = index * pattern.interval;
  if (pattern.dayOfMonth === 0) return addDuration(startMs, { months, milliseconds: 0 });
  const start = new Date(startMs);
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months + 1, 0)).getUTCDate();
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, Math.min(pattern.dayOfMonth, lastDay));
}

function midnight(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}
