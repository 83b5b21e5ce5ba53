import { defined } from '../../defined.ts';
import type { HttpRequest, HttpResponse, Method } from '../../http/message.ts';
import type { Backend, Clock, Reply } from '../ports.ts';

/** How, and how long, a leftover is looked for. */
export type PollOptions = {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly step: string;
  readonly actor: string;
  /** When aborted, nothing further is sent; requests that were sent get their responses. */
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
  // An actor who may delete is perhaps not allowed to read: that counts as a response. A refused deletion is reported to
  // people.
  const stated = { statuses: method === 'GET' ? [200, 402, 403, 404] : [200, 202, 204, 404] };
  const context = { step, actor, stated, ...defined({ halt }) };
  for (let sent = 1; ; sent++) {
    if (halt?.aborted === true) return { kind: 'unanswered', request, message: halted, sent: sent - 1 };
    // Not even a bug may keep the remaining objects from being deleted.
    const reply = await backend.send(request, context).catch(lost);
    const passing = reply.kind === 'blocked' ? reply.reason === 'network' : mayPass(reply.response.status);
    if (passing && sent < mostTries) await clock.sleep(pauseMs, halt);
    else if (reply.kind === 'blocked') return { kind: 'unanswered', request, message: reply.message, sent };
    else return { kind: 'answered', request, response: reply.response, sent };
  }
}

export const halted = 'it was stopped before the response matched';

const lost = (error: unknown): Reply => ({
  kind: 'blocked',
  reason: 'network',
  message: error instanceof Error ? error.message : String(error),
});

/** A lock, a conflict with an operation in progress, a wait, or a bug: a retry may succeed. */
const mayPass = (status: number): boolean => status >= 500 || [408, 409, 423, 425, 429].includes(status);
