import type { Span } from '../../diagnostics/source.ts';
import { readJson } from '../../json/read-json.ts';
import type { IssuePath } from './explain-issue.ts';

/** A value of a document, or the key that leads to it. */
export type DocumentPart = { readonly path: IssuePath; readonly onKey: boolean };

/** The places of parts of a JSON text, in one pass; for a missing part, the innermost existing one around it. */
export function jsonSpans(text: string, parts: readonly DocumentPart[]): readonly Span[] {
  const wanted = new Map<string, Span | undefined>();
  for (const { path } of parts)
    for (let to = 0; to <= path.length; to++) wanted.set(JSON.stringify(path.slice(0, to)), undefined);
  readJson(text, (path, span) => {
    const key = JSON.stringify(path);
    if (wanted.has(key)) wanted.set(key, span);
  });
  return parts.map(({ path, onKey }) => {
    for (let to = path.length; to >= 0; to--) {
      const span = wanted.get(JSON.stringify(path.slice(0, to)));
      if (span !== undefined) return onKey ? keySpan(text, span) : firstLine(text, span);
    }
    return { start: 0, end: 1 };
  });
}

/** The key of a member, from the span of its value; for a value without a key, its first character. */
export function keySpan(text: string, value: Span): Span {
  const isSpace = (at: number) => /\s/.test(text.charAt(at));
  let end = value.start - 1;
  while (end > 0 && isSpace(end)) end--;
  if (text[end] !== ':') return { start: value.start, end: value.start + 1 };
  do end--;
  while (end > 0 && isSpace(end));
  let from = end - 1;
  while (from > 0 && !(text[from] === '"' && backslashesBefore(text, from) % 2 === 0)) from--;
  return { start: from, end: end + 1 };
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === '\\') count++;
  return count;
}

/** An excerpt of a whole body would not help: only its first line is marked. */
function firstLine(text: string, span: Span): Span {
  const lineEnd = text.indexOf('\n', span.start);
  return lineEnd === -1 || lineEnd > span.end ? span : { start: span.start, end: lineEnd };
}
