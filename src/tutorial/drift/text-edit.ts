import type { Span } from '../../diagnostics/source.ts';

/** Replaces a part of a text. */
export type TextEdit = { readonly span: Span; readonly text: string };

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let done = '';
  let at = 0;
  for (const { span, text: inserted } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    done += text.slice(at, span.start) + inserted;
    at = span.end;
  }
  return done + text.slice(at);
}
