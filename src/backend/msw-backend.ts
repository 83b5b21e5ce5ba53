import { getResponse, http, HttpResponse as MswResponse, type RequestHandler } from 'msw';
import type { HttpRequest, HttpResponse, Method } from '../http/message.ts';
import { canonicalJson } from '../json/canonical.ts';
import { parseJson } from '../json/parse-json.ts';
import type { Backend } from '../run/ports.ts';
import { graphOrigin, type Responder } from './responder.ts';

/** How the harness says on whose behalf it asks; never part of a recorded or judged request. */
const stepHeader = 'x-tutorial-replay-step';

const withoutBody: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** A responder as MSW request handlers, for the harness and for anybody's own `setupServer(...)`. */
export function toHandlers(responder: Responder, origin: string = graphOrigin): RequestHandler[] {
  return [
    http.all(`${origin}/*`, async ({ request }) => {
      const step = request.headers.get(stepHeader);
      const response = await responder(await toHttpRequest(request), step === null ? {} : { step });
      return response && toMswResponse(response);
    }),
  ];
}

/** MSW request handlers as what stands behind a run. A request that no handler answers is `blocked`. */
export function mswBackend(handlers: readonly RequestHandler[], origin: string = graphOrigin): Backend {
  return {
    origin,
    send: async (request, { step }) => {
      const response = await getResponse([...handlers], toFetchRequest(request, origin, step));
      if (response !== undefined) return { kind: 'answered', response: await toHttpResponse(response) };
      return { kind: 'blocked', reason: 'refused', message: `nothing answers ${request.method} ${request.url}` };
    },
    close: async () => {},
  };
}

function toFetchRequest({ method, url, headers, body }: HttpRequest, origin: string, step: string): Request {
  return new Request(`${origin}${url}`, {
    method,
    headers: { ...headers, [stepHeader]: step },
    ...(body === undefined ? {} : { body: canonicalJson(body) }),
  });
}

async function toHttpRequest(request: Request): Promise<HttpRequest> {
  const url = new URL(request.url);
  const headers: { [name: string]: string } = {};
  for (const [name, value] of request.headers) if (name !== stepHeader) headers[name] = value;
  const base = { method: request.method as Method, url: `${url.pathname}${url.search}`, headers };
  const text = request.body === null ? '' : await request.clone().text();
  const parsed = text === '' ? undefined : parseJson(text);
  return parsed?.ok === true ? { ...base, body: parsed.value } : base;
}

function toMswResponse({ status, headers, text }: HttpResponse): Response {
  return new MswResponse(withoutBody.has(status) || text === '' ? null : text, { status, headers: { ...headers } });
}

async function toHttpResponse(response: Response): Promise<HttpResponse> {
  const headers: { [name: string]: string } = {};
  for (const [name, value] of response.headers) headers[name] = value;
  return { status: response.status, headers, text: await response.text() };
}
