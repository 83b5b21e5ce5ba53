import { randomUUID } from 'node:crypto';
import { defined } from '../../defined.ts';
import { inFile } from '../../http/in-file.ts';
import type { HttpRequest } from '../../http/message.ts';
import { payloadStream } from '../../http/payload.ts';
import { linkFault } from '../../http/public-address.ts';
import type { Clock, Effort, Reply, SendContext } from '../../run/ports.ts';
import type { LiveListener } from './live-event.ts';
import type { LiveTokenResult, LiveTokenSource } from './live-token-source.ts';
import { Allowance, type Budget, type Spending } from './retry/budget.ts';
import type { ThrottleState } from './retry/throttle-state.ts';
import { type TrustedOrigin, targetPath } from './transport/trusted-origin.ts';
import type { Delivery, Wire } from './transport/wire.ts';
import { workloadOf } from './workload.ts';

/** The dependencies of every request of a run. */
export type Equipment = {
  readonly wire: Wire;
  /** The connection to other hosts, opened on first use. */
  readonly outside: () => Wire;
  readonly trusted: TrustedOrigin;
  /** Whose limits count: throttling is by tenant and workload. */
  readonly tenant: string;
  readonly tokens: LiveTokenSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly budget: Budget;
  readonly throttle: ThrottleState;
  readonly listener: LiveListener;
  readonly userAgent: string;
};

/** A request to a certain origin. */
type Outgoing = HttpRequest & { readonly origin: string; readonly path: string };

export type Blocked = Extract<Reply, { kind: 'blocked' }>;

/** A token is renewed so long before it ends. */
const renewMs = 300_000;

/** One response in progress: accounts for attempts and waits, and is the only place that sends and waits. */
export class Sending {
  readonly equipment: Equipment;
  readonly context: SendContext;
  readonly allowance: Allowance;
  #sent = 0;
  #hasSent = false;
  #waitedMs = 0;
  lagMs = 0;
  staleMs = 0;
  reconciled = false;
  /** The last token that was sent, from which its grants are read. */
  token = '';

  constructor(equipment: Equipment, context: SendContext, spending: Spending) {
    this.equipment = equipment;
    this.context = context;
    this.allowance = new Allowance(equipment.clock, equipment.budget, spending);
  }

  /** Whether a request was sent. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  get effort(): Effort | undefined {
    const { lagMs, staleMs, reconciled } = this;
    const simple = this.#sent <= 1 && this.#waitedMs === 0 && lagMs === 0 && !reconciled;
    return simple ? undefined : { sent: this.#sent, waitedMs: this.#waitedMs, lagMs, staleMs, reconciled };
  }

  /** Sends once, when the workload may be sent to; with a token to the service, without one to any other host. */
  async attempt(request: HttpRequest, claims?: string): Promise<Delivery | Blocked> {
    const { trusted, throttle, tenant, clock } = this.equipment;
    if (this.context.withoutCredentials === true) return this.#outside(request);
    const target = targetPath(trusted, request.url);
    if (!target.ok) return { kind: 'blocked', reason: 'refused', message: target.message };
    const workload = workloadOf(request.url);
    for (;;) {
      const held = await this.#untilFree(workload);
      if (held !== undefined) return held;
      const token = await this.#token(claims);
      if (typeof token !== 'string') return token;
      this.token = token;
      // Signing in takes time, in which another request may have been throttled.
      if (throttle.heldUntil(tenant, workload) <= clock.now()) return this.#send(request, target.path, token);
    }
  }

  /** Waits if the budget allows it; otherwise returns the reason. */
  async wait(ms: number, cause: string): Promise<Blocked | undefined> {
    const { clock, listener } = this.equipment;
    const { step, actor } = this.context;
    const signal = this.#stop;
    if (signal?.aborted !== true) {
      listener({ kind: 'waiting', step, actor, waitMs: ms, cause });
      const startedMs = clock.now();
      await clock.sleep(ms, signal);
      this.#waitedMs += clock.now() - startedMs;
    }
    return signal?.aborted === true ? stopped : undefined;
  }

  /** The signal that ends waits and prevents further requests. */
  get #stop(): AbortSignal | undefined {
    return this.context.signal ?? this.context.halt;
  }

  async #untilFree(workload: string): Promise<Blocked | undefined> {
    const { throttle, tenant, clock } = this.equipment;
    for (;;) {
      const leftMs = throttle.heldUntil(tenant, workload) - clock.now();
      if (!(leftMs > 0)) return this.#stop?.aborted === true ? stopped : undefined;
      if (leftMs > this.allowance.leftMs()) return tooLong(leftMs, this.allowance.leftMs());
      const blocked = await this.wait(leftMs, `\`${workload}\` is throttled for ${seconds(leftMs)}`);
      if (blocked !== undefined) return blocked;
    }
  }

  async #token(claims: string | undefined): Promise<string | Blocked> {
    const { tokens, clock } = this.equipment;
    const { actor } = this.context;
    const signal = this.#stop;
    const wish = { ...defined({ claims, signal }) };
    const first = await tokens.get(actor, wish);
    if (!first.ok) return withoutToken(first);
    if (first.expiresAtMs - clock.now() > renewMs || this.#renewed.get(actor) === first.token) return first.token;
    await tokens.refresh(actor);
    const second = await tokens.get(actor, wish);
    if (!second.ok) return withoutToken(second);
    // Some tokens live less than the time by which we are early: once is enough.
    this.#renewed.set(actor, second.token);
    return second.token;
  }

  get #renewed(): Map<string, string> {
    const { tokens } = this.equipment;
    const known = renewed.get(tokens) ?? new Map<string, string>();
    renewed.set(tokens, known);
    return known;
  }

  /** Sends a request to a link on another host, without anything that identifies this run or its sender. */
  async #outside(request: HttpRequest): Promise<Delivery | Blocked> {
    const { throttle, tenant, clock, outside, listener, trusted } = this.equipment;
    const url = URL.parse(request.url, trusted.origin);
    if (url === null || linkFault(url, true) !== undefined) {
      return { kind: 'blocked', reason: 'refused', message: 'the captured link is not an https address' };
    }
    const workload = workloadOf(request.url);
    while (throttle.heldUntil(tenant, workload) > clock.now() || this.#stop?.aborted === true) {
      const held = await this.#untilFree(workload);
      if (held !== undefined) return held;
    }
    const { step, actor } = this.context;
    const [path, { method }] = [`${url.pathname}${url.search}`, request];
    const startedMs = clock.now();
    const delivery = await this.#exchange(outside(), { ...request, origin: url.origin, path });
    // The path may be all that it takes to be let in.
    const timing = { startedMs, tookMs: clock.now() - startedMs };
    const from = { kind: 'attempted', step, actor, method } as const;
    const attempt = { ...from, url: `${url.origin}/`, clientRequestId: '', ...timing };
    listener({
      ...attempt,
      received: delivery.kind === 'failed' ? delivery.failure.message : delivery.response.status,
    });
    return delivery;
  }

  async #exchange(wire: Wire, { origin, path, ...request }: Outgoing): Promise<Delivery> {
    const { budget } = this.equipment;
    const { signal } = this.context;
    const { method, headers } = request;
    const payload = payloadStream(request);
    const length = request.bytes?.[inFile] === undefined ? {} : { 'content-length': String(request.bytes.size) };
    const firstMs = Math.min(budget.attemptMs, budget.stepMs);
    const deadlineMs = this.#sent === 0 ? firstMs : Math.max(leastMs, Math.min(firstMs, this.allowance.leftMs()));
    this.#sent++;
    this.context.sent?.();
    const delivery = await wire.exchange(
      { origin, method, path, headers: { ...headers, ...length }, ...defined({ body: payload }) },
      { deadlineMs, ...defined({ signal }) },
    );
    if (delivery.kind === 'answered' || !delivery.failure.unsent) this.#hasSent = true;
    return delivery;
  }

  async #send(request: HttpRequest, path: string, token: string): Promise<Delivery> {
    const { wire, trusted, listener, userAgent, clock } = this.equipment;
    const { step, actor } = this.context;
    const { method, url } = request;
    const clientRequestId = randomUUID();
    const headers = {
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': userAgent,
      ...request.headers,
      authorization: `Bearer ${token}`,
      'client-request-id': clientRequestId,
    };
    const startedMs = clock.now();
    const delivery = await this.#exchange(wire, { ...request, headers, origin: trusted.origin, path });
    const timing = { startedMs, tookMs: clock.now() - startedMs };
    const attempt = { kind: 'attempted', step, actor, method, url, clientRequestId, ...timing } as const;
    if (delivery.kind === 'failed') {
      listener({ ...attempt, received: delivery.failure.message });
      return delivery;
    }
    const { response } = delivery;
    const { 'request-id': requestId, date, 'x-ms-ags-diagnostic': diagnostic } = response.headers;
    listener({
      ...attempt,
      received: response.status,
      ...defined({ requestId, date, diagnostic }),
    });
    // Not every service returns it, and support asks for it.
    const received = { 'client-request-id': clientRequestId, ...response.headers };
    return { kind: 'answered', response: { ...response, headers: received } };
  }
}

/** Tokens that were renewed early and are short-lived all the same, by their source and actor. */
const renewed = new WeakMap<LiveTokenSource, Map<string, string>>();

/** The time that a request gets even if the budget is used up: cleanup is always sent. */
const leastMs = 10_000;

function withoutToken({ reason, message, fix }: Extract<LiveTokenResult, { ok: false }>): Blocked {
  return { kind: 'blocked', reason, message, ...defined({ fix }) };
}

export const stopped: Blocked = { kind: 'blocked', reason: 'refused', message: 'the run was stopped' };

const seconds = (ms: number): string => `${Number.isFinite(ms) ? Math.round(ms / 100) / 10 : '∞'} s`;

export function tooLong(requestedMs: number, leftMs: number): Blocked {
  return {
    kind: 'blocked',
    reason: 'throttled',
    message: `the service requested a wait of ${seconds(requestedMs)}, and ${seconds(leftMs)} of the budget are left`,
    fix: 'run again later, or raise the budget',
  };
}
