/**
 * The compare room: the differences between two accounts of the same scenario, compared as matchers compare. This file:
 * an account, made from a recording or a stored result.
 */
import type { Headers, Method } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';
import type { OutcomeKind } from '../../run/result.ts';

/** One step as it went: its last exchange, with the pages of a list joined. */
export type Reported = {
  /** Unique in its account. */
  readonly id: string;
  readonly method: Method;
  readonly url: string;
  readonly sent: Json | undefined;
  readonly status: number;
  readonly headers: Headers;
  readonly actual: Json | undefined;
  /** Known of results only. */
  readonly outcome?: OutcomeKind;
};

export type Scene = {
  /** The file of the scenario; for a recording, which does not name it, the file of the recording. */
  readonly name: string;
  /** The ids of the runs that made it, which occur in names. */
  readonly run: string;
  readonly steps: readonly Reported[];
};

export type Account = {
  readonly file: string;
  readonly kind: 'recording' | 'result';
  /** Its source and date: `live, 2026-10-01`. */
  readonly about: string;
  readonly scenes: readonly Scene[];
};
