/**
 * The accept room: makes of an answer that differs the new promise. This file: what can be done about one difference, as
 * edits of the scenario's text, so that what is not edited stays as it is, byte for byte.
 */
import type { Span } from '../../diagnostics/source.ts';
import type { TextEdit } from '../../diagnostics/text-edit.ts';

/** A difference that the file can be made to agree with. */
export type Change = {
  /** Where in the answer: `status`, `header location`, `$.value[0].id`. */
  readonly path: string;
  /** Of the promise as it stands. */
  readonly span: Span;
  /** What was promised, and what is promised from now on; for people, on one line. */
  readonly from: string;
  readonly to: string;
  /** Promises what came. */
  readonly accept: TextEdit;
  /** Promises less: a matcher that both fit. */
  readonly relax?: { readonly edit: TextEdit; readonly to: string };
  /** Promises nothing about it anymore. */
  readonly ignore?: TextEdit;
};
