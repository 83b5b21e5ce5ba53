import fc from 'fast-check';
import { getResponse, HttpResponse, http } from 'msw';
import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse as OwnResponse } from '../http/message.ts';
import { canonicalJson } from '../json/canonical.ts';
import type { Json } from '../json/json.ts';
import { mswBackend, toHandlers } from './msw-backend.ts';
import type { RequestContext, Responder } from './responder.ts';

const context = { step: 'a-step', actor: 'admin' };
const ok: OwnResponse = { status: 200, headers: { 'content-type': 'application/json' }, text: '{}' };
const request = (change: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: '/v1.0/me',
  headers: {},
  ...change,
});

/** What a responder receives when a backend of its handlers sends the request. */
async function receivedFor(
  sent: HttpRequest,
): Promise<{ readonly request: HttpRequest; readonly about: RequestContext }> {
  const calls: { request: HttpRequest; about: RequestContext }[] = [];
  const responder: Responder = (received, about) => {
    calls.push({ request: received, about });
    return ok;
  };
  await mswBackend(toHandlers(responder)).send(sent, context);
  const [call, second] = calls;
  if (call === undefined || second !== undefined) throw new Error(`called ${calls.length} times`);
  return call;
}

async function responseFor(given: Partial<OwnResponse>): Promise<OwnResponse> {
  const backend = mswBackend(toHandlers(() => ({ ...ok, ...given })));
  const reply = await backend.send(request(), context);
  if (reply.kind !== 'answered') throw new Error(reply.message);
  return reply.response;
}

describe('a request on its way to a responder', () => {
  test('keeps method, path, query and headers', async () => {
    const url = '/beta/groups?$filter=displayName%20eq%20%27a%27&$top=5';
    const headers = { accept: 'application/json', consistencylevel: 'eventual' };
    expect((await receivedFor(request({ method: 'DELETE', url, headers }))).request).toEqual({
      method: 'DELETE',
      url,
      headers,
    });
  });

  test('names its step and its actor beside the request, and never in it', async () => {
    const { request: received, about } = await receivedFor(request());
    expect(about).toEqual({ step: 'a-step', actor: 'admin' });
    expect(JSON.stringify(received)).not.toMatch(/step|admin/);
    const names: string[] = [];
    const own = http.all('*', ({ request: seen }) => {
      names.push(...seen.headers.keys());
      return HttpResponse.json({});
    });
    await mswBackend([own]).send(request({ headers: { accept: 'text/csv' } }), context);
    expect(names).toEqual(['accept']);
  });

  test('keeps a body, whatever JSON it is', async () => {
    const law = fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
      const body = JSON.parse(JSON.stringify(value)) as Json;
      const { request: received } = await receivedFor(request({ method: 'POST', body }));
      // As text: 2^53 comes back as a bigint.
      expect(canonicalJson(received.body ?? null)).toBe(canonicalJson(body));
    });
    await fc.assert(law, { numRuns: 50 });
  });

  test.each<[string, Json]>([
    ['in any script', { naïve: 'Ünïcödé 日本 👩‍🚀 \u2028' }],
    ['with integers that a double cannot hold', { big: 12345678901234567890n }],
    ['of a megabyte', { text: 'ab'.repeat(512 * 1024) }],
    ['that is a null', null],
  ])('keeps a body %s', async (_, body) => {
    expect((await receivedFor(request({ method: 'PATCH', body }))).request.body).toEqual(body);
  });

  test('has no body where none was sent', async () => {
    expect(await receivedFor(request({ method: 'POST' }))).not.toHaveProperty('request.body');
  });
});

describe('a response on its way back', () => {
  test('keeps status, headers and text', async () => {
    const given = { status: 404, headers: { 'content-type': 'application/json', 'x-any': 'a, b' }, text: '{"a": 1}' };
    expect(await responseFor(given)).toEqual(given);
  });

  test.each([204, 304])('of status %i has no body', async (status) => {
    expect(await responseFor({ status, headers: {}, text: '' })).toEqual({ status, headers: {}, text: '' });
    // A responder that gives one all the same does not end the run.
    expect(await responseFor({ status, headers: {}, text: '{}' })).toEqual({ status, headers: {}, text: '' });
  });

  test('keeps a text in any script, and a long one', async () => {
    const text = JSON.stringify({ text: 'Ünïcödé 日本 👩‍🚀'.repeat(50_000) });
    expect((await responseFor({ text })).text).toBe(text);
  });
});

describe('what no handler takes', () => {
  const silent: Responder = () => undefined;

  test('is blocked, with the request in words', async () => {
    const reply = await mswBackend(toHandlers(silent)).send(request({ method: 'POST' }), context);
    expect(reply).toEqual({ kind: 'blocked', reason: 'refused', message: 'no handler matches POST /v1.0/me' });
  });

  test('continues to the next handler, with its body', async () => {
    const echo = http.post('https://graph.microsoft.com/*', async ({ request }) =>
      HttpResponse.text(await request.text()),
    );
    const backend = mswBackend([...toHandlers(silent), echo]);
    const reply = await backend.send(request({ method: 'POST', body: { a: 1 } }), context);
    expect(reply.kind === 'answered' && reply.response.text).toBe('{"a":1}');
  });
});

describe('an origin', () => {
  const url = 'https://login.example.com/v1.0/me';
  const handlers = toHandlers(() => ok, 'https://login.example.com');

  test('other than the handlers’ own is nothing they answer', async () => {
    expect((await getResponse(handlers, new Request(url)))?.status).toBe(200);
    for (const other of ['http://login.example.com', 'https://login.example.com:8443', 'https://graph.microsoft.com']) {
      expect(await getResponse(handlers, new Request(`${other}/v1.0/me`))).toBeUndefined();
    }
  });

  test('of a backend is the one it sends to', async () => {
    const backend = mswBackend(handlers, 'https://login.example.com');
    expect(backend.origin).toBe('https://login.example.com');
    expect((await backend.send(request(), context)).kind).toBe('answered');
    await backend.close();
  });
});
