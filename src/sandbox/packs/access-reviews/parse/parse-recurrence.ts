import type { Range, Recurrence, RecurrencePattern } from '../recurrence.ts';
import { type BodyObject, invalid } from './review-body.ts';

/** Reads a `patternedRecurrence`; throws an `InvalidBody`. */
export function parseRecurrence(body: BodyObject, today: string): Recurrence {
  body.knows('patternedRecurrence', ['pattern', 'range']);
  const pattern = body.object('pattern');
  return { pattern: pattern === undefined ? null : parsePattern(pattern), range: parseRange(body, today) };
}

function parsePattern(body: BodyObject): RecurrencePattern {
  body.knows('recurrencePattern', [
    ...['type', 'interval', 'month', 'dayOfMonth', 'daysOfWeek', 'firstDayOfWeek', 'index'],
  ]);
  const interval = body.countOr('interval', 1, 1_000);
  if (interval === 0) invalid(`${body.at('interval')} has to be at least 1.`);
  return {
    type: body.choice('type', ['weekly', 'absoluteMonthly']),
    interval,
    month: body.countOr('month', 0),
    dayOfMonth: body.countOr('dayOfMonth', 0, 31),
    daysOfWeek: body.texts('daysOfWeek'),
    firstDayOfWeek: body.textOr('firstDayOfWeek', 'sunday'),
    index: body.textOr('index', 'first'),
  };
}

function parseRange(recurrence: BodyObject, today: string): Range {
  const body = recurrence.required('range');
  body.knows('recurrenceRange', ['type', 'numberOfOccurrences', 'recurrenceTimeZone', 'startDate', 'endDate']);
  const type = body.choice('type', ['endDate', 'noEnd', 'numbered']);
  const startDate = dateOf(body, 'startDate') ?? today;
  const endDate = type === 'noEnd' ? null : dateOf(body, 'endDate');
  if (type === 'endDate' && endDate === null) invalid(`${body.at('endDate')} is required where type is endDate.`);
  if (endDate !== null && endDate < startDate) invalid(`${body.at('endDate')} is before ${body.at('startDate')}.`);
  return {
    type,
    numberOfOccurrences: body.countOr('numberOfOccurrences', 0),
    recurrenceTimeZone: body.textOr('recurrenceTimeZone', null),
    startDate,
    endDate,
  };
}

/** The date of a text; callers also send times, which the service truncates. */
function dateOf(body: BodyObject, name: string): string | null {
  const text = body.textOr(name, null);
  if (text === null) return null;
  const date = /^(\d{4}-\d\d-\d\d)(?:T.*)?$/.exec(text)?.[1];
  const real = date !== undefined && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true;
  return real ? date : invalid(`${body.at(name)} is '${text}', which is no date.`);
}
