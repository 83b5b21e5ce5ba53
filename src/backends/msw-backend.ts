import { getResponse, http, HttpResponse as MswResponse, type RequestHandler } from 'msw';
import { defined } from '../defined.ts';
import { decodeText } from '../http/charset.ts';
import { charsetOf, isJsonType } from '../http/content-type.ts';
import type { HttpRequest, HttpResponse, Method } from '../http/message.ts';
import { binaryOf, payloadOf, responseBytes } from '../http/payload.ts';
import { readContent } from '../http/read-content.ts';
import { parseJson } from '../json/parse-json.ts';
import type { Backend } from '../run/ports.ts';
import { graphOrigin, type RequestContext, type Responder } from './responder.ts';

/**
 * The step and the actor of each request that a run sends; kept beside the request, because MSW passes on the same
 * object.
 */
const contexts = new WeakMap<Request, RequestContext>();

const withoutBody: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/**
 * A responder as MSW request handlers, for the harness and for any `setupServer(...)`. A request that the responder
 * does not answer matches no handler: MSW would send a request that a handler matched without answering to the network.
 * `elsewhere`: other origins, of links that the responder answers as well; their urls are absolute.
 */
export function toHandlers(
  responder: Responder,
  origin: string = graphOrigin,
  elsewhere: (origin: string) => boolean = () => false,
): RequestHandler[] {
  const responses = new WeakMap<Request, HttpResponse>();
  const responds = async ({ request }: { readonly request: Request }): Promise<boolean> => {
    const { origin: requested } = new URL(request.url);
    if (requested !== origin && !elsewhere(requested)) return false;
    const { text, ...sent } = await toHttpRequest(request, origin);
    const response = await responder(sent, { ...contexts.get(request), ...defined({ text }) });
    if (response !== undefined) responses.set(request, response);
    return response !== undefined;
  };
  const respond = ({ request }: { readonly request: Request }): Response | undefined => {
    const response = responses.get(request);
    return response && toMswResponse(response);
  };
  return [http.all(responds, respond)];
}

/** A backend of MSW request handlers. A request that no handler answers is `blocked`. */
export function mswBackend(handlers: readonly RequestHandler[], origin: string = graphOrigin): Backend {
  return {
    origin,
    send: async (request, context) => {
      const sent = toFetchRequest(request, origin);
      contexts.set(sent, { step: context.step, actor: context.actor });
      const response = await getResponse([...handlers], sent);
      if (response === undefined) {
        return { kind: 'blocked', reason: 'refused', message: `no handler matches ${request.method} ${request.url}` };
      }
      context.sent?.();
      return { kind: 'answered', response: await toHttpResponse(response) };
    },
    close: async () => {},
  };
}

function toFetchRequest(request: HttpRequest, origin: string): Request {
  const { method, url, headers } = request;
  const payload = payloadOf(request);
  return new Request(url.startsWith('/') ? `${origin}${url}` : url, {
    method,
    headers: { ...headers },
    ...(payload !== undefined && { body: bytesOf(payload) }),
  });
}

async function toHttpRequest(request: Request, origin: string): Promise<HttpRequest & { readonly text?: string }> {
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const base = {
    method: request.method as Method,
    url: url.origin === origin ? `${url.pathname}${url.search}` : url.href,
    headers,
  };
  const bytes = request.body === null ? Buffer.alloc(0) : Buffer.from(await request.clone().arrayBuffer());
  if (bytes.length === 0) return base;
  const type = headers['content-type'] ?? 'application/json';
  const text = decodeText(bytes, charsetOf(type));
  if (text === undefined) return { ...base, bytes: binaryOf(bytes) };
  if (!isJsonType(type)) return { ...base, body: text };
  const parsed = parseJson(text);
  return parsed.ok ? { ...base, body: parsed.value } : { ...base, text };
}

function toMswResponse(response: HttpResponse): Response {
  const { status, headers, text, bytes } = response;
  const init = { status, headers: { ...headers } };
  if (withoutBody.has(status) || (text === '' && bytes === undefined)) return new MswResponse(null, init);
  return new MswResponse(new Uint8Array(responseBytes(response)), init);
}

async function toHttpResponse(response: Response): Promise<HttpResponse> {
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, ...readContent(Buffer.from(await response.arrayBuffer()), headers) };
}

/** A text would add a content type that the request does not have. */
const bytesOf = (payload: string | Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(payload));
