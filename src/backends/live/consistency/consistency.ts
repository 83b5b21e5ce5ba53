import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { graphErrorOf } from '../retry/error-codes.ts';
import { sendReconciled } from '../retry/reconcile.ts';
import type { Settled } from '../retry/retry-policy.ts';
import type { Sending } from '../sending.ts';
import { workloadOf } from '../workload.ts';
import type { OwnWrite, OwnWrites } from './own-writes.ts';
import { pollIntervalMs } from './poll-interval.ts';
import { isStaleResponse } from './stale-response.ts';

/**
 * Sends a request, and sends it again while the response may be older than this run's own write: a directory does not
 * show a write everywhere immediately. After a limited time, a response that is still wrong is evaluated, or a write
 * that never became visible is reported.
 */
export async function sendConsistently(sending: Sending, request: HttpRequest, writes: OwnWrites): Promise<Settled> {
  const { clock } = sending.equipment;
  const startedMs = clock.now();
  let settled = await sendReconciled(sending, request);
  let lag: Lag | undefined;
  const noteLag = ({ write }: Lag, untilMs: number) => {
    sending.lagMs = clock.now() - write.atMs;
    sending.staleMs = untilMs - startedMs;
  };
  let sentMs = startedMs;
  for (let polls = 0; settled.kind === 'answered'; polls++) {
    const now = lagOf(settled.response, request, { sending, writes, startedMs });
    if (now === undefined) break;
    lag = now;
    const windowMs = windowOf(sending, request);
    const waitMs = pollIntervalMs(polls);
    const overMs = startedMs + Math.min(windowMs, clock.now() - startedMs + sending.allowance.runLeftMs());
    if (clock.now() + waitMs > overMs) {
      noteLag(lag, sentMs);
      return gaveUp(lag, settled, clock.now() - startedMs);
    }
    sending.allowance.setApart(waitMs);
    const blocked = await sending.wait(
      waitMs,
      `the response (${settled.response.status}) may be older than a write of this run`,
    );
    if (blocked !== undefined) return blocked;
    sentMs = clock.now();
    settled = await sendReconciled(sending, request);
  }
  if (lag !== undefined) noteLag(lag, sentMs);
  return settled;
}

/** A delay of one of our own writes that explains the response. */
type Lag = { readonly what: 'missing' | 'still-there' | 'old-value'; readonly write: OwnWrite };

type LagContext = { readonly sending: Sending; readonly writes: OwnWrites; readonly startedMs: number };

function lagOf(
  response: HttpResponse,
  request: HttpRequest,
  { sending, writes, startedMs }: LagContext,
): Lag | undefined {
  const { stated } = sending.context;
  if (stated?.broken === undefined) return undefined;
  const { status } = response;
  const recent = () => writes.related(request, startedMs - windowOf(sending, request));
  const related = (what: Lag['what'], kind: OwnWrite['kind']): Lag | undefined => {
    const write = recent().findLast((one) => one.kind === kind);
    return write === undefined ? undefined : { what, write };
  };
  if (stated.statuses.includes(status)) {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || status >= 300) return undefined;
    const broken = stated.broken(response);
    if (broken.length === 0) return undefined;
    const own = recent();
    const write = own.at(-1);
    if (write === undefined) return undefined;
    const isOld = isStaleResponse({ request, response, broken, writes: own });
    return isOld ? { what: 'old-value', write } : undefined;
  }
  if (status === 404 || (status === 400 && saysMissing(response))) return related('missing', 'made');
  const gone = stated.statuses.every((one) => one === 404 || one === 410);
  return status < 300 && gone ? related('still-there', 'removed') : undefined;
}

/** Adding a member that is not visible everywhere yet is a 400 with a code that has many other causes. */
function saysMissing(response: HttpResponse): boolean {
  const { codes, message } = graphErrorOf(response);
  return codes.some((code) => /notfound/i.test(code)) || /\b(?:do|does) not exist\b/i.test(message);
}

function windowOf({ equipment: { budget } }: Sending, { url }: HttpRequest): number {
  return workloadOf(url) === 'teams' ? budget.teamMs : budget.consistencyMs;
}

/**
 * An old value may also be a wrong one: the evaluation decides. A created object that the service never shows is not
 * evaluated.
 */
function gaveUp({ what }: Lag, settled: Settled, waitedMs: number): Settled {
  if (what === 'old-value') return settled;
  const shown = what === 'missing' ? 'does not show what this run wrote' : 'still shows what this run deleted';
  return {
    kind: 'blocked',
    reason: 'not-consistent-yet',
    message: `after ${Math.round(waitedMs / 1000)} s the service ${shown}`,
    fix: 'run again; with `eventually`, the step waits longer',
  };
}
