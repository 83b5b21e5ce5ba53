import { parseJson } from '../json/parse-json.ts';
import type { JsonFault, JsonRead } from '../json/read-json.ts';
import type { HttpResponse } from './message.ts';

const read = new WeakMap<HttpResponse, JsonRead | JsonFault>();

/** The body of a response as JSON: parsed once, however often it is read. */
export function bodyJson(response: HttpResponse): JsonRead | JsonFault {
  const before = read.get(response);
  if (before !== undefined) return before;
  const body = parseJson(response.text);
  read.set(response, body);
  return body;
}

/** Another response has the same text: it need not be parsed again. */
export function shareBody(from: HttpResponse, to: HttpResponse): void {
  const body = read.get(from);
  if (body !== undefined) read.set(to, body);
}
