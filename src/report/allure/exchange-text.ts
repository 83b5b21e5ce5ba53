import { STATUS_CODES } from 'node:http';
import { safeText } from '../../diagnostics/safe-text.ts';
import type { Headers, HttpRequest, HttpResponse } from '../../http/message.ts';
import { binaryLine, isTextBody } from '../../http/payload.ts';
import { parseJson } from '../../json/parse-json.ts';
import { prettyJson } from '../../json/pretty.ts';

/** A request as text, as the pages of tutorials write it. */
export function requestText({ method, url, headers, body, bytes }: HttpRequest): string {
  const text = body === undefined || isTextBody(headers, body) ? body : prettyJson(body);
  return messageText(`${method} ${url}`, headers, bytes === undefined ? (text ?? '') : binaryLine(bytes, headers));
}

/** A response as text. */
export function responseText({ status, headers, text, bytes }: HttpResponse): string {
  const read = parseJson(text);
  return messageText(
    `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
    headers,
    [...(bytes === undefined ? [] : [binaryLine(bytes, headers)]), read.ok ? prettyJson(read.value) : text].join('\n'),
  );
}

function messageText(head: string, headers: Headers, body: string): string {
  const names = Object.keys(headers).sort();
  const lines = [head, ...names.map((name) => `${name}: ${headers[name] ?? ''}`), '', body];
  return `${safeText(lines.join('\n')).trimEnd()}\n`;
}
