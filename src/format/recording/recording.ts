import type { Binary, Headers, HttpRequest } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';
import type { Value } from '../template/values.ts';

/** The content of a recording file: for each step, in order, its requests and responses. */
export type Recording = {
  readonly version: 1;
  /** Where the responses come from: a published page, the local model, or Microsoft Graph. */
  readonly source: 'documentation' | 'sandbox' | 'live';
  /** RFC 3339 full-date. */
  readonly date: string;
  /** RFC 3339 full-date: the last day on which it counts as evidence. */
  readonly expires?: string;
  readonly page?: string;
  /** The run values it was made with. A password is never stored. */
  readonly run: { readonly id: string; readonly now: string };
  readonly inputs: { readonly [name: string]: Value };
  readonly steps: { readonly [stepId: string]: readonly RecordedExchange[] };
};

export type RecordedExchange = {
  /**
   * `derived`: the page does not show this response, and `why` has the reason for it. `typed`, `seeded`, `replayed`: the part of the sandbox that gave it.
   */
  readonly origin?: 'documentation' | 'derived' | 'typed' | 'seeded' | 'replayed';
  readonly why?: string;
  readonly request: HttpRequest;
  readonly response: {
    readonly status: number;
    readonly headers: Headers;
    /** JSON; a string under a content type that is not JSON is the text itself. */
    readonly body?: Json;
    /** A body that is not text. */
    readonly bytes?: Binary;
  };
};

/** The value of `${run.password}` in a replay: the real one was never stored. */
export const recordedPassword = 'Recorded-passw0rd';
