import type { Exchange, Headers, HttpRequest, HttpResponse } from '../../http/message.ts';
import { type Json, setProperty } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { gone } from '../../redaction/gone.ts';
import type { Plan } from '../../run/plan.ts';
import type { RunListener } from '../../run/result.ts';
import type { Value } from '../../template/values.ts';
import { isJsonType } from './json-type.ts';
import { type RecordedExchange, type Recording, recordedPassword } from './recording.ts';

/** Listens to the run of one plan, and knows the recording of what it heard. */
export type Recorder = { readonly listener: RunListener; readonly recording: () => Recording };

/** Where the answers come from, and when: an RFC 3339 full-date. */
export type RecordingSource = Pick<Recording, 'source' | 'date'>;

/**
 * Records by listening: the run tells of every exchange, redacted, and this keeps what a replay needs. Steps stand in the
 * scenario's order, cleanup last; a step that sent nothing has no entry. What changes from run to run without being asked
 * for (dates, request ids, what the connection needs) is left out.
 */
export function createRecorder(plan: Plan, { source, date }: RecordingSource): Recorder {
  const file = plan.scenario.source.path;
  const heard = new Map<string, RecordedExchange[]>();
  const listener: RunListener = (event) => {
    if (event.kind !== 'step-exchanged' || event.file !== file) return;
    const exchanges = heard.get(event.id) ?? [];
    exchanges.push(recorded(event.exchange));
    heard.set(event.id, exchanges);
  };
  const recording = (): Recording => {
    const steps = [...plan.steps, ...plan.cleanup].flatMap(({ id }) => {
      const exchanges = heard.get(id);
      return exchanges === undefined ? [] : [[id, [...exchanges]] as const];
    });
    const { id, now } = plan.run;
    return { version: 1, source, date, run: { id, now }, inputs: inputsOf(plan), steps: Object.fromEntries(steps) };
  };
  return { listener, recording };
}

function inputsOf({ scenario, values }: Plan): Recording['inputs'] {
  const given = scenario.inputs.map(({ name }): readonly [string, Value | undefined] => [name, values.get(name)]);
  return Object.fromEntries(given.filter((entry): entry is readonly [string, Value] => entry[1] !== undefined));
}

function recorded({ request, response }: Exchange): RecordedExchange {
  return { request: recordedRequest(request), response: recordedResponse(response) };
}

function recordedRequest({ method, url, headers, body }: HttpRequest): HttpRequest {
  return {
    method,
    url: withPassword(url),
    headers: only(requestHeaders, headers),
    ...(body === undefined ? {} : { body: withPasswords(body) }),
  };
}

function recordedResponse({ status, headers, text }: HttpResponse): RecordedExchange['response'] {
  const kept = only(responseHeaders, headers);
  if (text === '') return { status, headers: kept };
  const type = headers['content-type'];
  const parsed = type === undefined || isJsonType(type) ? parseJson(text) : undefined;
  return { status, headers: kept, body: parsed?.ok === true ? parsed.value : text };
}

/** What a scenario can ask with a header. `accept` is worth keeping only where it is not what every request has. */
const requestHeaders = ['content-type', 'prefer', 'consistencylevel', 'if-match', 'accept'] as const;
const responseHeaders = ['content-type', 'location', 'retry-after', 'preference-applied'] as const;

function only(names: readonly string[], headers: Headers): Headers {
  const kept: { [name: string]: string } = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined && !(name === 'accept' && value === 'application/json')) kept[name] = value;
  }
  return kept;
}

/** A replay sends its stand-in where the run sent the password that it does not tell. */
function withPassword(text: string): string {
  return text.replaceAll(gone, recordedPassword);
}

function withPasswords(value: Json): Json {
  if (typeof value === 'string') return withPassword(value);
  if (Array.isArray(value)) return value.map(withPasswords);
  if (typeof value !== 'object' || value === null) return value;
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) setProperty(result, name, withPasswords(member));
  return result;
}
