import { defined } from '../../defined.ts';
import type { RecordedExchange } from '../../format/recording/recording.ts';
import { isJsonType, isTextType } from '../../http/content-type.ts';
import { type BatchPart, headerName, readBatch } from '../../http/json-batch.ts';
import type { Headers, HttpRequest, HttpResponse } from '../../http/message.ts';
import { binaryOf } from '../../http/payload.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';

/** The version of a `$batch`, such as `/v1.0`; `undefined` for any other request. */
export function batchRoot({ method, url }: Pick<HttpRequest, 'method' | 'url'>): string | undefined {
  return method === 'POST' ? /^(\/[^/?]+)\/\$batch\/?(?:\?|$)/i.exec(url.replace(/%24/gi, '$'))?.[1] : undefined;
}

/**
 * Answers each request of a batch separately, after those that it depends on. `undefined`: it is not a batch, or none
 * of its requests was recorded.
 */
export function unpackedResponse(
  request: HttpRequest,
  respond: (request: HttpRequest) => HttpResponse | undefined,
): HttpResponse | undefined {
  const root = batchRoot(request);
  const parts = root === undefined ? undefined : readBatch(request.body);
  if (root === undefined || parts === undefined || typeof parts === 'string') return undefined;
  const failed = new Set<string>();
  let known = 0;
  const responses = parts.map((part): JsonObject => {
    const depends = part.dependsOn.some((id) => failed.has(id));
    const recorded = depends ? undefined : respond(requestOf(root, part));
    if (recorded !== undefined) known += 1;
    const response = recorded ?? (depends ? failedDependency : notRecorded(part));
    if (response.status >= 400) failed.add(part.id);
    return { id: part.id, ...partOf(response) };
  });
  if (known === 0) return undefined;
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, text: compactJson({ responses }, Number.POSITIVE_INFINITY) };
}

function requestOf(root: string, { method, url, headers, body }: BatchPart): HttpRequest {
  return { method, url: `${root}/${url.replace(/^\/+/, '')}`, headers, ...contentOf(headers, body) };
}

/** In a batch, content other than text is base64 (OData JSON Format 4.01, section 19). */
function contentOf(headers: Headers, body: Json | undefined): Pick<HttpRequest, 'body' | 'bytes'> {
  const type = headers['content-type'];
  const isBytes = typeof body === 'string' && type !== undefined && !isTextType(type);
  return isBytes ? { bytes: binaryOf(Buffer.from(body, 'base64')) } : defined({ body });
}

function partOf({ status, headers, text, bytes }: HttpResponse): JsonObject {
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [headerName(name), value]));
  const parsed = isJsonType(headers['content-type'] ?? '') ? parseJson(text) : undefined;
  const body: Json | undefined = bytes?.base64 ?? (parsed?.ok === true ? parsed.value : text === '' ? undefined : text);
  return {
    status,
    ...(Object.keys(named).length === 0 ? {} : { headers: named }),
    ...defined({ body }),
  };
}

const failedDependency = errorResponse(424, 'FailedDependency', 'A request that this one depends on has failed.');

function notRecorded({ method, url }: BatchPart): HttpResponse {
  return errorResponse(501, 'notRecorded', `The recording has no response to ${method} ${url}.`);
}

function errorResponse(status: number, code: string, message: string): HttpResponse {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, text: compactJson({ error: { code, message } }, Number.POSITIVE_INFINITY) };
}

/** The exchanges inside a recorded batch, as if each had been sent separately. */
export function unpacked({ request, response }: RecordedExchange): readonly RecordedExchange[] {
  const root = batchRoot(request);
  const parts = root === undefined ? [] : readBatch(request.body);
  const responses = property(response.body, 'responses');
  if (root === undefined || typeof parts === 'string' || !Array.isArray(responses)) return [];
  return parts.flatMap((part) => {
    const own = responses.find((one) => isJsonObject(one) && String(property(one, 'id')) === part.id);
    const status = property(own, 'status');
    if (!isJsonObject(own) || typeof status !== 'number') return [];
    const headers = headersOf(property(own, 'headers'));
    const said = { status, headers, ...contentOf(headers, property(own, 'body')) };
    return [{ request: requestOf(root, part), response: said }];
  });
}

function headersOf(value: Json | undefined): Headers {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}
