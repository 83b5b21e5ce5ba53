import type { Json } from '../../../json/json.ts';

/** Every mark that pages open a string with. */
export const quoteMarks = '"\u201c\u201d\u201e\u00ab\'\u2018\u2019';

/** The next character that counts; each comment on the way is reported, and each blank that JSON does not take. */
export function skipBlank(
  text: string,
  from: number,
  report: (what: 'comment' | 'foreign-blank', start: number, end: number) => void,
): number {
  let at = from;
  for (;;) {
    for (; at < text.length && /\s/.test(text[at] ?? ''); at++) {
      if (!/[ \t\r\n]/.test(text[at] ?? '')) report('foreign-blank', at, at + 1);
    }
    const end = commentEnd(text, at);
    if (end === undefined) return at;
    report('comment', at, end);
    at = end;
  }
}

function commentEnd(text: string, at: number): number | undefined {
  if (text.startsWith('/*', at)) {
    const close = text.indexOf('*/', at + 2);
    return close === -1 ? undefined : close + 2;
  }
  if (text.startsWith('<!--', at)) {
    const close = text.indexOf('-->', at + 4);
    return close === -1 ? undefined : close + 3;
  }
  if (!text.startsWith('//', at) && !/^#[ \t]/.test(text.slice(at, at + 2))) return undefined;
  return lineEnd(text, at);
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** `""value"`: a quote too many before a value that is closed on its line. */
export function isDoubledQuote(text: string, at: number): boolean {
  if (text[at] !== '"' || text[at + 1] !== '"') return false;
  return /^[\p{L}\p{N}_$-][^"\n]*"[ \t]*(?:[,}\]\n:]|$)/u.test(text.slice(at + 2, at + 500));
}

/** Where the string that opens here is closed: by its own kind of mark within the line, otherwise by the line's end. */
export function closingQuote(text: string, open: number): { readonly at: number; readonly length: 0 | 1 } {
  const mark = text[open] ?? '';
  const closers = mark === "'" ? "'" : mark === '\u2018' || mark === '\u2019' ? "\u2018\u2019'" : '"\u201c\u201d\u00bb';
  // A straight quote closes at once; within straight quotes a smart one is text, unless nothing else closes the string.
  const straight = mark === '"' || mark === "'";
  let smart: number | undefined;
  let at = open + 1;
  for (; at < text.length && text[at] !== '\n'; at++) {
    const character = text[at] ?? '';
    if (character === '\\' && at + 1 < text.length && text[at + 1] !== '\n') at++;
    else if (character === mark && straight) return { at, length: 1 };
    else if (closers.includes(character) && (!straight || endsValue(text, at + 1))) {
      if (!straight) return { at, length: 1 };
      smart ??= at;
    }
  }
  if (smart !== undefined) return { at: smart, length: 1 };
  const tail = /[ \t]*[,:]?[ \t]*$/.exec(text.slice(Math.max(open + 1, at - 40), at))?.[0] ?? '';
  return { at: at - tail.length, length: 0 };
}

function endsValue(text: string, at: number): boolean {
  return /^[ \t]*(?:[,:}\]\n]|$)/.test(text.slice(at, at + 40));
}

/** Where words without quotes end: at a comma, a closing bracket, a comment or the line's end. */
export function bareEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',}]\n'.includes(text[at] ?? '') && !text.startsWith(' //', at)) at++;
  return at;
}

/** In place of a value, the next line begins with a name and its colon: the brace before it is missing. */
export function isNameBelow(text: string, at: number): boolean {
  if (!/:[ \t]*\r?\n[ \t]*$/.test(text.slice(Math.max(0, at - 120), at))) return false;
  return /^"[^"\n]{1,120}"[ \t]*:/.test(text.slice(at, at + 200));
}

/** So far back at most a line is looked for: one long line would be searched again for each of its items. */
const longestLead = 1000;

/** The text at `at` begins a line that is indented no deeper than the line of `open`. */
export function isIndentedLess(text: string, at: number, open: number): boolean {
  const lead = leadOf(text, at);
  if (lead === undefined || lead.trim() !== '') return false;
  const opened = leadOf(text, open);
  return opened !== undefined && at - lead.length > open && lead.length <= opened.length - opened.trimStart().length;
}

/** What precedes a place on its line. */
function leadOf(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - longestLead), at);
  const start = before.lastIndexOf('\n') + 1;
  return start === 0 && at > longestLead ? undefined : before.slice(start);
}

/** Omitted content needs no comma: an ellipsis follows at `at`, or is on the line that ends at `end`. */
export function isElided(text: string, end: number, at: number): boolean {
  // So far back at most: a body of one long line would be searched again for each of its items.
  const line = text.slice(Math.max(0, end - 200), end).replace(/^[\s\S]*\n/, '');
  return /^(?:<\s*)?(?:\.{3}|…)/u.test(text.slice(at, at + 20)) || /^\s*<?\s*(?:\.{3}|…)/u.test(line);
}

/** As in the strict parser: integers stay exact, and a number beyond the range of doubles is invalid. */
export function exact(literal: string): Json | undefined {
  const value = Number(literal);
  if (!Number.isFinite(value)) return undefined;
  return Number.isSafeInteger(value) || /[.eE]/.test(literal) ? value : BigInt(literal);
}
