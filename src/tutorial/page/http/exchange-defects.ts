import { placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { ProblemCode } from '../../../diagnostics/problem-codes.ts';
import type { Source, Span } from '../../../diagnostics/source.ts';
import { isGuid } from '../../../guid.ts';
import { isJsonObject, type Json, property } from '../../../json/json.ts';
import type { PageBody, PageRequest, PageResponse } from '../page.ts';

type Found = { readonly code: ProblemCode; readonly message: string; readonly span: Span; readonly fix: string };
type Exchange = { readonly source: Source; readonly request: PageRequest; readonly response: PageResponse };

/** Where a request and a response of it, as the page shows them, contradict each other. */
export function exchangeDefects(source: Source, request: PageRequest): readonly Problem[] {
  const found = request.responses.flatMap((response) => {
    const exchange = { source, request, response };
    return checks.flatMap((check) => check(exchange) ?? []);
  });
  return found.map(({ code, message, span, fix }) => ({ code, message, at: placeAt(source, span), fix }));
}

const checks: readonly ((exchange: Exchange) => Found | undefined)[] = [
  statusOfMethod,
  bodyOfStatus,
  contentTypeOfBody,
  collectionOfBody,
  versionOfContext,
  hostOfContext,
  idOfRequest,
];

/** Only a request that can make something is answered with 201; 1xx is not a response that a reader gets. */
function statusOfMethod({ request: { method }, response }: Exchange): Found | undefined {
  const { status, statusFrom, statusSpan } = response;
  if (statusFrom !== 'status-line') return undefined;
  const impossible = status < 200 || (status === 201 && ['GET', 'HEAD', 'DELETE'].includes(method));
  if (!impossible) return undefined;
  const message = `${method} does not return ${status}`;
  return { code: 'page-status', message, span: statusSpan ?? response.span, fix: 'Correct the status on the page.' };
}

function bodyOfStatus({ response }: Exchange): Found | undefined {
  const { status, statusFrom, statusSpan, body } = response;
  if (statusFrom !== 'status-line' || body?.kind !== 'json' || ![204, 205, 304].includes(status)) return undefined;
  const message = `a response with ${status} has no body, and the page shows one`;
  return {
    code: 'page-status',
    message,
    span: statusSpan ?? response.span,
    fix: 'Correct the status, or remove the body.',
  };
}

/** A JSON body on the page is neither a picture nor markup. */
function contentTypeOfBody({ response: { headers, body } }: Exchange): Found | undefined {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  if (body?.kind !== 'json' || !/^(?:image|audio|video)\/|^text\/html|^application\/(?:xml|zip|pdf)\b/i.test(type)) {
    return undefined;
  }
  const message = `the content type is \`${type}\`, and the body is JSON`;
  return { code: 'page-header', message, span: body.span, fix: 'Correct the content type on the page.' };
}

/** Whether the context or the annotation declares one object or a list. */
function collectionOfBody({ source, response }: Exchange): Found | undefined {
  const { body, status } = response;
  if (body?.kind !== 'json' || !isJsonObject(body.value) || status >= 300) return undefined;
  const { value } = body;
  const fragment = contextOf(body)?.split('#')[1];
  const list = Array.isArray(property(value, 'value'));
  const one = /\/\$entity$/.test(fragment ?? '');
  const fix = 'Show what the request returns.';
  if (one && list) {
    const message = 'the context says one entity, and the body is a list';
    return { code: 'page-collection', message, span: valueSpan(source, body, 'value'), fix };
  }
  if (list || !response.collection) return undefined;
  const message = 'the page announces a list, and the body is one object';
  return { code: 'page-collection', message, span: body.span, fix };
}

function versionOfContext({ source, request, response: { body } }: Exchange): Found | undefined {
  const version = /^https:\/\/[^/]+\/(v1\.0|beta)\//.exec(contextOf(body) ?? '')?.[1];
  if (body === undefined || version === undefined || version === request.version || request.versionFrom !== 'url') {
    return undefined;
  }
  const message = `the request names ${request.version}, and the context of its response ${version}`;
  return { code: 'page-version', message, span: valueSpan(source, body, '@odata.context'), fix: 'Use one version.' };
}

/** Clouds of the service, by the ends of their hosts. */
export const serviceHosts = /^(?:(?:[\w-]+\.)?graph\.microsoft\.(?:com|us|de)|microsoftgraph\.chinacloudapi\.cn)$/;

function hostOfContext({ source, response: { body } }: Exchange): Found | undefined {
  const host = /^https?:\/\/([^/?#]+)/i.exec(contextOf(body) ?? '')?.[1]?.toLowerCase();
  if (body === undefined || host === undefined || serviceHosts.test(host)) return undefined;
  const message = `the context names the host \`${host}\``;
  const fix = 'Use `https://graph.microsoft.com`.';
  return { code: 'page-foreign-host', message, span: valueSpan(source, body, '@odata.context'), fix };
}

/** A request for one thing by its id is answered with that thing. */
function idOfRequest({ source, request, response: { body, status } }: Exchange): Found | undefined {
  if (!['GET', 'PATCH', 'PUT'].includes(request.method) || body?.kind !== 'json' || status >= 300) return undefined;
  const segments = (request.url.split('?')[0] ?? '').split('/');
  const [before = '', wanted = ''] = segments.slice(-2);
  const id = property(body.value, 'id');
  if (typeof id !== 'string' || !isGuid(id) || !isGuid(wanted) || !/^[a-z]\w*s$/.test(before)) return undefined;
  if (id.toLowerCase() === wanted.toLowerCase()) return undefined;
  const message = `the request asks for \`${wanted}\`, and the response has the id \`${id}\``;
  return { code: 'page-id', message, span: valueSpan(source, body, 'id'), fix: 'Show the id that is asked for.' };
}

function contextOf(body: PageBody | undefined): string | undefined {
  const value: Json | undefined = body?.kind === 'json' ? body.value : undefined;
  const context = property(value, '@odata.context');
  return typeof context === 'string' ? context : undefined;
}

/** The first property of that name, with its colon; the body where it is spelled otherwise. */
function valueSpan({ text }: Source, { span }: PageBody, name: string): Span {
  const start = text.indexOf(`"${name}"`, span.start);
  if (start === -1 || start >= span.end) return span;
  return { start, end: start + name.length + 2 };
}
