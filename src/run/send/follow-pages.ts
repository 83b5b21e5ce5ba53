import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { bodyJson } from '../../http/response-body.ts';
import { isJsonObject, type Json, type JsonObject, property, setProperty } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';
import type { Reply } from '../ports.ts';

const mostPages = 1_000;
const mostCharacters = 64 * 1024 * 1024;
const nextLink = '@odata.nextLink';

export type PageWalk = {
  readonly send: (request: HttpRequest) => Promise<Reply>;
  /** Links are followed on this origin only. */
  readonly origin: string;
};

/**
 * Sends a request and, where the response has an `@odata.nextLink`, the requests for the pages after it. The reply is the
 * first page with the joined `value` and what the last page has besides (`@odata.deltaLink`), or the first response that is
 * not a page, as received. Each link is followed once, and not without end.
 */
export async function sendAllPages(request: HttpRequest, { send, origin }: PageWalk): Promise<Reply> {
  const items: Json[] = [];
  const seen = new Set<string>();
  let characters = 0;
  let first: { readonly response: HttpResponse; readonly page: JsonObject } | undefined;
  let last: JsonObject = {};
  let url: string | undefined = request.url;
  while (url !== undefined) {
    if (seen.has(url)) return refused('the next page was received already');
    if (seen.size >= mostPages || characters > mostCharacters) return refused(`there are more than ${mostPages} pages`);
    seen.add(url);
    // Graph requires headers such as ConsistencyLevel on every page.
    const reply: Reply = await send({ ...request, url });
    if (reply.kind === 'blocked') return reply;
    const page = pageOf(reply.response);
    const value = page && property(page, 'value');
    if (page === undefined || !Array.isArray(value)) return reply;
    items.push(...value);
    characters += reply.response.text.length;
    first ??= { response: reply.response, page };
    last = page;
    const link = property(page, nextLink);
    // Some services send a null or empty link with the last page.
    const isLast = link === undefined || link === null || link === '';
    url = isLast ? undefined : followable(link, `${origin}${url}`);
    if (!isLast && url === undefined) return refused('the next page is on another service');
  }
  // The loop ran at least once and returned where there was no page.
  const { response, page } = first ?? { response: { status: 0, headers: {}, text: '' }, page: {} };
  return {
    kind: 'answered',
    response: seen.size === 1 ? response : { ...response, text: joined({ ...last, ...page }, items) },
  };
}

const refused = (message: string): Reply => ({ kind: 'blocked', reason: 'refused', message });

function pageOf(response: HttpResponse): JsonObject | undefined {
  const parsed = bodyJson(response);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

function joined(page: JsonObject, items: readonly Json[]): string {
  const whole: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(page)) {
    if (name !== nextLink) setProperty(whole, name, name === 'value' ? items : value);
  }
  return prettyJson(whole);
}

/**
 * Path and query of a link, which may be relative to its page (OData JSON Format 4.01, section 4.3), if it has the same
 * origin (compared as parsed, never as text); otherwise `undefined`.
 */
function followable(link: Json, page: string): string | undefined {
  if (typeof link !== 'string' || !URL.canParse(link, page)) return undefined;
  const url = new URL(link, page);
  const trusted = url.origin === new URL(page).origin && url.username === '' && url.password === '';
  return trusted ? `${url.pathname}${url.search}` : undefined;
}
