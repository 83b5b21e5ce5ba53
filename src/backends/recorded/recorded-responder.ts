import type { RecordedExchange, Recording } from '../../format/recording/recording.ts';
import { isJsonType } from '../../http/content-type.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { readContent } from '../../http/read-content.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { compactJson } from '../../json/compact.ts';
import type { Responder } from '../responder.ts';

/** A recording that answers in its order, and knows how far it is. */
export type RecordedResponder = {
  readonly responder: Responder;
  /** The exchange that answers the step's next request; the last one again where all were used. */
  readonly next: (step: string) => RecordedExchange | undefined;
  /** How many exchanges of a step were not used yet. */
  readonly remaining: (step: string) => number;
  /** Whether it has exchanges with another origin than the service's. */
  readonly knowsOrigin: (origin: string) => boolean;
};

type Tape = { readonly exchanges: readonly RecordedExchange[]; used: number };

/**
 * Answers a step's requests with that step's exchanges, in order. Requests of another user's code name no step: they get
 * the first exchange not yet used that has the same method and url, one with the same body before others, and the last
 * such exchange again once all were used. So a GET after the DELETE answers what it answered then.
 */
export function recordedResponder(recording: Recording): RecordedResponder {
  const tapes = new Map(Object.entries(recording.steps).map(([id, exchanges]) => [id, { exchanges, used: 0 } as Tape]));
  const anyone = looseMatcher(Object.values(recording.steps).flat());

  const origins = new Set(
    Object.values(recording.steps)
      .flat()
      .flatMap(({ request: { url } }) => (url.startsWith('/') ? [] : [new URL(url).origin])),
  );
  const next = (step: string): RecordedExchange | undefined => {
    const tape = tapes.get(step);
    return tape?.exchanges[Math.min(tape.used, tape.exchanges.length - 1)];
  };
  const answer = (exchange: RecordedExchange | undefined): HttpResponse | undefined =>
    exchange === undefined ? undefined : responseOf(exchange);
  return {
    next,
    knowsOrigin: (origin) => origins.has(origin),
    remaining: (step) => {
      const tape = tapes.get(step);
      return tape === undefined ? 0 : Math.max(0, tape.exchanges.length - tape.used);
    },
    responder: (request, { step }) => {
      if (step === undefined) return answer(anyone(request));
      const response = answer(next(step));
      const tape = tapes.get(step);
      if (tape !== undefined) tape.used += 1;
      return response;
    },
  };
}

/** Bodies are written as text once, however often their recording is replayed. */
const written = new WeakMap<RecordedExchange, HttpResponse>();

function responseOf(exchange: RecordedExchange): HttpResponse {
  const known = written.get(exchange) ?? toResponse(exchange);
  written.set(exchange, known);
  return known;
}

function toResponse({ response: { status, headers, body, bytes } }: RecordedExchange): HttpResponse {
  if (bytes?.base64 !== undefined) {
    return { status, headers, ...readContent(Buffer.from(bytes.base64, 'base64'), headers) };
  }
  if (body === undefined) return { status, headers, text: '' };
  const type = headers['content-type'] ?? 'application/json';
  // A body that is no JSON was recorded as its text.
  const text = typeof body === 'string' && !isJsonType(type) ? body : compactJson(body, Number.POSITIVE_INFINITY);
  return { status, headers: { 'content-type': type, ...headers }, text };
}

function looseMatcher(exchanges: readonly RecordedExchange[]): (request: HttpRequest) => RecordedExchange | undefined {
  const used = new Set<RecordedExchange>();
  const byTarget = Map.groupBy(exchanges, ({ request }) => targetOf(request));
  return (request) => {
    const candidates = byTarget.get(targetOf(request)) ?? [];
    const body = bodyOf(request);
    const sameBody = candidates.filter((one) => bodyOf(one.request) === body);
    const nearest = sameBody.length > 0 ? sameBody : candidates;
    const found = nearest.find((one) => !used.has(one)) ?? nearest.at(-1);
    if (found !== undefined) used.add(found);
    return found;
  };
}

/** Clients escape urls differently: they are compared unescaped. */
function targetOf({ method, url }: HttpRequest): string {
  try {
    return `${method} ${decodeURIComponent(url.replaceAll('+', ' '))}`;
  } catch {
    return `${method} ${url}`;
  }
}

function bodyOf({ body, bytes }: HttpRequest): string {
  if (bytes !== undefined) return bytes.sha256;
  return body === undefined ? '' : canonicalJson(body);
}
