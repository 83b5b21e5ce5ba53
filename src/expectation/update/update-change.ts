/**
 * The update room: makes a new expectation from a response with differences. This file: the possible changes for one
 * difference, as edits of the scenario's text, so that the rest of it stays the same, byte for byte.
 */
import type { Span } from '../../diagnostics/source.ts';
import type { TextEdit } from '../../diagnostics/text-edit.ts';

/** A difference that the file can be made to agree with. */
export type Change = {
  /** Where in the response: `status`, `header location`, `$.value[0].id`. */
  readonly path: string;
  /** The span of the old expectation. */
  readonly span: Span;
  /** The old and the new expectation; for people, on one line. */
  readonly from: string;
  readonly to: string;
  /** Expects the received value. */
  readonly accept: TextEdit;
  /** Expects less: a matcher that both fit. */
  readonly relax?: { readonly edit: TextEdit; readonly to: string };
  /** Removes the expectation. */
  readonly ignore?: TextEdit;
};
