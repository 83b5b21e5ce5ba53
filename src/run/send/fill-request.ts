import { evaluateText } from '../../format/template/evaluate-template.ts';
import { evaluateLink } from '../../format/template/link.ts';
import { evaluateUrl } from '../../format/template/url.ts';
import type { Values } from '../../format/template/values.ts';
import { isUnchanged } from '../../http/file-bytes.ts';
import type { HttpRequest } from '../../http/message.ts';
import { fillBody } from '../plan/body-template.ts';
import { contentTypeFault } from '../plan/content/content-type-rules.ts';
import { isFieldValue } from '../plan/header-rules.ts';
import type { PlannedRequest } from '../plan/plan.ts';
import { fillContent } from './fill-content.ts';

/** The request as it will be sent, or why a guard refuses to send it: a value that is not allowed in its place. */
export type FilledRequest =
  | { readonly ok: true; readonly request: HttpRequest }
  | { readonly ok: false; readonly message: string };

export function fillRequest(planned: PlannedRequest, values: Values): FilledRequest {
  const url =
    planned.link === undefined ? evaluateUrl(planned.url, values) : evaluateLink(planned.url, values, planned.link);
  if (!url.ok) return { ok: false, message: url.message };
  // Another host receives only what the scenario states.
  const isOurs = planned.link?.credentials !== 'none';
  const headers: { [name: string]: string } = isOurs ? { accept: 'application/json' } : {};
  let body: HttpRequest['body'];
  let bytes: HttpRequest['bytes'];
  if (planned.body !== undefined) {
    headers['content-type'] = 'application/json';
    body = fillBody(planned.body, values, () => null);
  }
  for (const { name, value } of planned.headers) {
    const text = evaluateText(value, values);
    if (text === undefined || !isFieldValue(text)) {
      return { ok: false, message: `the value of the header \`${name}\` has characters that HTTP does not allow` };
    }
    headers[name] = text;
  }
  if (planned.content !== undefined) {
    const filled = fillContent(planned.content, values, headers['content-type']);
    if (filled === undefined)
      return { ok: false, message: 'a value of the body is missing, or contains the boundary of its parts' };
    Object.assign(headers, { ...filled.headers, ...headers, 'content-type': filled.headers['content-type'] });
    ({ body, bytes } = filled);
  }
  const request = { method: planned.method, url: url.url, headers };
  if (bytes !== undefined && !isUnchanged(bytes)) {
    return { ok: false, message: 'the file to send was changed after the run was planned' };
  }
  if (bytes !== undefined) return { ok: true, request: { ...request, bytes } };
  if (body === undefined) return { ok: true, request };
  if (headers['content-type'] === 'application/json') return { ok: true, request: { ...request, body } };
  const fault = contentTypeFault(headers['content-type'] ?? '', body);
  return fault === undefined ? { ok: true, request: { ...request, body } } : { ok: false, message: fault.message };
}
