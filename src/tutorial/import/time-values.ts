import type { Json } from '../../json/json.ts';
import { durationIn, saysToday } from '../languages/languages.ts';
import { type Guess, likely, unsure } from './links/guess.ts';
import { keyOf, leavesOf } from './links/leaves.ts';

const date = /^\d{4}-\d\d-\d\d$/;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export const isDateText = (text: string): boolean => date.test(text) && isInCalendar(text);
export const isDateTimeText = (text: string): boolean =>
  dateTime.test(text) && isInCalendar(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));

/** JavaScript takes February 30 for March 2. */
function isInCalendar(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Dates that mean "always" or "never": they are the same in every run. */
export const isSentinel = (text: string): boolean => /^(?:0001|1601|1753|1900|9\d{3})-\d\d-\d\d(?:T|$)/.test(text);

const dayMs = 86_400_000;

/** The day on which the page's run began: the first day that its requests start something, else the first in a response. */
export function pageDay(
  requests: readonly (Json | undefined)[],
  responses: readonly (Json | undefined)[],
): string | undefined {
  const days = (bodies: readonly (Json | undefined)[], wanted: (key: string) => boolean) =>
    bodies
      .flatMap((body) => leavesOf(body))
      .filter(
        ({ path, value }) => typeof value === 'string' && wanted(keyOf(path)) && isTime(value) && !isSentinel(value),
      )
      .map(({ value }) => String(value).slice(0, 10))
      .sort();
  const [start] = days(requests, (key) => /start/i.test(key));
  const [first] = days(responses, (key) => /created|start/i.test(key));
  const [other] = days(requests, (key) => !isEnd(key));
  const [end] = days(requests, isEnd);
  // A date of an end without a beginning is after the day of the run.
  return start ?? first ?? other ?? (end === undefined ? undefined : dayBefore(end));
}

const isEnd = (key: string): boolean => /expir|^end|due|until/i.test(key);
const dayBefore = (day: string): string => new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10);

const isTime = (text: string): boolean => isDateText(text) || isDateTimeText(text);

/** The page's text about its dates, near the request. */
export type DateProse = readonly string[];

/** A date of a request, reported from the day of the run; `undefined` for what is not a date. */
export function timeTemplate(
  text: string,
  key: string,
  { day, prose }: { readonly day: string; readonly prose: DateProse },
): { readonly template: string; readonly guess: Guess } | undefined {
  if (!isTime(text) || isSentinel(text)) return undefined;
  const said = saidDuration(key, prose);
  const isDay = isDateText(text);
  const base = isDay ? 'run.today' : 'run.now';
  const days = Math.round((Date.parse(text.slice(0, 10)) - Date.parse(day)) / dayMs);
  if (days === 0) {
    const sure = prose.some((sentence) => saysToday(sentence));
    return {
      template: `\${${base}}`,
      guess: sure ? likely('the page says: today’s date') : unsure('the page’s day is taken for the day of the run'),
    };
  }
  const duration = said ?? distance(day, text.slice(0, 10)) ?? `P${Math.abs(days)}D`;
  const sign = said === undefined && days < 0 ? '-' : '+';
  const guess =
    said === undefined
      ? unsure(`the page writes ${text}, and ${day} is taken for its first day`)
      : likely(`the page says how long after the start, and writes ${text}`);
  return { template: `\${${base} ${sign} ${duration}}`, guess };
}

/** Whole years or months between two days, which are more likely than 365 days; `undefined` if there are none. */
function distance(from: string, to: string): string | undefined {
  if (from.slice(8) !== to.slice(8) || from === to) return undefined;
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const apart = Math.abs(months(to) - months(from));
  return apart % 12 === 0 ? `P${apart / 12}Y` : `P${apart}M`;
}

/** "value of **endDate** with a date one year from the start date". */
function saidDuration(key: string, prose: DateProse): string | undefined {
  for (const sentence of prose) {
    const at = sentence.indexOf(key);
    if (at === -1) continue;
    const duration = durationIn(
      sentence.slice(at + key.length, at + key.length + 120).split(/[.;]|[a-z]+Date/)[0] ?? '',
    );
    if (duration !== undefined) return duration;
  }
  return undefined;
}
