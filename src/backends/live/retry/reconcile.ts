import type { Headers, HttpRequest, HttpResponse } from '../../../http/message.ts';
import { bodyJson } from '../../../http/response-body.ts';
import { isJsonObject, type JsonObject, property } from '../../../json/json.ts';
import { prettyJson } from '../../../json/pretty.ts';
import type { Adoption } from '../../../run/ports.ts';
import { isBatch, sendBatch } from '../batch.ts';
import { contains } from '../consistency/contains.ts';
import { pollIntervalMs } from '../consistency/poll-interval.ts';
import { type Blocked, type Sending, stopped } from '../sending.ts';
import { type RetryPolicy, type Settled, sendWithRetries } from './retry-policy.ts';

/** The result of looking for the effect of a write of unknown outcome. */
type Found = { readonly kind: 'done'; readonly response: HttpResponse } | { readonly kind: 'not-done' } | Blocked;

/**
 * Sends a request. If the outcome of a write is unknown, looks for its effect first: if it is there, it is taken as the
 * response; if not, the write is sent once more. A write whose effect cannot be looked for is never repeated.
 */
export async function sendReconciled(sending: Sending, request: HttpRequest): Promise<Settled> {
  const { adopt, stated } = sending.context;
  const policy = { stated: stated?.statuses ?? [], findable: adopt !== undefined };
  const first = opened(await sendWhole(sending, request, policy), request, policy);
  if (first.kind !== 'unknown') return first;
  const look = lookFor(sending, request);
  if (look === undefined) return unknowable(first, request);
  const found = await withinWindow(sending, look);
  if (found.kind !== 'not-done') return taken(found, sending);
  const second = opened(await sendWhole(sending, request, policy), request, policy);
  if (second.kind === 'blocked') return second;
  // The first may have arrived after all, late: then the second was refused for the name it took.
  const conflict = second.kind === 'answered' && (second.response.status === 409 || second.response.status === 400);
  if (second.kind === 'answered' && (!conflict || policy.stated.includes(second.response.status))) return second;
  const foundLate = await withinWindow(sending, look);
  if (foundLate.kind !== 'not-done') return taken(foundLate, sending);
  return second.kind === 'answered' ? second : unknowable(second, request);
}

function sendWhole(sending: Sending, request: HttpRequest, policy: RetryPolicy): Promise<Settled> {
  return isBatch(request) ? sendBatch(sending, request, policy) : sendWithRetries(sending, request, policy);
}

function taken(found: Exclude<Found, { kind: 'not-done' }>, sending: Sending): Settled {
  if (found.kind === 'blocked') return found;
  sending.reconciled = true;
  return { kind: 'answered', response: found.response };
}

/** A write that was accepted with a truncated body leaves open what was created. */
function opened(settled: Settled, { method }: HttpRequest, { findable }: RetryPolicy): Settled {
  if (settled.kind !== 'answered' || !findable || method === 'GET') return settled;
  const { response } = settled;
  const cut = response.status >= 200 && response.status < 300 && response.text !== '' && !bodyJson(response).ok;
  const isJson = /^application\/(?:[a-z.+-]*\+)?json\b/i.test(response.headers['content-type'] ?? '');
  return cut && isJson ? { kind: 'unknown', response } : settled;
}

/** The outcome cannot be determined: a response is evaluated, anything else blocks the step. */
function unknowable({ response, failure }: Extract<Settled, { kind: 'unknown' }>, { method }: HttpRequest): Settled {
  if (response !== undefined) return { kind: 'answered', response };
  return {
    kind: 'blocked',
    reason: 'network',
    message: `${failure?.message ?? 'no response arrived'}; it is unknown whether the ${method} was executed`,
    fix: 'look in the tenant; with `creates.find`, the step can find out by itself',
  };
}

type Look = () => Promise<Found>;

async function withinWindow(sending: Sending, look: Look): Promise<Found> {
  const { clock, budget } = sending.equipment;
  const startedMs = clock.now();
  const untilMs = startedMs + Math.min(budget.consistencyMs, sending.allowance.runLeftMs());
  try {
    for (let polls = 0; ; polls++) {
      const found = await look();
      if (found.kind !== 'not-done') return found;
      const waitMs = pollIntervalMs(polls);
      if (clock.now() + waitMs > untilMs) return found;
      const blocked = await sending.wait(waitMs, 'searching for what a write of unknown outcome may have created');
      if (blocked !== undefined) return stopped;
    }
  } finally {
    sending.allowance.setApart(clock.now() - startedMs);
  }
}

function lookFor(sending: Sending, request: HttpRequest): Look | undefined {
  const { adopt } = sending.context;
  if (adopt !== undefined) return async () => adopted(await adopt(), sending);
  const { method, body, url } = request;
  if (method !== 'PATCH' && method !== 'PUT') return undefined;
  return isJsonObject(body) ? () => readBack(sending, request, { body, url }) : undefined;
}

/** Only an object that provably belongs to the run is taken for the lost response. */
function adopted(adoption: Adoption, sending: Sending): Found {
  switch (adoption.kind) {
    case 'none':
      return { kind: 'not-done' };
    case 'ours': {
      const { object, headers, url } = adoption;
      if (object !== undefined) return { kind: 'done', response: createdResponse(sending, headers, object) };
      const message = `the response was lost; what was created is ${url}, which is not a response to this request`;
      return { kind: 'blocked', reason: 'network', message, fix: 'run again' };
    }
    case 'unproved': {
      const message = `the response was lost, and ${adoption.message}: nothing is adopted, and nothing is sent again`;
      return { kind: 'blocked', reason: 'refused', message, fix: markFix };
    }
    case 'unread':
      return {
        kind: 'blocked',
        reason: 'network',
        message: `the response was lost, and the search for what was created failed: ${adoption.message}`,
      };
    default:
      return adoption satisfies never;
  }
}

const markFix = 'write `${run.id}` into a property of the body, and into `creates.find`';

/** The response of a service to a create: its status, and the object. */
function createdResponse(sending: Sending, headers: Headers, object: JsonObject): HttpResponse {
  const stated = sending.context.stated?.statuses ?? [];
  const status = stated.find((one) => one >= 200 && one < 300) ?? 201;
  return { status, headers, text: status === 204 ? '' : prettyJson(object) };
}

/** Reads the object that a PATCH or PUT changed: it was done if every member has the value that was sent. */
async function readBack(
  sending: Sending,
  request: HttpRequest,
  { body, url }: { readonly body: JsonObject; readonly url: string },
): Promise<Found> {
  const [path = url] = url.split(/[?#]/, 1);
  const settled = await read(sending, path);
  if (settled.kind !== 'answered') return unread(settled);
  const { response } = settled;
  const parsed = bodyJson(response);
  if (response.status === 404) return { kind: 'not-done' };
  if (response.status !== 200 || !parsed.ok || !isJsonObject(parsed.value)) return unreadable(response.status);
  const now = parsed.value;
  const done = Object.entries(body).every(([name, sent]) => contains(property(now, name), sent));
  if (!done) return { kind: 'not-done' };
  const stated = sending.context.stated?.statuses ?? [];
  const status = stated.find((one) => one >= 200 && one < 300) ?? (request.method === 'PATCH' ? 204 : 200);
  return { kind: 'done', response: { ...response, status, text: status === 204 ? '' : response.text } };
}

function read(sending: Sending, url: string): Promise<Settled> {
  const request: HttpRequest = { method: 'GET', url, headers: { accept: 'application/json' } };
  return sendWithRetries(sending, request, { stated: [], findable: false });
}

function unread(settled: Exclude<Settled, { kind: 'answered' }>): Blocked {
  if (settled.kind === 'unknown') return unreadable(0);
  return {
    ...settled,
    message: `the response was lost, and the search for what was created failed: ${settled.message}`,
  };
}

const unreadable = (status: number): Blocked => ({
  kind: 'blocked',
  reason: 'network',
  message: `the response was lost, and the search for what was created returned ${status}`,
});
