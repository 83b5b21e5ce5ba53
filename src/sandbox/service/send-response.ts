import { defined } from '../../defined.ts';
import type { Headers, HttpResponse } from '../../http/message.ts';
import { readContent } from '../../http/read-content.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { labelHeader, labelText, type ResponseLabel } from './response-label.ts';
import type { GraphResponse } from './route.ts';

/** What is known about one exchange, and stands in its headers and errors. */
export type ExchangeMarks = { readonly requestId: string; readonly clientRequestId: string; readonly timeMs: number };

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** A response as it goes out: with the headers that every response of Graph has, and marks in an error's body. */
export function sendResponse(
  response: GraphResponse,
  marks: ExchangeMarks,
): HttpResponse & { readonly label?: ResponseLabel } {
  const { status, headers, body, text, content, label } = withMarks(response, marks);
  const sent = content === undefined ? { text: text ?? (body === undefined ? '' : jsonText(body)) } : undefined;
  return {
    status,
    headers: {
      ...(body !== undefined && text === undefined && content === undefined ? { 'content-type': jsonType } : {}),
      'request-id': marks.requestId,
      'client-request-id': marks.clientRequestId,
      date: new Date(marks.timeMs).toUTCString(),
      ...(label !== undefined && { [labelHeader]: labelText(label) }),
      ...headers,
    },
    ...(sent ?? readContent(content ?? Buffer.alloc(0), headers ?? {})),
    ...defined({ label }),
  };
}

/** An error gets its `innerError`: when it happened, and to which request. */
export function withMarks(
  response: GraphResponse,
  { requestId, clientRequestId, timeMs }: ExchangeMarks,
): GraphResponse {
  const error = response.body === undefined ? undefined : property(response.body, 'error');
  if (response.body === undefined || response.status < 400 || !isJsonObject(error)) return response;
  const before = property(error, 'innerError');
  const innerError = {
    ...(before !== undefined && isJsonObject(before) ? before : {}),
    date: new Date(timeMs).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  };
  return { ...response, body: { ...response.body, error: { ...error, innerError } } };
}

export function clientRequestIdOf(headers: Headers, requestId: string): string {
  const given = headers['client-request-id'];
  return given !== undefined && /^[\w-]{1,64}$/.test(given) ? given : requestId;
}

function jsonText(body: JsonObject): string {
  try {
    return JSON.stringify(body);
  } catch {
    // Integers beyond doubles, which only the careful writer knows.
    return canonicalJson(body satisfies Json);
  }
}
