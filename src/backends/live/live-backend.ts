/** The live room: sends to Microsoft Graph, patiently and never twice blindly. This file: the backend. */
import { defined } from '../../defined.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { evidenceSourceHeader, evidenceSourceOf } from '../../run/evidence-source.ts';
import type { Backend, Clock, Effort, Reply, SendContext } from '../../run/ports.ts';
import { sendConsistently } from './consistency/consistency.ts';
import { OwnWrites } from './consistency/own-writes.ts';
import { type Sender, whyForbidden } from './forbidden.ts';
import type { LiveListener } from './live-event.ts';
import type { LiveTokenSource } from './live-token-source.ts';
import { type Budget, defaultBudget, type Spending } from './retry/budget.ts';
import { type Settled, sendWithRetries } from './retry/retry-policy.ts';
import type { ThrottleState } from './retry/throttle-state.ts';
import { type Equipment, Sending } from './sending.ts';
import { grantsOf } from './token-grants.ts';
import type { TrustedOrigin } from './transport/trusted-origin.ts';
import { openWire, type Wire, type WireSettings } from './transport/wire.ts';

export type LiveBackendOptions = {
  /** From `trustOrigin`. */
  readonly origin: TrustedOrigin;
  /** How to connect; or a wire that others use too, which then stays open. */
  readonly wire?: WireSettings | Wire;
  readonly tokens: LiveTokenSource;
  readonly clock: Clock;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  readonly budget?: Partial<Budget>;
  /** The part of the run's budget that is spent, in milliseconds. */
  readonly spentMs?: number;
  /** Shared by everything that sends to the same tenants. */
  readonly throttle: ThrottleState;
  /** The id of the tenant, for throttling. */
  readonly tenant?: string;
  readonly listener?: LiveListener;
  /** The actors of the scenario, to distinguish a missing permission from a missing role. */
  readonly actors?: readonly KnownActor[];
  readonly userAgent?: string;
};

type KnownActor = {
  readonly name: string;
  readonly context: Sender['context'];
  readonly permissions: readonly string[];
};

/** A backend that reports the part of the run's budget that is spent, in milliseconds. */
export type LiveBackend = Backend & { readonly spentMs: () => number };

/** The backend of one run. */
export function liveBackend(options: LiveBackendOptions): LiveBackend {
  const { origin, wire = {}, tokens, clock, random, throttle, budget } = options;
  const shared = 'exchange' in wire ? wire : undefined;
  const { settings } = 'exchange' in wire ? wire : { settings: wire };
  let elsewhere: Wire | undefined;
  // The cloud of one's own may be on this machine, and its files as well.
  const outside = () => (elsewhere ??= openWire({ ...settings, publicOnly: origin.labels !== true }));
  const equipment: Equipment = {
    wire: shared ?? openWire(settings),
    outside,
    trusted: origin,
    tenant: options.tenant ?? '',
    tokens,
    clock,
    random,
    budget: { ...defaultBudget, ...budget },
    throttle,
    listener: options.listener ?? (() => {}),
    userAgent: options.userAgent ?? 'tutorial-replay',
  };
  const spending: Spending = { spentMs: options.spentMs ?? 0 };
  const run: Run = { equipment, writes: new OwnWrites(), spending, actors: options.actors ?? [] };
  return {
    origin: origin.origin,
    send: (request, context) => send(run, request, context),
    spentMs: () => spending.spentMs,
    close: async () => {
      if (shared === undefined) await equipment.wire.close();
      await elsewhere?.close();
    },
  };
}

type Run = {
  readonly equipment: Equipment;
  readonly writes: OwnWrites;
  readonly spending: Spending;
  readonly actors: NonNullable<LiveBackendOptions['actors']>;
};

async function send(run: Run, request: HttpRequest, context: SendContext): Promise<Reply> {
  const { equipment, writes, spending } = run;
  const sending = new Sending(equipment, context, spending);
  try {
    const isOutside = context.withoutCredentials === true;
    const settled = isOutside ? await sendOutside(sending, request) : await sendConsistently(sending, request, writes);
    const unsent = sending.hasSent ? {} : { unsent: true };
    if (settled.kind === 'blocked') return { ...settled, ...unsent };
    if (settled.kind === 'unknown')
      return { kind: 'blocked', reason: 'network', message: 'no response arrived', ...unsent };
    const { response } = settled;
    if (isOutside) return answered(response, sending.effort);
    writes.note(request, response, equipment.clock.now());
    const stated = context.stated?.statuses ?? [];
    const isRefusal = response.status === 403 || response.status === 402;
    if (isRefusal && !stated.includes(response.status)) return whyForbidden(response, senderOf(run, sending));
    const { effort } = sending;
    const source =
      equipment.trusted.labels === true ? evidenceSourceOf(response.headers[evidenceSourceHeader]) : undefined;
    return { ...answered(response, effort), ...defined({ source }) };
  } finally {
    sending.allowance.end();
  }
}

function answered(response: HttpResponse, effort: Effort | undefined): Extract<Reply, { kind: 'answered' }> {
  return { kind: 'answered', response, ...defined({ effort }) };
}

/** Another host needs no token, and writes of this run do not explain its response. */
function sendOutside(sending: Sending, request: HttpRequest): Promise<Settled> {
  const stated = [...(sending.context.stated?.statuses ?? []), 401];
  return sendWithRetries(sending, request, { stated, findable: false });
}

function senderOf({ actors }: Run, { context, token }: Sending): Sender {
  const known = actors.find(({ name }) => name === context.actor);
  return {
    actor: context.actor,
    context: known?.context ?? 'application',
    needs: known?.permissions ?? [],
    granted: grantsOf(token),
  };
}
