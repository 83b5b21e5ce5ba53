import { isGuid } from '../../guid.ts';

/** The forms that texts are expected to have. Each expression here takes time linear in the text. */

const dateForm = /^(\d{4})-(\d\d)-(\d\d)$/;
const timeForm = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i;
const durationForm =
  /^[+-]?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=\d)(?:\d+H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?$/;
const urlStart = /^https?:\/\/[^\s/]/i;
const notInUrl = /[\s\u0000-\u0020\u007f]/;
const emailForm = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*$/u;

export function isUuid(text: string): boolean {
  return isGuid(text);
}

/** RFC 3339 `full-date`. */
export function isDate(text: string): boolean {
  if (text.length !== 10) return false;
  const match = dateForm.exec(text);
  if (match === null) return false;
  const month = Number(match[2]);
  const day = Number(match[3]);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(Number(match[1]), month);
}

/** RFC 3339 `date-time`. Second 60 only where a leap second can be: the last minute of a day in UTC. */
export function isDateTime(text: string): boolean {
  const separator = text.charCodeAt(10) | 0x20;
  if (separator !== 0x74 || !isDate(text.slice(0, 10))) return false;
  const match = timeForm.exec(text.slice(11));
  if (match === null) return false;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [offsetHour, offsetMinute] = [Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (match[4] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  return (hour * 60 + minute - offset + 2 * 1440) % 1440 === 1439;
}

/** An ISO 8601 duration; a sign may precede it, and the smallest unit may have a fraction. */
export function isDuration(text: string): boolean {
  return text.length > 2 && durationForm.test(text);
}

export function isHttpUrl(text: string): boolean {
  return urlStart.test(text) && !notInUrl.test(text) && URL.canParse(text);
}

export function isEmail(text: string): boolean {
  return text.length <= 320 && emailForm.test(text);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
