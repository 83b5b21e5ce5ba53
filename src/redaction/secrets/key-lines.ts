/** Private keys that go over several lines of a text, for what is quoted from its lines one by one. */

import { bareKeyBeginning } from './bare-key.ts';

type Part = { readonly start: number; readonly end: number };

const mark = /-----(?:BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY|END [A-Z0-9 ]{1,60}-----)/;
const anyMark = new RegExp(`${mark.source}|${bareKeyBeginning}`, 'g');
/** No key is longer. */
const longestKey = 20_000;

/**
 * From the line that begins a key to the one that ends it, whatever is between them. Where only one of them is there, and
 * for a key without both, as far as its lines of base64 go. In order, none within another.
 */
export function privateKeysIn(text: string): readonly Part[] {
  const keys: Part[] = [];
  const marks = [...text.matchAll(anyMark)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    kind: kindOf(found[0]),
  }));
  for (const [at, { start, end, kind }] of marks.entries()) {
    const searched = keys.at(-1)?.end ?? 0;
    if (start < searched || kind === 'other end') continue;
    const next = kind === 'begin' ? marks.slice(at + 1, at + 3).find((one) => one.kind.endsWith('end')) : undefined;
    if (kind === 'end') keys.push({ start: searched + firstLineOf(text.slice(searched, start)), end });
    else if (next !== undefined && next.end - start < longestKey) keys.push({ start, end: next.end });
    else keys.push({ start, end: lastLineOf(text, end) });
  }
  return keys;
}

function kindOf(found: string): 'begin' | 'end' | 'other end' | 'bare' {
  if (!found.startsWith('-----')) return 'bare';
  if (found.startsWith('-----BEGIN')) return 'begin';
  return found.includes('PRIVATE KEY') ? 'end' : 'other end';
}

/** A line of a key, though in quotes, a list, a comment or a table. */
const long = /[A-Za-z0-9+/]{24}/;
/** The last one may be of any length, and a checksum may follow it. */
const short = /^(?:[A-Za-z]{0,8}\d{1,3}[.:] |[^A-Za-z0-9+/=])*[A-Za-z0-9+/=]{0,76}\W*(?:n\W*|<br>)?$/;
const mostShort = 2;
/** The headers of a key precede its first line: `DEK-Info: …`. */
const mostHeaders = 4;
const longestLine = 2_000;

/** Where the lines at the end of a text begin that belong to the key that ends behind it. */
function firstLineOf(text: string): number {
  const lineStart = text.lastIndexOf('\n') + 1;
  let first = lineStart;
  for (let [start, shorter] = [lineStart, 0]; start > 0; ) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    const line = text.slice(above, Math.min(start - 1, above + longestLine)).trim();
    if (long.test(line)) first = above;
    else if (first < lineStart || ++shorter > mostShort || !short.test(line)) break;
    start = above;
  }
  return first;
}

/** Where the lines below an offset end that belong to the key that begins there. */
function lastLineOf(text: string, begin: number): number {
  const lineEnd = endOfLine(text, begin);
  let last = lineEnd;
  for (let [end, headers, shorter] = [lineEnd, 0, 0]; end < text.length; ) {
    const below = endOfLine(text, end + 1);
    const line = text.slice(end + 1, Math.min(below, end + 1 + longestLine)).trim();
    if (long.test(line) || (last > lineEnd && ++shorter <= mostShort && short.test(line))) last = below;
    else if (last > lineEnd || ++headers > mostHeaders) break;
    end = below;
  }
  return last;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
