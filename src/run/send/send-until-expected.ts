import { defined } from '../../defined.ts';
import type { HttpRequest, HttpResponse, Method } from '../../http/message.ts';
import type { Backend, Clock, Reply } from '../ports.ts';

/** How a leftover is looked for, and how long. */
export type PollOptions = {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly step: string;
  readonly actor: string;
  /** Aborted: nothing more is sent; what has left gets its response. */
  readonly halt?: AbortSignal;
};

export type PolledReply =
  | { readonly kind: 'answered'; readonly request: HttpRequest; readonly response: HttpResponse; readonly sent: number }
  | { readonly kind: 'unanswered'; readonly request: HttpRequest; readonly message: string; readonly sent: number };

const mostTries = 3;
export const pauseMs = 5_000;

/** Sends one request that may be repeated, and again where no response arrived or the service was not able to give one. */
export async function sendUntilExpected(method: Method, url: string, options: PollOptions): Promise<PolledReply> {
  const { backend, clock, step, actor, halt } = options;
  const request: HttpRequest = { method, url, headers: { accept: 'application/json' } };
  // Who may delete may not be allowed to look: that is a response. Being refused a deletion is for people to read.
  const stated = { statuses: method === 'GET' ? [200, 402, 403, 404] : [200, 202, 204, 404] };
  const context = { step, actor, stated, ...defined({ halt }) };
  for (let sent = 1; ; sent++) {
    if (halt?.aborted === true) return { kind: 'unanswered', request, message: halted, sent: sent - 1 };
    // Not even a defect may keep what comes after it from being deleted.
    const reply = await backend.send(request, context).catch(lost);
    const passing = reply.kind === 'blocked' ? reply.reason === 'network' : mayPass(reply.response.status);
    if (passing && sent < mostTries) await clock.sleep(pauseMs, halt);
    else if (reply.kind === 'blocked') return { kind: 'unanswered', request, message: reply.message, sent };
    else return { kind: 'answered', request, response: reply.response, sent };
  }
}

export const halted = 'it was stopped before this was done';

const lost = (error: unknown): Reply => ({
  kind: 'blocked',
  reason: 'network',
  message: error instanceof Error ? error.message : String(error),
});

/** A lock, a conflict with what is still going on, a wait, or a defect: another try may do better. */
const mayPass = (status: number): boolean => status >= 500 || [408, 409, 423, 425, 429].includes(status);
