import { defined } from '../../defined.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import { evaluateResponse, type Verdict } from '../../expectation/compare/evaluate.ts';
import type { Values } from '../../format/template/values.ts';
import type { Exchange, HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Redactor } from '../../redaction/redact/redactor.ts';
import { type EvidenceSource, leastSource } from '../evidence-source.ts';
import type { PlannedCall, PlannedStep } from '../plan/plan.ts';
import type { Backend, Clock, Effort, Reply, SendContext } from '../ports.ts';
import type { Wait } from '../result.ts';
import { sendAllPages } from './follow-pages.ts';
import { requestChanges, unusedExchanges } from './request-change.ts';

export type PollingContext = {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly source: Source;
  readonly values: Values;
  readonly signal?: AbortSignal;
  readonly redactor: Redactor;
  /** Reported every exchange, redacted. */
  readonly exchanged: (shown: Exchange) => void;
  /** Reported before each wait of an `eventually`. */
  readonly waiting: (attempt: number, waitMs: number) => void;
  /** Called after every wait, of the step or of the backend. */
  readonly waited: (wait: Wait) => void;
};

/** How long the service took to show the run's own writes, and how much of the step's time went into waiting for that. */
type Lag = Pick<Effort, 'lagMs' | 'staleMs'>;

/**
 * How a request ended: its last response and the verdict, or the reason why there is none. Exchanges are `shown`:
 * redacted.
 */
export type Polled =
  | {
      readonly kind: 'checked';
      readonly shown: Exchange;
      readonly verdict: Verdict;
      readonly changes: readonly Difference[];
      readonly attempts: number;
      readonly lag: Lag;
      readonly source?: EvidenceSource;
    }
  /** The run was stopped before the response was the last one. */
  | { readonly kind: 'stopped'; readonly shown?: Exchange; readonly attempts: number }
  | (Extract<Reply, { kind: 'blocked' }> & { readonly attempts: number; readonly shown?: Exchange });

/**
 * Sends a step's request and checks the response; with `eventually`, again until the response matches or the time is over.
 * Each attempt is checked and only the last one counts.
 */
export async function sendWithPolling(
  step: PlannedStep,
  call: PlannedCall,
  request: HttpRequest,
  context: PollingContext,
): Promise<Polled> {
  const { clock, eventually } = { clock: context.clock, eventually: step.eventually };
  const deadline = clock.now() + (eventually?.withinMs ?? 0);
  for (let attempts = 1; ; attempts++) {
    const attempt = await sendOnce(step, call, request, context);
    if (attempt.kind === 'blocked') {
      return isStopped(context) && attempt.reason === 'network'
        ? { kind: 'stopped', attempts }
        : { ...attempt, attempts };
    }
    const matches = attempt.verdict.findings.isKept;
    const every = eventually?.everyMs ?? 0;
    // The last time is when the time is over, however long the responses took.
    const wait = Math.min(every, deadline - clock.now());
    if (matches || eventually === undefined || wait <= 0) {
      return { ...attempt, changes: [...attempt.changes, ...attempt.unused], attempts };
    }
    if (isStopped(context)) return { kind: 'stopped', shown: attempt.shown, attempts };
    context.waiting(attempts + 1, wait);
    const beganMs = clock.now();
    await clock.sleep(wait, context.signal);
    context.waited({ ms: clock.now() - beganMs, cause: 'the response did not match yet' });
    if (isStopped(context)) return { kind: 'stopped', shown: attempt.shown, attempts };
  }
}

const isStopped = ({ signal }: PollingContext): boolean => signal?.aborted === true;

async function sendOnce(step: PlannedStep, call: PlannedCall, request: HttpRequest, context: PollingContext) {
  const { backend, source: file, redactor } = context;
  const changes: Difference[] = [];
  let last: { readonly response: HttpResponse; readonly shown: Exchange } | undefined;
  let unused: readonly Difference[] = [];
  let lag: Lag = { lagMs: 0, staleMs: 0 };
  let source: EvidenceSource | undefined;
  const evaluateOf = evaluateOnce(step, call, context);
  const about = sendContext(step, call, { ...context, evaluateOf });
  const send = async (one: HttpRequest): Promise<Reply> => {
    const reply = await backend.send(one, about);
    if (reply.kind === 'answered') {
      last = { response: reply.response, shown: redactor.exchange({ request: one, response: reply.response }) };
      context.exchanged(last.shown);
      source = leastSource(source, reply.source);
      const { waitedMs, lagMs, staleMs } = reply.effort ?? { waitedMs: 0, lagMs: 0, staleMs: 0 };
      lag = { lagMs: Math.max(lag.lagMs, lagMs), staleMs: lag.staleMs + staleMs };
      if (staleMs > 0) context.waited({ ms: staleMs, cause: 'the service did not yet show a write of this run' });
      if (waitedMs > staleMs) {
        context.waited({ ms: waitedMs - staleMs, cause: 'the service was busy, or did not respond' });
      }
    }
    if (reply.kind === 'answered' && reply.recorded !== undefined) {
      changes.push(...requestChanges(one, reply.recorded.request, file, call.request.span));
      unused = unusedExchanges(reply, file, call.request.span);
    }
    return reply;
  };
  const reply =
    call.request.pages === 'all' ? await sendAllPages(request, { send, origin: backend.origin }) : await send(request);
  if (reply.kind === 'blocked') return reply;
  const { response } = reply;
  // Joined pages were shown one by one, and not yet as one.
  const shown = last?.response === response ? last.shown : redactor.exchange({ request, response });
  return {
    kind: 'checked',
    shown,
    verdict: evaluateOf(response),
    changes,
    unused,
    lag,
    ...defined({ source }),
  } as const;
}

type EvaluateOf = (response: HttpResponse) => Verdict;

/** Checks a response; the same response twice costs nothing. */
function evaluateOnce(
  { strict }: PlannedStep,
  { expectation }: PlannedCall,
  { values, source }: PollingContext,
): EvaluateOf {
  let last: { readonly response: HttpResponse; readonly verdict: Verdict } | undefined;
  return (response) => {
    if (last?.response !== response) {
      last = { response, verdict: evaluateResponse({ expectation, response, values, strict, source }) };
    }
    return last.verdict;
  };
}

type Evaluating = PollingContext & { readonly evaluateOf: EvaluateOf };

function sendContext(step: PlannedStep, call: PlannedCall, { signal, evaluateOf }: Evaluating): SendContext {
  const { expectation, request } = call;
  // A page of many is checked joined with the others; alone it can only have the right status.
  const broken = (response: HttpResponse) =>
    request.pages === 'all' && expectation.statuses.includes(response.status)
      ? []
      : evaluateOf(response).findings.differences.map(({ path }) => path);
  return {
    step: step.id,
    actor: step.actor,
    ...(request.link?.credentials === 'none' ? { withoutCredentials: true } : {}),
    stated: { statuses: expectation.statuses, ...(step.eventually === undefined ? { broken } : {}) },
    ...defined({ signal }),
  };
}
