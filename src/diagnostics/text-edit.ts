import type { Span } from './source.ts';

/** Replaces a part of a text; the rest stays as it is, byte for byte. */
export type TextEdit = { readonly span: Span; readonly text: string };

/** Applies edits to a text. Where two overlap (two neighbors are removed), their spans are joined. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let done = '';
  let at = 0;
  const inOrder = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const { span, text: inserted } of inOrder) {
    done += text.slice(at, Math.max(at, span.start)) + inserted;
    at = Math.max(at, span.end);
  }
  return done + text.slice(at);
}
