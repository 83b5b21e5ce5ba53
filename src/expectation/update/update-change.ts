/**
 * The update room: makes a new expectation from a response that differs. This file: what can be done about one difference, as
 * edits of the scenario's text, so that what is not edited stays as it is, byte for byte.
 */
import type { Span } from '../../diagnostics/source.ts';
import type { TextEdit } from '../../diagnostics/text-edit.ts';

/** A difference that the file can be made to agree with. */
export type Change = {
  /** Where in the response: `status`, `header location`, `$.value[0].id`. */
  readonly path: string;
  /** Of the expectation as it stands. */
  readonly span: Span;
  /** What was expected, and what is expected from now on; for people, on one line. */
  readonly from: string;
  readonly to: string;
  /** Expects what was received. */
  readonly accept: TextEdit;
  /** Expects less: a matcher that both fit. */
  readonly relax?: { readonly edit: TextEdit; readonly to: string };
  /** Expects nothing about it anymore. */
  readonly ignore?: TextEdit;
};
