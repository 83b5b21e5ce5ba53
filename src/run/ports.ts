/** The outside world on one page: everything a run needs that is not data. Adapters live in rooms above. */
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { BlockedReason } from './result.ts';

/** What stands behind the scenario: a recording, the sandbox, or Microsoft Graph. */
export type Backend = {
  /** Scheme, host and port of the service, as `URL.origin` says them: links of answers are followed there only. */
  readonly origin: string;
  /** Sends one request. Never throws for what a service or a network does. */
  readonly send: (request: HttpRequest, context: SendContext) => Promise<Reply>;
  readonly close: () => Promise<void>;
};

export type SendContext = {
  /** The step on whose behalf it is sent. */
  readonly step: string;
  readonly actor: string;
  readonly signal?: AbortSignal;
  /** The url that lists what this request creates, by its unique marker: how an unknown outcome is reconciled. */
  readonly find?: string;
};

export type Reply =
  | {
      readonly kind: 'answered';
      readonly response: HttpResponse;
      /** For a recording: the request it was recorded for, and how many more exchanges it holds for this step. */
      readonly recorded?: { readonly request: HttpRequest; readonly remaining: number };
      /** What it took to get this answer, where that is more than one request. */
      readonly effort?: Effort;
    }
  | { readonly kind: 'blocked'; readonly reason: BlockedReason; readonly message: string; readonly fix?: string };

/** What a live backend did for one answer. */
export type Effort = {
  /** Requests sent, retries included. */
  readonly sent: number;
  /** Time spent waiting between them, in milliseconds. */
  readonly waitedMs: number;
  /** How long the service took to show this run's own write, in milliseconds; 0 where it showed it at once. */
  readonly lagMs: number;
  /** The outcome of a write was unknown, and what was created was found again by its marker. */
  readonly reconciled: boolean;
};

export type Clock = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Returns after `ms`, or at once when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};
