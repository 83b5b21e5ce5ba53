import { parseContentType } from '../../../http/content-type.ts';
import { type JsonObject, property } from '../../../json/json.ts';
import { contentOf, hasOtherContent } from '../../service/read-request.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { TypedCall } from '../../typed/typed-call.ts';
import { invalidRequest } from './file-error.ts';
import type { FileLinks } from './file-links.ts';

type Next = (typed: TypedCall) => GraphResponse;

/** Bodies other than JSON that the service accepts: pages of OneNote, and mail as MIME. `undefined`: neither. */
export function otherContentResponse(typed: TypedCall, next: Next): GraphResponse | undefined {
  if (typed.method !== 'POST' || !hasOtherContent(typed.request)) return undefined;
  const { type } = parseContentType(typed.request.headers['content-type'] ?? '');
  const content = contentOf(typed.request) ?? Buffer.alloc(0);
  const last = typed.segments.at(-1)?.toLowerCase();
  const isPage = last === 'pages' && typed.segments.some((segment) => segment.toLowerCase() === 'onenote');
  if (isPage && pageTypes.has(type)) return newPage(typed, { next, type, content });
  // An app package is described by its manifest, which is not parsed.
  const isApp = last === 'teamsapps' || last === 'appdefinitions';
  if (isApp && type === 'application/zip') return next(asJson(typed, { displayName: 'App' }));
  if (type !== 'text/plain') return undefined;
  if (last === 'messages' || last === 'sendmail') return newMail(typed, next, content.toString('latin1'));
  return undefined;
}

const pageTypes: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml', 'multipart/form-data']);

type Page = { readonly next: Next; readonly type: string; readonly content: Buffer };

/** https://learn.microsoft.com/graph/api/section-post-pages: the title of the HTML is the page's; its content is kept. */
function newPage(typed: TypedCall, { next, type, content }: Page): GraphResponse {
  const text = content.toString('utf8');
  const html =
    type === 'multipart/form-data' ? /name="?Presentation"?[\s\S]*?\r?\n\r?\n([\s\S]*?)\r?\n--/i.exec(text)?.[1] : text;
  if (html === undefined) return invalidRequest("A page of several parts has a part 'Presentation'.");
  const title = /<title>([\s\S]*?)<\/title>/i.exec(html)?.[1]?.trim() ?? 'Untitled';
  const made = next(asJson(typed, { title }));
  const id = property(made.body, 'id');
  if (made.status >= 300 || typeof id !== 'string') return made;
  const page = typed.store.byId(id);
  if (page !== undefined)
    typed.store.setStream(`${page.path}/content`, { type: 'text/html', content: Buffer.from(html) });
  const contentUrl = `${typed.call.world.origin}/${typed.call.version}${typed.call.path}/${id}/content`;
  return { ...made, body: { ...made.body, contentUrl } };
}

/**
 * A report is a file elsewhere, to which a 302 leads: https://learn.microsoft.com/graph/api/resources/report. It has the
 * columns of all reports, and nothing besides. `undefined`: the request is another one.
 */
export function reportResponse(typed: TypedCall, next: Next, links: FileLinks): GraphResponse | undefined {
  const { method, segments, call } = typed;
  if (method !== 'GET' || segments[0]?.toLowerCase() !== 'reports' || segments.length !== 2) return undefined;
  const found = next(typed);
  const type = found.headers?.['content-type'];
  if (found.status !== 200 || type !== 'application/octet-stream') return found;
  const day = call.world.clock.timestamp().slice(0, 10);
  const period = /period='D(\d+)'/i.exec(segments[1] ?? '')?.[1];
  const columns = `Report Refresh Date${period === undefined ? '' : ',Report Period'}`;
  const text = `\uFEFF${columns}\r\n${day}${period === undefined ? '' : `,${period}`}\r\n`;
  const { url } = links.make('download', 300, () => ({
    status: 200,
    headers: { 'content-type': type },
    content: Buffer.from(text),
    label: { source: 'typed', model: typed.model.version },
  }));
  return { status: 302, headers: { location: url } };
}

/** https://learn.microsoft.com/graph/outlook-send-mime-message: a message in MIME, as base64. */
function newMail(typed: TypedCall, next: Next, encoded: string): GraphResponse {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(encoded)) return invalidRequest('The MIME content is not base64.');
  const mime = Buffer.from(encoded, 'base64').toString('utf8');
  const [head = '', ...rest] = mime.split(/\r?\n\r?\n/);
  const field = (name: string): string | undefined => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();
  if (field('From') === undefined && field('To') === undefined)
    return invalidRequest('The MIME content has no From and no To.');
  if (typed.segments.at(-1)?.toLowerCase() === 'sendmail') return { status: 202 };
  const body: JsonObject = {
    contentType: /html/i.test(field('Content-Type') ?? '') ? 'html' : 'text',
    content: rest.join('\r\n\r\n'),
  };
  const recipients = (field('To') ?? '')
    .split(',')
    .map((one) => /<([^>]*)>/.exec(one)?.[1] ?? one.trim())
    .filter((one) => one !== '');
  return next(
    asJson(typed, {
      subject: field('Subject') ?? '',
      body,
      toRecipients: recipients.map((address) => ({ emailAddress: { address } })),
    }),
  );
}

/** The same request with a body of JSON. */
function asJson(typed: TypedCall, body: JsonObject): TypedCall {
  const { bytes: _, text: __, ...request } = typed.request;
  const headers = { ...request.headers, 'content-type': 'application/json' };
  return { ...typed, request: { ...request, headers, body }, call: { ...typed.call, headers, body } };
}
