import { defined } from '../../defined.ts';
import type { Headers, HttpResponse } from '../../http/message.ts';
import { readContent } from '../../http/read-content.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { labelHeader, labelText, type ResponseLabel } from './response-label.ts';
import type { GraphResponse } from './route.ts';

/** What is known about one exchange, and is in its headers and errors. */
export type ExchangeMarks = { readonly requestId: string; readonly clientRequestId: string; readonly timeMs: number };

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Headers of every response; a part of a batch has fewer. */
const ofPart = { 'cache-control': 'no-cache', 'x-ms-resource-unit': '1' } as const;
const ofAll = {
  ...ofPart,
  vary: 'Accept-Encoding',
  'strict-transport-security': 'max-age=31536000',
  'x-ms-ags-diagnostic':
    '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"5","ScaleUnit":"001","RoleInstance":"SANDBOX000001"}}',
} as const;

/** Of an error the type alone; of everything else in JSON how it is to be read (observed). */
function ofContent({ status, body, text, content }: GraphResponse): Headers {
  if (body === undefined || text !== undefined || content !== undefined) return {};
  return status >= 400 ? { 'content-type': 'application/json' } : { 'content-type': jsonType, 'odata-version': '4.0' };
}

/** The headers of a batch's part. */
export const partHeaders = (response: GraphResponse): Headers => ({
  ...ofPart,
  ...ofContent(response),
  ...response.headers,
});

/** A response as it is sent: with the headers of every response of Graph, and the ids in an error's body. */
export function sendResponse(
  response: GraphResponse,
  marks: ExchangeMarks,
): HttpResponse & { readonly label?: ResponseLabel } {
  const marked = withMarks(response, marks);
  const { status, headers, body, text, content, label } = marked;
  const sent = content === undefined ? { text: text ?? (body === undefined ? '' : jsonText(body)) } : undefined;
  return {
    status,
    headers: {
      ...ofAll,
      ...ofContent(marked),
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
  const error = property(response.body, 'error');
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
    // Integers beyond doubles need the exact writer.
    return canonicalJson(body satisfies Json);
  }
}
