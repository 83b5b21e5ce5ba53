/**
 * The compare room: what differs between two accounts of the same scenario, seen as matchers see it. This file: a
 * recording or a stored result, as both are compared.
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
  /** Whose steps these are: the scenario's file; of a recording, which names none, its own. */
  readonly name: string;
  /** The ids of the runs it was made by: they stand in names. */
  readonly run: string;
  readonly steps: readonly Reported[];
};

export type Account = {
  readonly file: string;
  readonly kind: 'recording' | 'result';
  /** Where it comes from and when: `live, 2026-10-01`. */
  readonly about: string;
  readonly scenes: readonly Scene[];
};
