/**
 * An ISO 8601 duration, as the scenario format uses it (`P1Y`, `P5D`, `PT30S`, `-P1M`). Years and months are calendar
 * units; weeks, days and the time are exact in UTC.
 */
export type IsoDuration = { readonly months: number; readonly milliseconds: number };

const form =
  /^([+-]?)P(?!$)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$/;

/** `undefined` where the text is not an ISO 8601 duration. */
export function parseDuration(text: string): IsoDuration | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const signed = (amount: number) => (match[1] === '-' && amount !== 0 ? -amount : amount);
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0));
  return {
    months: signed((years ?? 0) * 12 + (months ?? 0)),
    milliseconds: signed(
      Math.round(
        ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000,
      ),
    ),
  };
}

/** Milliseconds of a duration without calendar units; `undefined` for one with years or months, or a negative one. */
export function durationMs(duration: IsoDuration): number | undefined {
  return duration.months === 0 && duration.milliseconds >= 0 ? duration.milliseconds : undefined;
}

/** Moves a point in time (milliseconds since 1970, UTC). A day that its new month lacks becomes the month's last day. */
export function addDuration(timeMs: number, duration: IsoDuration): number {
  const date = new Date(timeMs);
  if (duration.months !== 0) {
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + duration.months);
    const monthEnd = new Date(date);
    monthEnd.setUTCMonth(date.getUTCMonth() + 1, 0);
    date.setUTCDate(Math.min(day, monthEnd.getUTCDate()));
  }
  return date.getTime() + duration.milliseconds;
}
