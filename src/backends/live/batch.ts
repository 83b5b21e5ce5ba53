import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { isBatchUrl } from '../../http/plain-path.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { backoffMs } from './retry/backoff.ts';
import { retryAfterMs } from './retry/retry-after.ts';
import { type RetryPolicy, type Settled, sendWithRetries } from './retry/retry-policy.ts';
import { type Sending, tooLong } from './sending.ts';
import { workloadOf } from './workload.ts';

const mostRounds = 10;

export function isBatch({ method, url }: HttpRequest): boolean {
  return method === 'POST' && isBatchUrl(url);
}

/**
 * Sends a JSON batch. Graph answers 200 for the whole, 429 for the parts that it throttles, and 424 for the parts that
 * depend on those: exactly these are sent again, after the longest wait that any of them requires. The reply has every
 * part once.
 */
export async function sendBatch(sending: Sending, request: HttpRequest, policy: RetryPolicy): Promise<Settled> {
  const done = new Map<string, JsonObject>();
  let left = request;
  for (let round = 0; ; round++) {
    const settled = await sendWithRetries(sending, left, policy);
    const parts = settled.kind === 'answered' ? partsOf(settled.response) : undefined;
    if (settled.kind !== 'answered' || parts === undefined) return settled;
    for (const [id, part] of parts) done.set(id, part);
    const whole = round === 0 ? settled.response : joined(settled.response, done);
    const again = notDone(parts, request);
    if (again.size === 0 || sending.context.stated?.broken?.(whole).length === 0 || round >= mostRounds) {
      return { kind: 'answered', response: whole };
    }
    const waitMs = longestWait(parts, again, { sending, round });
    if (waitMs > sending.allowance.leftMs()) return tooLong(waitMs, sending.allowance.leftMs());
    holdAll(sending, request, again, waitMs);
    left = only(request, again);
  }
}

/** The parts of a response by id; none if it is not a response to a batch. */
function partsOf({ status, text }: HttpResponse): ReadonlyMap<string, JsonObject> | undefined {
  const parsed = status === 200 ? parseJson(text) : undefined;
  const responses = parsed?.ok === true ? property(parsed.value, 'responses') : undefined;
  if (!Array.isArray(responses)) return undefined;
  return new Map(responses.filter((part) => isJsonObject(part)).map((part) => [idOf(part), part]));
}

const idOf = (part: JsonObject): string => String(property(part, 'id') ?? '');

/** The throttled parts, and those that failed for no other reason than that they depend on one. */
function notDone(parts: ReadonlyMap<string, JsonObject>, request: HttpRequest): ReadonlySet<string> {
  const status = (id: string) => property(parts.get(id) ?? {}, 'status');
  const again = new Set([...parts.keys()].filter((id) => status(id) === 429));
  for (let before = -1; before !== again.size; ) {
    before = again.size;
    for (const one of requestsOf(request)) {
      const id = idOf(one);
      if (status(id) === 424 && dependsOn(one).some((other) => again.has(other))) again.add(id);
    }
  }
  return again;
}

function requestsOf({ body }: HttpRequest): readonly JsonObject[] {
  const requests = property(body, 'requests');
  return Array.isArray(requests) ? requests.filter((one) => isJsonObject(one)) : [];
}

function dependsOn(one: JsonObject): readonly string[] {
  const others = property(one, 'dependsOn');
  return Array.isArray(others) ? others.map(String) : [];
}

function longestWait(
  parts: ReadonlyMap<string, JsonObject>,
  again: ReadonlySet<string>,
  { sending: { equipment }, round }: { readonly sending: Sending; readonly round: number },
): number {
  const waits = [...again].map((id) => retryAfterMs(headersOf(parts.get(id)), equipment.clock.now()) ?? 0);
  const longest = Math.max(...waits);
  return longest > 0 ? longest : backoffMs(round, equipment.random);
}

function headersOf(part: JsonObject | undefined): { readonly [name: string]: string } {
  const headers = property(part, 'headers');
  if (!isJsonObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Other requests to these workloads wait meanwhile, too. */
function holdAll(sending: Sending, request: HttpRequest, again: ReadonlySet<string>, waitMs: number): void {
  const { throttle, tenant, clock } = sending.equipment;
  const untilMs = clock.now() + waitMs;
  throttle.hold(tenant, workloadOf(request.url), untilMs);
  for (const one of requestsOf(request)) {
    // Urls of parts are relative to the version.
    const url = String(property(one, 'url') ?? '');
    if (again.has(idOf(one))) throttle.hold(tenant, workloadOf(`/v1.0/${url}`), untilMs);
  }
}

function only(request: HttpRequest, again: ReadonlySet<string>): HttpRequest {
  const requests: Json[] = requestsOf(request)
    .filter((one) => again.has(idOf(one)))
    .map((one) => {
      const { dependsOn: _, ...rest } = one;
      const still = dependsOn(one).filter((other) => again.has(other));
      return still.length === 0 ? rest : { ...rest, dependsOn: still };
    });
  return { ...request, body: { ...(isJsonObject(request.body) ? request.body : {}), requests } };
}

function joined(response: HttpResponse, done: ReadonlyMap<string, JsonObject>): HttpResponse {
  return { ...response, text: prettyJson({ responses: [...done.values()] }) };
}
