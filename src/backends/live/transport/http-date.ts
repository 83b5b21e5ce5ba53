const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The three forms of RFC 9110 section 5.6.7; nothing that `Date.parse` would guess. */
const forms: readonly RegExp[] = [
  /^[a-z]{3}, (?<day>\d{2}) (?<month>[a-z]{3}) (?<year>\d{4}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) GMT$/i,
  /^[a-z]{6,9}, (?<day>\d{2})-(?<month>[a-z]{3})-(?<year>\d{2}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) GMT$/i,
  /^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) (?<year>\d{4})$/i,
];

/** An HTTP date in milliseconds since 1970; `undefined` if the text is not one. */
export function httpDateMs(text: string): number | undefined {
  for (const form of forms) {
    const parts = form.exec(text.trim())?.groups;
    if (parts === undefined) continue;
    const { day = '', month = '', year = '', h = '', m = '', s = '' } = parts;
    const at = months.indexOf(month.toLowerCase());
    const whole = year.length === 2 ? 2000 + Number(year) : Number(year);
    const date = new Date(Date.UTC(whole, at, Number(day), Number(h), Number(m), Number(s)));
    // A 31st of February is not a date, nor is a 25th hour; a leap second is.
    return at >= 0 && date.getUTCDate() === Number(day) && Number(h) < 24 && Number(m) < 60
      ? date.getTime()
      : undefined;
  }
  return undefined;
}
