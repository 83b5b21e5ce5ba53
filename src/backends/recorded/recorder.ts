import {
  type RecordedExchange,
  type Recording,
  recordedPassword,
  recordingVersion,
} from '../../format/recording/recording.ts';
import { isJsonType } from '../../http/content-type.ts';
import type { Exchange, Headers, HttpRequest, HttpResponse } from '../../http/message.ts';
import { withoutBytes } from '../../http/payload.ts';
import type { Json } from '../../json/json.ts';
import { mapTexts } from '../../json/map-texts.ts';
import { parseJson } from '../../json/parse-json.ts';
import { gone } from '../../redaction/secrets/gone.ts';
import type { Plan, PlannedStep } from '../../run/plan/plan.ts';
import { wordsOf } from '../../run/plan/plan-words.ts';
import type { RunListener } from '../../run/result.ts';
import { graphOrigin } from '../responder.ts';

/** Listens to the run of one plan, and builds its recording. */
export type Recorder = { readonly listener: RunListener; readonly recording: () => Recording };

/** The source of the responses, and their date. */
export type RecordingSource = Pick<Recording, 'source' | 'date' | 'expires'> & {
  /** The service of the run; a replay has the origin of Microsoft's global one. */
  readonly origin?: string;
};

/**
 * Records by listening: the run emits every exchange, redacted, and the recorder keeps what a replay needs. Steps are
 * in the order of the scenario, cleanup last; a step that sent nothing has no entry. Values that change with every run
 * (dates, request ids, headers of the connection) are left out.
 */
export function createRecorder(plan: Plan, { origin = graphOrigin, ...about }: RecordingSource): Recorder {
  const { source, row } = plan.scenario;
  const isOwn = (event: { readonly file: string; readonly row?: string }) =>
    event.file === source.path && event.row === row;
  const collected = new Map<string, RecordedExchange[]>();
  const there = (text: string) => text.replaceAll(origin, graphOrigin).replace(thisMachine, 'https://files.example');
  const expected = new Map([...plan.steps, ...plan.cleanup].map((step) => [step.id, expectedHeaders(step)]));
  const { secretNames } = wordsOf(plan);
  // A capture that is sent as a secret is replayed with a placeholder.
  const giving = new Set(
    plan.steps.flatMap(({ id, captures }) =>
      captures.some(({ capture }) => secretNames.has(capture.name)) ? [id] : [],
    ),
  );
  let inputs: Recording['inputs'] = {};
  const listener: RunListener = (event) => {
    if (event.kind === 'scenario-started' && isOwn(event)) inputs = standIns(event.inputs ?? {});
    if (event.kind !== 'step-exchanged' || !isOwn(event)) return;
    const exchanges = collected.get(event.id) ?? [];
    const change = giving.has(event.id) ? (text: string) => stoodFor(there(text)) : there;
    exchanges.push(recorded(event.exchange, { change, expected: expected.get(event.id) ?? [] }));
    collected.set(event.id, exchanges);
  };
  const recording = (): Recording => {
    const steps = [...plan.steps, ...plan.cleanup].flatMap(({ id }) => {
      const exchanges = collected.get(id);
      return exchanges === undefined ? [] : [[id, [...exchanges]] as const];
    });
    const { id, now } = plan.run;
    return { version: recordingVersion, ...about, run: { id, now }, inputs, steps: Object.fromEntries(steps) };
  };
  return { listener, recording };
}

/** Where a service of one's own keeps files: a replay sends nothing to addresses that are not public. */
const thisMachine = /https:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d{1,5}(?![\w.])/gi;

/** As a request sends them again. */
function standIns(inputs: Recording['inputs']): Recording['inputs'] {
  const entries = Object.entries(inputs);
  return Object.fromEntries(entries.map(([name, value]) => [name, mapTexts(value, stoodFor)]));
}

/** A replay sends a placeholder for the password, which a recording does not contain. */
const stoodFor = (text: string): string =>
  text.replaceAll(gone, recordedPassword).replaceAll(goneInUrls, encodeURIComponent(recordedPassword));
/** In urls and forms. */
const goneInUrls = new RegExp(encodeURIComponent(gone), 'gi');

type Change = (text: string) => string;

type Recorded = {
  readonly change: Change;
  /** Headers that the scenario checks. */
  readonly expected: readonly string[];
};

function expectedHeaders({ call, captures }: PlannedStep): readonly string[] {
  const captured = captures.filter(({ capture }) => capture.from === 'header');
  return [
    ...(call?.expectation.headers.map(({ name }) => name) ?? []),
    ...captured.map(({ capture }) => capture.path.value.toLowerCase()),
  ];
}

function recorded({ request, response }: Exchange, how: Recorded): RecordedExchange {
  return { request: recordedRequest(request, how.change), response: recordedResponse(response, how) };
}

function recordedRequest({ method, url, headers, body, bytes }: HttpRequest, there: Change): HttpRequest {
  const change = (text: string) => stoodFor(there(text));
  return {
    method,
    url: change(url),
    headers: sentHeaders(headers, change),
    ...(body !== undefined && { body: mapTexts(body, change) }),
    ...(bytes !== undefined && { bytes: withoutBytes(bytes) }),
  };
}

function recordedResponse(
  { status, headers, text, bytes }: HttpResponse,
  { change, expected }: Recorded,
): RecordedExchange['response'] {
  const kept = only([...responseHeaders, ...expected], headers);
  for (const [name, value] of Object.entries(kept)) kept[name] = change(value);
  if (bytes !== undefined) return { status, headers: kept, bytes };
  if (text === '') return { status, headers: kept };
  const type = headers['content-type'];
  const parsed = type === undefined || isJsonType(type) ? parseJson(text) : undefined;
  const isJson = parsed?.ok === true && (type !== undefined || isStructure(parsed.value));
  if (!isJson) return { status, headers: type === undefined ? { ...kept, ...untyped } : kept, body: change(text) };
  return { status, headers: kept, body: mapTexts(parsed.value, change) };
}

/** A body without a content type is taken for JSON; a body that is not gets this header in the recording. */
const untyped = { 'content-type': '' } as const;

const isStructure = (value: Json): boolean => typeof value === 'object' && value !== null;

/**
 * The headers that a scenario sends, all of which a replay compares. `accept` is kept only if it differs from the
 * default.
 */
function sentHeaders(headers: Headers, change: Change): Headers {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => name !== 'accept' || value !== 'application/json')
      .map(([name, value]) => [name, change(value)]),
  );
}

const responseHeaders = ['content-type', 'location', 'retry-after', 'preference-applied'] as const;

function only(names: readonly string[], headers: Headers): { [name: string]: string } {
  const kept: { [name: string]: string } = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
