/** Sends sign-ins over the same connection as calls to Graph: with the same proxy, certificates and limits. */

import type { Wire } from '../backends/live/transport/wire.ts';
import { defined } from '../defined.ts';
import { type SendSignIn, SignInUnreached } from '../tenant/auth/sign-in-request.ts';

export type SignInWireOptions = {
  readonly wire: Wire;
  /** For this machine's own neighborhood, where managed identities are: never through a proxy. */
  readonly direct: Wire;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly deadlineMs?: number;
};

/**
 * Failures that are worth a retry: a name that cannot be resolved now, a host that accepts no connection now, a kept
 * connection that the authority closed while the request was sent. A token that was granted and lost does no harm.
 */
const passing: ReadonlySet<string> = new Set(['dns', 'unreachable', 'lost']);
const waitsMs: readonly number[] = [1_000, 3_000];

export function signInWire({ wire, direct, sleep, deadlineMs = 30_000 }: SignInWireOptions): SendSignIn {
  return async ({ method, url, headers, body, signal }) => {
    const { origin, pathname, search, protocol } = new URL(url);
    const out = protocol === 'http:' ? direct : wire;
    const request = { origin, method, path: `${pathname}${search}`, headers, ...defined({ body }) };
    const limits = { deadlineMs, ...defined({ signal }) };
    for (let attempt = 0; ; attempt++) {
      const delivery = await out.exchange(request, limits);
      if (delivery.kind === 'answered') return delivery.response;
      const { kind, message, fix } = delivery.failure;
      const waitMs = passing.has(kind) ? waitsMs[attempt] : undefined;
      if (waitMs === undefined || signal?.aborted === true) throw new SignInUnreached(message, fix);
      await sleep(waitMs, signal);
    }
  };
}
