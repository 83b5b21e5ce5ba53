import type { BlockedReason } from '../../run/result.ts';

/** The source of tokens; the auth room implements it. No part of a token may be logged. */
export type LiveTokenSource = {
  /**
   * The actor's token: a cached one while it is valid. With `claims` (JSON, decoded), a new one that meets the
   * challenge.
   */
  readonly get: (actor: string, about: TokenWish) => Promise<LiveTokenResult>;
  /** Forgets the actor's kept token, so that the next `get` signs in again. */
  readonly refresh: (actor: string) => void | Promise<void>;
};

type TokenWish = { readonly claims?: string; readonly signal?: AbortSignal };

export type LiveTokenResult =
  | { readonly ok: true; readonly token: string; readonly expiresAtMs: number }
  | { readonly ok: false; readonly reason: BlockedReason; readonly message: string; readonly fix?: string };
