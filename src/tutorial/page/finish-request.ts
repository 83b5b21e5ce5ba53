import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { Method } from '../../http/message.ts';
import { isJsonObject, type Json, property } from '../../json/json.ts';
import type { RequestDraft, ResponseDraft } from './draft.ts';
import { type Fragment, partOf, spanIn } from './fragment.ts';
import { exchangeDefects, serviceHosts } from './http/exchange-defects.ts';
import type { PageBody, PageRequest, PageResponse, Prose } from './page.ts';
import { readBody } from './read-body.ts';
import { addressOf, graphHost, readUrl } from './read-url.ts';
import { plainText } from './words/plain-text.ts';
import { type ProseStatus, statusInProse } from './words/status-in-prose.ts';

const methods: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export type FinishedRequest = { readonly request?: PageRequest; readonly problems: readonly Problem[] };

type Context = {
  readonly source: Source;
  /** The version that most urls of the page name. */
  readonly pageVersion: PageRequest['version'] | undefined;
  /** Paragraphs whose status another request has taken already. */
  readonly taken: Set<Fragment>;
  /** The whole text of the page, in lower case. */
  readonly said: string;
};

/** Reads what the walk gathered for one request: url, bodies, statuses. */
export function finishRequest(draft: RequestDraft, context: Context): FinishedRequest {
  const { source } = context;
  const method = methods.find((one) => one === draft.method);
  if (method === undefined) {
    const message = `\`${draft.method}\` is not a method that a scenario can send`;
    const fix = `Use one of ${methods.join(', ')}.`;
    return { problems: [{ code: 'page-request', message, at: placeAt(source, draft.span), fix }] };
  }
  const problems: Problem[] = [];
  const body = draft.body === undefined ? undefined : readInto(problems, draft.body, draft, source, method);
  const reported =
    draft.responses.length === 0 || lacksStatus(draft) ? statusReported(draft, context.taken) : undefined;
  const responses = draft.responses.map((one) => finishResponse(one, { method, reported, source, problems }));
  const version = relativeVersion(responses, context.pageVersion);
  const url = readUrl(addressed(draft), version.version);
  problems.push(...urlProblems(url, draft.target, context));
  const request: PageRequest = {
    ...(draft.name !== undefined && { name: draft.name }),
    step: draft.step,
    ...(draft.headingSpan && { headingSpan: draft.headingSpan }),
    method,
    url: url.url,
    urlSpan: spanIn(draft.target),
    urlRepairs: url.smartQuotes.map((at) => ({ what: 'smart-quotes', span: spanIn(draft.target, at, at + 1) })),
    version: url.version ?? version.version,
    versionFrom: url.version === undefined ? version.from : 'url',
    host: url.host,
    ...(url.host !== graphHost && isGiven(source.text, url) && { given: true }),
    headers: draft.headers,
    ...(body && { body }),
    span: draft.span,
    ...(draft.tab !== undefined && { tab: draft.tab }),
    ...(draft.ignored && { ignored: true }),
    ...(draft.sampleKeys.length > 0 && { sampleKeys: draft.sampleKeys }),
    responses: responses.length === 0 && reported !== undefined ? [reportedResponse(reported)] : responses,
    prose: [...draft.before, ...draft.after].map(proseOf),
  };
  return { request, problems: [...problems, ...exchangeDefects(source, request)] };
}

/** The url as shown, below the host that a `Host` header names where it names none itself. */
function addressed({ target: { text }, headers }: RequestDraft): string {
  const host = headers.find(({ name }) => name.toLowerCase() === 'host')?.value.replace(/^https?:\/\/|\/+$/gi, '');
  return text.startsWith('/') && /^[\w.-]+$/.test(host ?? '') ? `https://${host}${text}` : text;
}

const lacksStatus = ({ responses }: RequestDraft) => responses.some(({ status }) => status === undefined);

/** The text before the request takes precedence over the text after it; a sentence concerns only one response. */
function statusReported({ before, after }: RequestDraft, taken: Set<Fragment>): ProseStatus | undefined {
  for (const paragraph of [...before.toReversed(), ...after]) {
    const reported = taken.has(paragraph) ? undefined : statusInProse(paragraph);
    if (reported === undefined) continue;
    taken.add(paragraph);
    return reported;
  }
  return undefined;
}

function reportedResponse({ status, span }: ProseStatus): PageResponse {
  return { status, statusFrom: 'prose', headers: [], shortened: false, collection: false, pairedBy: 'prose', span };
}

type ResponseContext = {
  readonly method: Method;
  readonly reported: ProseStatus | undefined;
  readonly source: Source;
  readonly problems: Problem[];
};

function finishResponse(draft: ResponseDraft, { method, reported, source, problems }: ResponseContext): PageResponse {
  const body = draft.body === undefined ? undefined : readInto(problems, draft.body, draft, source);
  const assumed = reported?.status ?? assumedStatus(method, body, draft.headers);
  return {
    status: draft.status ?? assumed,
    statusFrom: draft.status !== undefined ? 'status-line' : reported !== undefined ? 'prose' : 'assumed',
    ...(draft.statusSpan && { statusSpan: draft.statusSpan }),
    headers: draft.headers,
    ...(body && { body }),
    shortened: draft.shortened || (body?.kind === 'json' && body.repairs.some(({ what }) => what === 'ellipsis')),
    collection: draft.collection || hasValueArray(body),
    pairedBy: draft.pairedBy,
    span: draft.span,
  };
}

/** A POST whose response is an entity of its own has created it; any other response is a plain success. */
function assumedStatus(method: Method, body: PageBody | undefined, headers: PageRequest['headers']): number {
  // The url at which the accepted operation is polled.
  if (body === undefined) return headers.some(({ name }) => /location$/i.test(name)) ? 202 : 204;
  const value = body.kind === 'json' && isJsonObject(body.value) ? body.value : {};
  const error = property(value, 'error');
  if (isJsonObject(error) && Object.keys(value).length === 1) return errorStatus(String(property(error, 'code')));
  const entity = property(value, 'id') !== undefined;
  return method === 'POST' && entity ? 201 : 200;
}

/** The status of an error code. */
function errorStatus(code: string): number {
  if (/unauthenticated|InvalidAuthenticationToken/i.test(code)) return 401;
  if (/denied|forbidden|unauthorized/i.test(code)) return 403;
  if (/notFound/i.test(code)) return 404;
  return /tooManyRequests|throttl/i.test(code) ? 429 : 400;
}

function hasValueArray(body: PageBody | undefined): boolean {
  if (body?.kind !== 'json' || !isJsonObject(body.value)) return false;
  return Array.isArray(property(body.value, 'value'));
}

function readInto(
  problems: Problem[],
  fragment: Fragment,
  { headers }: { readonly headers: PageRequest['headers'] },
  source: Source,
  method?: Method,
): PageBody {
  // The body of a PUT without a type that is not JSON is the content of a file.
  const unstated = method === 'PUT' && !/^[{[]/.test(fragment.text) ? 'application/octet-stream' : undefined;
  const contentType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? unstated;
  const read = readBody(source, fragment, contentType);
  problems.push(...read.problems);
  return read.body;
}

type RelativeVersion = { readonly version: PageRequest['version']; readonly from: 'response' | 'page' | 'assumed' };

/** The version of a request that shows none: as its own response names it, as the page mostly does, or v1.0. */
function relativeVersion(
  responses: readonly PageResponse[],
  pageVersion: PageRequest['version'] | undefined,
): RelativeVersion {
  for (const { body } of responses) {
    const context = body?.kind === 'json' ? contextOf(body.value) : undefined;
    const version = /^https:\/\/graph\.microsoft\.com\/(v1\.0|beta)\//.exec(context ?? '')?.[1];
    if (version === 'v1.0' || version === 'beta') return { version, from: 'response' };
  }
  return pageVersion === undefined ? { version: 'v1.0', from: 'assumed' } : { version: pageVersion, from: 'page' };
}

function contextOf(value: Json): string | undefined {
  const context = property(value, '@odata.context');
  return typeof context === 'string' ? context : undefined;
}

function urlProblems(url: ReturnType<typeof readUrl>, target: Fragment, { source, said }: Context): readonly Problem[] {
  const at = placeAt(source, spanIn(target));
  const problems: Problem[] = [];
  if (url.host !== graphHost && !isGiven(source.text, url)) {
    const onPurpose = serviceHosts.test(url.host) || tokenHosts.test(url.host) || said.includes(url.host);
    const code = onPurpose ? 'page-host' : 'page-foreign-host';
    const message = `the request goes to \`${url.host}\`, and only requests to \`${graphHost}\` can be replayed`;
    const fix = onPurpose ? 'Describe it to a person as a manual step.' : 'Correct the host, or name it in the text.';
    problems.push({ code, message, at, fix });
  }
  if (url.wrong !== undefined) {
    const fix = 'Correct it on the page, as in `https://graph.microsoft.com/v1.0/users`.';
    problems.push({ code: 'page-url', message: `the url is not valid: ${url.wrong}`, at, fix });
  }
  return problems;
}

/** Whether the page shows the address as a link that a response gives. */
function isGiven(text: string, { host, url }: { readonly host: string; readonly url: string }): boolean {
  const address = addressOf({ host, url });
  return text.includes(`"${address}"`) || text.toLowerCase().includes(`location: ${address.toLowerCase()}`);
}

/** Hosts of token endpoints: pages call these on purpose, with or without an explanation. */
const tokenHosts = /^login\.(?:microsoftonline\.(?:com|us)|windows\.net|chinacloudapi\.cn|live\.com)$/;

const proseOf = (paragraph: Fragment): Prose => ({
  text: plainText(paragraph.text),
  span: spanIn(partOf(paragraph, 0)),
});
