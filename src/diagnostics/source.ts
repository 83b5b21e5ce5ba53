import { onceFor } from '../once-for.ts';
/** The diagnostics room: problems and their places. This file: texts, and spans in them. */

/** A file's text together with the name that is shown for it. */
export type Source = { readonly path: string; readonly text: string };

/** A half-open range of UTF-16 offsets into the text of a source: the current one, or the one that the span names. */
export type Span = { readonly start: number; readonly end: number; readonly origin?: SharedOrigin };

/** The source of a span of shared text, and where that is called, innermost first. */
export type SharedOrigin = { readonly source: Source; readonly calledAt: readonly Position[] };

/** 1-based, as `file:line:col`. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

/** A string in a source: its value (after escapes) and its span (as written). */
export type Text = { readonly value: string; readonly span: Span };

/** The source that a span is a range of. */
export function sourceOf(source: Source, { origin }: Span): Source {
  return origin?.source ?? source;
}

/** A range within another, of the same source. */
export function within(span: Span, start: number, end: number): Span {
  return { ...span, start, end };
}

const lineStarts = onceFor(({ text }: Source): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
});

/** 1-based line and column (in UTF-16 units, as editors count) of an offset. A byte order mark takes no column. */
export function positionAt(source: Source, offset: number): { readonly line: number; readonly column: number } {
  const starts = lineStarts(source);
  const low = lastAtOrBefore(starts, offset);
  const column = offset - (starts[low] ?? 0) + 1;
  const afterMark = low === 0 && source.text.startsWith('\uFEFF') && column > 1;
  return { line: low + 1, column: afterMark ? column - 1 : column };
}

/** The index of the last start (they ascend) that is at or before an offset. */
export function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The text of a 1-based line without its line break. */
export function lineText(source: Source, line: number): string | undefined {
  const starts = lineStarts(source);
  const start = starts[line - 1];
  if (start === undefined) return undefined;
  const text = source.text.slice(start, starts[line] ?? source.text.length).replace(/\r?\n$/, '');
  return line === 1 ? text.replace(/^\uFEFF/, '') : text;
}
