import type { Method } from '../../../http/message.ts';
import type { Delivery } from '../transport/wire.ts';

/** The classification of one attempt. */
export type Class =
  /** A response to evaluate: good, expected, or wrong in a way that a retry does not correct. */
  | 'answered'
  /** Not executed; the service requires a pause. */
  | 'throttled'
  /** Not done, or done twice without harm: send it again. */
  | 'transient-safe'
  /** It is unknown whether the request was executed: find out before anything else. */
  | 'transient-unknown'
  | 'unauthorized'
  /** A retry does not help, and there is no response. */
  | 'fatal';

export type Attempted = {
  readonly method: Method;
  readonly url: string;
  readonly delivery: Delivery;
  /** The statuses the step expected. */
  readonly stated: readonly number[];
  /** The object that the request creates can be found again. */
  readonly findable: boolean;
};

/**
 * Whether sending twice does no more than sending once. An upsert by a client's own name for the object is safe; no
 * other PATCH is assumed to be.
 */
function isSafe(method: Method, url: string): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return true;
  return method === 'PATCH' && /^\/[^?#]*\(uniqueName=(?:'|%27)[^?#/]+(?:'|%27)\)(?:[?#]|$)/i.test(url);
}

export function classify(attempted: Attempted): Class {
  const { delivery } = attempted;
  return delivery.kind === 'failed' ? ofFailure(attempted, delivery) : ofStatus(attempted, delivery.response.status);
}

function ofFailure(
  { method, url }: Attempted,
  { failure: { kind, unsent } }: Extract<Delivery, { kind: 'failed' }>,
): Class {
  const safe = isSafe(method, url);
  switch (kind) {
    case 'dns':
    case 'unreachable':
      return 'transient-safe';
    case 'tls':
    case 'private':
    case 'changed':
    case 'stopped':
      return 'fatal';
    case 'lost':
      return safe || unsent ? 'transient-safe' : 'transient-unknown';
    // A retry would give the same bytes, or none; but the write may have been executed.
    case 'unreadable':
    case 'too-large':
    case 'deadline':
      return safe || unsent ? 'fatal' : 'transient-unknown';
  }
  kind satisfies never;
}

function ofStatus({ method, url, stated, findable }: Attempted, status: number): Class {
  if (stated.includes(status)) return 'answered';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 429:
    case 509:
      return 'throttled';
    // Graph allows repeating on 503; but a gateway may send it too late, so look first if one read shows the result.
    case 503:
      return isSafe(method, url) || !findable ? 'throttled' : 'transient-unknown';
    case 500:
    case 502:
    case 504:
      return isSafe(method, url) ? 'transient-safe' : 'transient-unknown';
    default:
      return 'answered';
  }
}
