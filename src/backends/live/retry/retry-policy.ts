import { defined } from '../../../defined.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { type Blocked, type Sending, tooLong } from '../sending.ts';
import { readChallenge } from '../transport/challenge.ts';
import type { Failure } from '../transport/network-failure.ts';
import type { Delivery } from '../transport/wire.ts';
import { workloadOf } from '../workload.ts';
import { backoffMs } from './backoff.ts';
import { classify } from './classify.ts';
import { retryAfterMs } from './retry-after.ts';

/** The result of sending until the service gave a final response. */
export type Settled =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  /** A write that may have been executed: with the response that left it open, or the reason why none arrived. */
  | { readonly kind: 'unknown'; readonly response?: HttpResponse; readonly failure?: Failure }
  | Blocked;

export type RetryPolicy = {
  readonly stated: readonly number[];
  /** The object that the request creates can be found again. */
  readonly findable: boolean;
};

const mostTries = { transient: 4, dns: 3, throttled: 100 } as const;

/**
 * Sends until there is a response to evaluate, or until a retry would be useless. Repeats only what is provably
 * harmless.
 */
export async function sendWithRetries(sending: Sending, request: HttpRequest, policy: RetryPolicy): Promise<Settled> {
  const tries = new Tries(sending, request, policy);
  for (;;) {
    const delivery = await sending.attempt(request, tries.claims);
    const settled = delivery.kind === 'blocked' ? delivery : await tries.settle(delivery);
    if (settled !== undefined) return settled;
  }
}

/** The attempts for one request: the result of each decides whether another follows. */
class Tries {
  readonly #sending: Sending;
  readonly #request: HttpRequest;
  readonly #policy: RetryPolicy;
  #transient = 0;
  #throttled = 0;
  #signedInAgain = false;
  /** An earlier try may have done it. */
  #maybeDone = false;
  claims: string | undefined;

  constructor(sending: Sending, request: HttpRequest, policy: RetryPolicy) {
    this.#sending = sending;
    this.#request = request;
    this.#policy = policy;
  }

  /** The result of an attempt; `undefined` if the request is to be sent again now. */
  async settle(delivery: Delivery): Promise<Settled | undefined> {
    const { method, url } = this.#request;
    const what = classify({ method, url, delivery, ...this.#policy });
    switch (what) {
      case 'answered':
        return delivery.kind === 'answered'
          ? { kind: 'answered', response: this.#adopted(delivery.response) }
          : undefined;
      case 'throttled':
        return delivery.kind === 'answered' ? this.#throttle(delivery.response) : undefined;
      case 'transient-safe':
        return this.#again(delivery);
      case 'transient-unknown':
        if (delivery.kind === 'failed') return { kind: 'unknown', failure: delivery.failure };
        this.#afterOverload(delivery.response);
        return { kind: 'unknown', response: delivery.response };
      case 'unauthorized':
        return delivery.kind === 'answered' ? this.#signInAgain(delivery.response) : undefined;
      case 'fatal':
        return delivery.kind === 'failed' ? blockedBy(delivery.failure) : delivery;
    }
    what satisfies never;
  }

  /** A DELETE whose first response was lost finds nothing the second time, because it was done. */
  #adopted(response: HttpResponse): HttpResponse {
    const done = this.#request.method === 'DELETE' && this.#maybeDone && response.status === 404;
    if (!done || this.#policy.stated.includes(404)) return response;
    this.#sending.reconciled = true;
    const status = this.#policy.stated.find((stated) => stated >= 200 && stated < 300) ?? 204;
    return { ...response, status, text: '' };
  }

  /** All requests wait as long as the service requires or, if it states no time, longer each time. */
  async #throttle(response: HttpResponse): Promise<Settled | undefined> {
    const { random } = this.#sending.equipment;
    const requestedMs = this.#afterOverload(response);
    if (requestedMs === undefined) this.#hold(backoffMs(this.#throttled, random));
    const leftMs = this.#sending.allowance.leftMs();
    this.#throttled++;
    if (requestedMs !== undefined && requestedMs > leftMs) return tooLong(requestedMs, leftMs);
    return this.#throttled < mostTries.throttled ? undefined : tooLong(requestedMs ?? 0, leftMs);
  }

  /** Records how long the service is to get no requests; after a 503 the next one takes a new connection. */
  #afterOverload(response: HttpResponse): number | undefined {
    const { clock, wire } = this.#sending.equipment;
    if (response.status === 503) wire.renew();
    const requestedMs = retryAfterMs(response.headers, clock.now());
    if (requestedMs !== undefined) this.#hold(requestedMs);
    return requestedMs;
  }

  #hold(ms: number): void {
    const { throttle, tenant, clock } = this.#sending.equipment;
    throttle.hold(tenant, workloadOf(this.#request.url), clock.now() + ms);
  }

  async #again(delivery: Delivery): Promise<Settled | undefined> {
    const { random, clock } = this.#sending.equipment;
    const failure = delivery.kind === 'failed' ? delivery.failure : undefined;
    if (failure === undefined || !failure.unsent) this.#maybeDone = true;
    this.#transient++;
    const most = failure?.kind === 'dns' ? mostTries.dns : mostTries.transient;
    const requestedMs = delivery.kind === 'answered' ? retryAfterMs(delivery.response.headers, clock.now()) : undefined;
    const waitMs = requestedMs ?? backoffMs(this.#transient - 1, random);
    if (this.#transient >= most || waitMs > this.#sending.allowance.leftMs()) {
      return failure === undefined ? ifAnswered(delivery) : blockedBy(failure, this.#transient);
    }
    const cause =
      delivery.kind === 'answered' ? `the service responded with ${delivery.response.status}` : failure?.message;
    return this.#sending.wait(waitMs, cause ?? 'no response arrived');
  }

  /** On 401, one challenge is answered, and one new token is tried; a second refusal is final. */
  async #signInAgain(response: HttpResponse): Promise<Settled | undefined> {
    const { tokens } = this.#sending.equipment;
    const { actor } = this.#sending.context;
    const { claims, error } = readChallenge(response.headers['www-authenticate']);
    if (claims !== undefined && this.claims === undefined) {
      this.claims = claims;
      return undefined;
    }
    if (claims === undefined && !this.#signedInAgain && this.claims === undefined) {
      this.#signedInAgain = true;
      await tokens.refresh(actor);
      return undefined;
    }
    const why = error === undefined ? '' : ` (${error.slice(0, 60)})`;
    return {
      kind: 'blocked',
      reason: 'auth',
      message: `the service rejects the token of ${actor}, and a new one as well${why}`,
      fix:
        this.claims === undefined
          ? 'check the credential'
          : 'sign in interactively: the tenant requires a further step',
    };
  }
}

const ifAnswered = (delivery: Delivery): Settled | undefined => (delivery.kind === 'answered' ? delivery : undefined);

/** Why there is no response. */
function blockedBy({ kind, message, fix }: Failure, tries = 1): Blocked {
  const often = tries > 1 ? `, ${tries} times` : '';
  const reason = kind === 'stopped' || kind === 'private' || kind === 'changed' ? 'refused' : 'network';
  return { kind: 'blocked', reason, message: `${message}${often}`, ...defined({ fix }) };
}
