import type { Method } from '../../http/message.ts';

/** A simulated error. A request gets the first fault that matches it and has remaining hits. */
export type Fault = FaultEffect & {
  /** Default: all methods. */
  readonly method?: Method;
  /** Within the version, `*` for one segment and `**` for any number of them: `/users/*`. Default: all paths. */
  readonly path?: string;
  /** How many requests it hits; default: 1. `Infinity`: every one. */
  readonly times?: number;
  /** How many matching requests pass before the first hit. */
  readonly after?: number;
};

export type FaultEffect =
  /** 429. A request before the time is over is recorded in `early`. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds?: number }
  /** 500, 502, 503 (by default) or 509. */
  | { readonly kind: 'unavailable'; readonly status?: 500 | 502 | 503 | 509; readonly retryAfterSeconds?: number }
  /** 409: another write to the same thing is under way. Nothing was done. */
  | { readonly kind: 'conflict' }
  /** The work is done and the response is 504. */
  | { readonly kind: 'gateway-timeout' }
  /** The work is done and the connection closes without a response. In process: 504. */
  | { readonly kind: 'dropped' }
  /**
   * Replicas lag behind a write: what was created is not found, what was changed has its old values, what was deleted is
   * still there; for that many reads of it, or that long.
   */
  | ({ readonly kind: 'lag' } & Lag)
  /** The connection closes without a response, and nothing was done. In process: 503. */
  | { readonly kind: 'reset' }
  /** 307 (by default), to another place of this service or, with an address, to another host. */
  | { readonly kind: 'redirect'; readonly status?: 301 | 302 | 303 | 307 | 308; readonly location?: string }
  /** 401: the access token has expired. */
  | { readonly kind: 'expired-token' }
  /** 401 with claims that the next token must have (continuous access evaluation). */
  | { readonly kind: 'claims-challenge'; readonly claims?: string }
  /** 403, as if consent to the permission were missing. */
  | { readonly kind: 'missing-consent' }
  /** The connection closes in the middle of the body. In process: half of the body. */
  | { readonly kind: 'truncated' }
  /** The body is sent slowly; in process at once. */
  | { readonly kind: 'drip'; readonly bytesPerSecond?: number }
  /** A compressed body that unpacks to that many bytes, white space after the response. In process: a mebibyte of it. */
  | { readonly kind: 'gzip-bomb'; readonly bytes?: number }
  /** 200 with a page of HTML, as from a network that requires a sign-in first. */
  | { readonly kind: 'captive-portal' };

export type Lag = { readonly reads: number } | { readonly seconds: number };

/** A fault of the connection; in process, the response's text is the closest equivalent. */
export type BrokenBody =
  | { readonly kind: 'dropped' }
  /** `whole` is announced by `content-length`, and only that many bytes of it are sent. */
  | { readonly kind: 'truncated'; readonly whole: string; readonly sentBytes: number }
  | { readonly kind: 'drip'; readonly whole: string; readonly bytesPerSecond: number }
  | { readonly kind: 'gzip-bomb'; readonly whole: string; readonly bytes: number };

/** A client that did not wait as it had to. */
export type EarlyRequest = {
  readonly method: string;
  readonly url: string;
  readonly earlyByMs: number;
};

/** The faults of a sandbox, for tests to set and inspect. */
export type Faults = {
  readonly add: (...faults: readonly Fault[]) => void;
  /** Removes all faults, lags and early requests. */
  readonly clear: () => void;
  /** Those that were added, and how many requests each is still to hit. */
  readonly list: () => readonly { readonly fault: Fault; readonly hitsLeft: number }[];
  /** In the order in which they were received. */
  readonly early: readonly EarlyRequest[];
};
