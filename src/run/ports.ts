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
};

export type Reply =
  | {
      readonly kind: 'answered';
      readonly response: HttpResponse;
      /** For a recording: the request it was recorded for, and how many more exchanges it holds for this step. */
      readonly recorded?: { readonly request: HttpRequest; readonly remaining: number };
    }
  | { readonly kind: 'blocked'; readonly reason: BlockedReason; readonly message: string; readonly fix?: string };

export type Clock = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Returns after `ms`, or at once when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};
