import type { RecordedExchange, Recording } from '../../format/recording/recording.ts';
import { isJsonType } from '../../http/content-type.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { binaryOf, isTextBody } from '../../http/payload.ts';
import { readContent } from '../../http/read-content.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { compactJson } from '../../json/compact.ts';
import { onceFor } from '../../once-for.ts';
import type { Responder } from '../responder.ts';
import { type ODataTarget, odataTarget } from './odata-target.ts';
import { batchRoot, unpacked, unpackedResponse } from './recorded-batch.ts';

/** A recording that answers in order, and keeps its position. */
export type RecordedResponder = {
  readonly responder: Responder;
  /** The exchange that answers the step's next request; the last one again where all were used. */
  readonly next: (step: string) => RecordedExchange | undefined;
  /** The exchanges that no request without a step was answered with. */
  readonly unused: () => readonly UnusedExchange[];
  /** How many exchanges of a step were not used yet. */
  readonly remaining: (step: string) => number;
  /** Whether it has exchanges with another origin than the service's. */
  readonly knowsOrigin: (origin: string) => boolean;
};

/** An exchange of a recording that no request used: its step, and its number within the step, from 1. */
export type UnusedExchange = {
  readonly step: string;
  readonly number: number;
  readonly method: string;
  readonly url: string;
};

type Tape = { readonly exchanges: readonly RecordedExchange[]; used: number };

/**
 * Answers the requests of a step with the exchanges of that step, in order. Requests of an app under test name no step:
 * each gets the first unused exchange with the same method and url, preferably with the same body, and the last one
 * again after all were used. So a GET after the DELETE gets the response that it got then.
 */
export function recordedResponder(recording: Recording): RecordedResponder {
  const tapes = new Map(Object.entries(recording.steps).map(([id, exchanges]) => [id, { exchanges, used: 0 } as Tape]));
  const anyone = finderOf(Object.values(recording.steps).flat());

  const origins = new Set(
    Object.values(recording.steps)
      .flat()
      .flatMap(({ request: { url } }) => (url.startsWith('/') ? [] : [new URL(url).origin])),
  );
  const next = (step: string): RecordedExchange | undefined => {
    const tape = tapes.get(step);
    return tape?.exchanges[Math.min(tape.used, tape.exchanges.length - 1)];
  };
  const respond = (exchange: RecordedExchange | undefined): HttpResponse | undefined =>
    exchange === undefined ? undefined : responseOf(exchange);
  const unused = (): readonly UnusedExchange[] => {
    const open = anyone.unused();
    return Object.entries(recording.steps).flatMap(([step, exchanges]) =>
      exchanges.flatMap((one, index) => {
        const { method, url } = one.request;
        return open.has(one) ? [{ step, number: index + 1, method, url }] : [];
      }),
    );
  };
  return {
    next,
    unused,
    knowsOrigin: (origin) => origins.has(origin),
    remaining: (step) => {
      const tape = tapes.get(step);
      return tape === undefined ? 0 : Math.max(0, tape.exchanges.length - tape.used);
    },
    responder: (request, { step }) => {
      if (step === undefined) {
        const respondOne = (one: HttpRequest) => respond(anyone.find(one));
        return respondOne(request) ?? unpackedResponse(request, respondOne);
      }
      const response = respond(next(step));
      const tape = tapes.get(step);
      if (tape !== undefined) tape.used += 1;
      return response;
    },
  };
}

/** Bodies are written as text once, however often their recording is replayed. */
const responseOf = onceFor(toResponse);

function toResponse({ response: { status, headers, body, bytes } }: RecordedExchange): HttpResponse {
  if (bytes?.base64 !== undefined) {
    return { status, headers, ...readContent(Buffer.from(bytes.base64, 'base64'), headers) };
  }
  if (body === undefined) return { status, headers, text: '' };
  const { 'content-type': type = 'application/json', ...others } = headers;
  // A body that is not JSON was recorded as its text.
  const text = typeof body === 'string' && !isJsonType(type) ? body : compactJson(body, Number.POSITIVE_INFINITY);
  return { status, headers: type === '' ? others : { 'content-type': type, ...headers }, text };
}

/** Finds exchanges for requests that name no step, and lists those that were never used. */
type Finder = {
  readonly find: (request: HttpRequest) => RecordedExchange | undefined;
  readonly unused: () => ReadonlySet<RecordedExchange>;
};

function finderOf(exchanges: readonly RecordedExchange[]): Finder {
  const used = new Set<RecordedExchange>();
  // A part of a recorded batch can be requested alone; the batch then counts as used.
  const parents = new Map(exchanges.flatMap((one) => unpacked(one).map((part) => [part, one] as const)));
  const all = [...exchanges, ...parents.keys()].map((exchange) => ({ exchange, ...targetOf(exchange.request) }));
  const [byExact, byLoose] = [Map.groupBy(all, ({ exact }) => exact), Map.groupBy(all, ({ loose }) => loose)];
  const find = (request: HttpRequest) => {
    const { exact, loose } = targetOf(request);
    const candidates = (byExact.get(exact) ?? byLoose.get(loose) ?? []).map(({ exchange }) => exchange);
    const body = bodyOf(request);
    const sameBody = candidates.filter((one) => bodyOf(one.request) === body);
    // Another batch has other responses.
    const nearest = sameBody.length > 0 || batchRoot(request) !== undefined ? sameBody : candidates;
    const found = nearest.find((one) => !used.has(one)) ?? nearest.at(-1);
    if (found === undefined) return undefined;
    used.add(found);
    const parent = parents.get(found);
    if (parent !== undefined) used.add(parent);
    return found;
  };
  return { find, unused: () => new Set(exchanges.filter((one) => !used.has(one))) };
}

function targetOf({ method, url }: HttpRequest): ODataTarget {
  const { exact, loose } = odataTarget(url);
  return { exact: `${method} ${exact}`, loose: `${method} ${loose}` };
}

/** Bytes that happen to be text are received as text, and may be recorded as bytes. */
function bodyOf({ headers, body, bytes }: HttpRequest): string {
  if (bytes !== undefined) return bytes.sha256;
  if (body === undefined) return '';
  return isTextBody(headers, body) ? binaryOf(Buffer.from(body)).sha256 : canonicalJson(body);
}
