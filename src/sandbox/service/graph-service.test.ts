import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleWorld } from '../../../test/support/sandbox/sample-call.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../json/json.ts';
import { listResponse } from '../odata/list-response.ts';
import type { Caller } from './caller.ts';
import { faultBoard } from './fault-board.ts';
import { notFound } from './graph-error.ts';
import { type GraphService, graphService, type ServiceOptions } from './graph-service.ts';
import type { SandboxRequest } from './read-request.ts';
import { betaOnly, bothVersions, created, type GraphCall, noContent, ok, type Route } from './route.ts';

const readers = { delegated: ['Thing.Read', 'Thing.ReadWrite'], application: ['Thing.Read'] };
const writers = { delegated: ['Thing.ReadWrite'], application: [] };

const echo = (name: string) => (call: GraphCall) =>
  ok({ route: name, params: { ...call.params }, path: call.path, version: call.version });

/** A service of its own with things that have a name. */
function service(options: ServiceOptions = {}): GraphService {
  const things = new Map<string, string>();
  const wire = (id: string) => ({ id, name: things.get(id) ?? '' });
  const routes: readonly Route[] = [
    { method: 'GET', path: '/things', versions: bothVersions, permissions: readers, handle: list },
    { method: 'POST', path: '/things', versions: bothVersions, permissions: writers, handle: create },
    { method: 'GET', path: '/things/{thingId}', versions: bothVersions, permissions: readers, handle: get },
    { method: 'PATCH', path: '/things/{id}', versions: bothVersions, permissions: writers, handle: patch },
    { method: 'DELETE', path: '/things/{id}', versions: bothVersions, permissions: writers, handle: remove },
    { method: 'GET', path: '/things/delta', versions: bothVersions, permissions: readers, handle: echo('delta') },
    {
      method: 'GET',
      path: '/things/{id}/parts/{partId}',
      versions: betaOnly,
      permissions: readers,
      handle: echo('part'),
    },
    {
      method: 'GET',
      path: "/things/{id}/filterByCurrentUser(on='{on}')",
      versions: bothVersions,
      permissions: readers,
      handle: echo('filter'),
    },
    {
      method: 'POST',
      path: '/things/{id}/stop',
      versions: bothVersions,
      permissions: writers,
      handle: () => noContent,
    },
    {
      method: 'DELETE',
      path: '/things/{id}/members/$ref',
      versions: bothVersions,
      permissions: writers,
      handle: echo('ref'),
    },
    { method: 'GET', path: '/me', versions: bothVersions, permissions: readers, handle: echo('me') },
  ];
  let made = 0;
  function list(call: GraphCall) {
    return listResponse(call, { items: [...things.keys()], toWire: wire, context: 'things', pageSize: 2 });
  }
  function create({ body }: GraphCall) {
    made += 1;
    things.set(`t${made}`, nameIn(body));
    return created(wire(`t${made}`));
  }
  function get({ params }: GraphCall) {
    const id = params['thingId'] ?? '';
    return things.has(id) ? ok({ '@odata.context': 'things', ...wire(id) }) : notFound(id);
  }
  function patch({ params: { id = '' }, body }: GraphCall) {
    if (!things.has(id)) return notFound(id);
    things.set(id, nameIn(body));
    return noContent;
  }
  function remove({ params: { id = '' } }: GraphCall) {
    return things.delete(id) ? noContent : notFound(id);
  }
  return graphService(sampleWorld(), routes, options);
}

const nameIn = (body: GraphCall['body']): string =>
  typeof body === 'object' && body !== null && 'name' in body ? String(body['name']) : '';

const user: Caller = { kind: 'delegated', userId: 'u', appId: 'a', scopes: ['Thing.ReadWrite'] };
const reader: Caller = { kind: 'application', appId: 'a', roles: ['thing.read'] };

const get = (url: string, headers = {}): SandboxRequest => ({ method: 'GET', url, headers });
const post = (url: string, body: SandboxRequest['body'] = {}, headers = {}): SandboxRequest => {
  const request = { method: 'POST', url, headers: { 'content-type': 'application/json', ...headers } } as const;
  return body === undefined ? request : { ...request, body };
};

/** What a test knows is there: an error, or the parts of a batch. */
type Body = {
  readonly error: { readonly code: string; readonly message: string };
  readonly responses: readonly { readonly id: string; readonly status: number; readonly body?: JsonObject }[];
};

const json = ({ text }: HttpResponse): Body => JSON.parse(text);

describe('a path', () => {
  test.each([
    ['/v1.0/things/7', { path: '/things/7', version: 'v1.0' }, 404],
    ['/V1.0/THINGS/delta', { route: 'delta', params: {}, path: '/THINGS/delta' }, 200],
    ['/beta/things/7/Parts/a%2Fb', { route: 'part', params: { id: '7', partId: 'a/b' } }, 200],
    [
      "/v1.0/things/7/filterbycurrentuser(on='reviewer')",
      { route: 'filter', params: { id: '7', on: 'reviewer' } },
      200,
    ],
    ["/v1.0/things/7/microsoft.graph.filterByCurrentUser(on = 'x')", { params: { id: '7', on: 'x' } }, 200],
    ["/v1.0/things('7')/filterByCurrentUser(on=%27x%27)", { params: { id: '7', on: 'x' } }, 200],
    ['/v1.0/things/delta/', { route: 'delta' }, 200],
    ['/v1.0/me?x=1', { route: 'me', path: '/me' }, 200],
  ])('%s', (url, expected, status) => {
    const response = service()(get(url), user);
    expect(response.status).toBe(status);
    if (status === 200) expect(json(response)).toMatchObject(expected);
  });

  test.each([
    ['/v2.0/things', 404, "Invalid version: 'v2.0'."],
    ['/', 404, "Invalid version: ''."],
    ['/v1.0/nothing/at/all', 400, "segment 'nothing'"],
    ['/v1.0/things/7/nothing', 400, "segment 'nothing'"],
    ['/v1.0', 400, "segment ''"],
    ['/v1.0/things/7/parts/8', 400, "segment '8' in v1.0"],
    ['/v1.0/things/%zz', 400, 'not percent-encoded'],
  ])('%s: %i', (url, status, message) => {
    const response = service()(get(url), user);
    expect(response.status).toBe(status);
    expect(json(response).error.message).toContain(message);
  });

  test('with a method that it does not have is a 405 that says which it has', () => {
    const response = service()({ ...get('/v1.0/things/7'), method: 'PUT' }, user);
    expect([response.status, response.headers['allow']]).toEqual([405, 'DELETE, GET, PATCH']);
  });

  test('that ends in /$count is the number of the collection', () => {
    const graph = service();
    for (const name of ['a', 'b', 'c']) graph(post('/v1.0/things', { name }), user);
    const response = graph(get("/v1.0/things/$count?$filter=name ne 'a'"), user);
    expect([response.text, response.headers['content-type']]).toEqual(['2', 'text/plain']);
    expect(graph(get('/v1.0/things/t1/$count'), user).status).toBe(400);
    expect(graph(get('/v1.0/nothing/$count'), user).status).toBe(400);
  });

  test('whatever it is, there is a response', () => {
    const graph = service();
    const pieces = fc.constantFrom(
      '/',
      'v1.0',
      'things',
      '%',
      '%2F',
      "('",
      "')",
      '$count',
      '?',
      '&',
      '$filter=',
      '#',
      '{id}',
      '..',
    );
    const urls = fc.oneof(
      fc.string(),
      fc.array(pieces).map((some) => `/v1.0/things/${some.join('')}`),
    );
    fc.assert(
      fc.property(urls, fc.constantFrom('GET', 'POST', 'DELETE'), (url, method) => {
        const { status } = graph({ method, url, headers: {} }, user);
        expect(status).toSatisfy((one: number) => one >= 200 && one < 500);
      }),
    );
  });
});

describe('a caller', () => {
  test('without a token is challenged', () => {
    const response = service()(get('/v1.0/things'), undefined);
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toContain('Bearer realm="", authorization_uri="https://login.');
    expect(json(response).error.code).toBe('InvalidAuthenticationToken');
  });

  test('needs one of the permissions, of the kind that its token has', () => {
    const graph = service();
    expect(graph(get('/v1.0/things'), reader).status).toBe(200);
    const refused = graph(post('/v1.0/things'), reader);
    expect([refused.status, json(refused).error.code]).toEqual([403, 'Authorization_RequestDenied']);
    expect(refused.text).not.toContain('Thing.');
    const writingApplication: Caller = { kind: 'application', appId: 'a', roles: ['Thing.ReadWrite'] };
    expect(graph(post('/v1.0/things'), writingApplication).status).toBe(403);
    const unknown: Caller = { ...user, scopes: ['User.Read'] };
    expect(graph(get('/v1.0/things'), unknown).status).toBe(403);
  });

  test('that is an application has no /me', () => {
    expect(service()(get('/v1.0/me'), reader).status).toBe(400);
  });
});

describe('a response', () => {
  test('has the headers of Graph, and the client’s own request id', () => {
    const { headers } = service()(get('/v1.0/things', { 'client-request-id': 'mine' }), user);
    expect(headers).toEqual({
      'content-type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'odata-version': '4.0',
      'cache-control': 'no-cache',
      vary: 'Accept-Encoding',
      'strict-transport-security': 'max-age=31536000',
      'x-ms-resource-unit': '1',
      'x-ms-ags-diagnostic': expect.stringContaining('"DataCenter"'),
      'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'client-request-id': 'mine',
      'x-sandbox-response': 'modeled',
      date: 'Sun, 22 Nov 2026 08:30:00 GMT',
    });
  });

  test('that is an error says when and to which request', () => {
    const response = service()(get('/v1.0/things/7'), user);
    expect(json(response).error).toEqual({
      code: 'Request_ResourceNotFound',
      message: expect.stringContaining("'7'"),
      innerError: {
        date: '2026-11-22T08:30:00',
        'request-id': response.headers['request-id'],
        'client-request-id': response.headers['request-id'],
      },
    });
  });

  test('without content has no body and no type', () => {
    const { status, text, headers } = service()(post('/v1.0/things/7/stop', undefined), user);
    expect([status, text, headers['content-type']]).toEqual([204, '', undefined]);
  });

  test('is the same for the same requests', () => {
    const run = () => {
      const graph = service();
      return [post('/v1.0/things', { name: 'a' }), get('/v1.0/things')].map((one) => graph(one, user));
    };
    expect(run()).toEqual(run());
  });
});

describe('a body', () => {
  const send = (more: Partial<SandboxRequest>) =>
    service()({ method: 'POST', url: '/v1.0/things', headers: {}, ...more }, user).status;

  test('is JSON, an object, and reports it', () => {
    expect(send({ body: { name: 'a' } })).toBe(201);
    expect(send({ body: { name: 'a' }, headers: { 'content-type': 'application/json; charset=utf-8' } })).toBe(201);
    expect(send({ text: '{"name":' })).toBe(400);
    expect(send({ body: ['a'] })).toBe(400);
    expect(send({ body: { name: 'a' }, headers: { 'content-type': 'text/plain' } })).toBe(415);
    expect(send({ text: '  ' })).toBe(201);
  });
});

describe('a batch', () => {
  const batch = (requests: unknown, graph = service(), headers = {}) =>
    graph(post('/v1.0/$batch', { requests } as SandboxRequest['body'], headers), user);
  const part = (id: string, more: object = {}) => ({ id, method: 'GET', url: '/things', ...more });
  const create = (id: string, name: string, more: object = {}) =>
    part(id, { method: 'POST', body: { name }, headers: { 'Content-Type': 'application/json' }, ...more });

  test('answers each request by its id, in the order in which they were sent', () => {
    const response = batch([
      create('1', 'a'),
      part('2'),
      part('3', { url: 'things/t9' }),
      part('4', { method: 'delete', url: '/things/t1' }),
    ]);
    expect(response.status).toBe(200);
    const { responses } = json(response);
    expect(responses).toMatchObject([
      {
        id: '1',
        status: 201,
        headers: { 'Content-Type': expect.stringMatching(/^application\/json/) },
        body: { id: 't1', name: 'a' },
      },
      { id: '2', status: 200, body: { value: [{ id: 't1' }] } },
      { id: '3', status: 404, body: { error: { innerError: { 'request-id': expect.any(String) } } } },
      { id: '4', status: 204 },
    ]);
    expect(responses[3]).toEqual({
      id: '4',
      status: 204,
      headers: { 'Cache-Control': 'no-cache', 'x-ms-resource-unit': '1' },
    });
  });

  test('runs a request after those that it depends on', () => {
    const { responses } = json(
      batch([part('read', { dependsOn: ['b'] }), create('a', 'x'), create('b', 'y', { dependsOn: ['a'] })]),
    );
    expect(responses.map(({ id }) => id)).toEqual(['a', 'b', 'read']);
    expect(responses[2]).toMatchObject({ body: { value: { length: 2 } } });
  });

  test('fails what depends on a failure, and what depends on that', () => {
    const failing = part('1', { url: '/things/none' });
    const { responses } = json(
      batch([failing, create('2', 'x', { dependsOn: ['1'] }), part('3', { dependsOn: ['2'] }), part('4')]),
    );
    expect(responses.map(({ status }) => status)).toEqual([404, 424, 424, 200]);
    expect(responses[3]?.body?.['value']).toEqual([]);
  });

  test.each([
    ['no list', 'x'],
    ['no request', []],
    ['too many', Array.from({ length: 21 }, (_, index) => part(String(index)))],
    ['an id twice', [part('1'), part('1')]],
    ['no id', [{ method: 'GET', url: '/things' }]],
    ['a method that is none', [part('1', { method: 'LIST' })]],
    ['no url', [part('1', { url: '' })]],
    ['a body without its type', [part('1', { method: 'POST', body: {} })]],
    ['a dependency on nothing', [part('1', { dependsOn: ['2'] })]],
    ['a dependency on itself', [part('1', { dependsOn: ['1'] })]],
    ['a circle', [part('1', { dependsOn: ['2'] }), part('2', { dependsOn: ['1'] })]],
    ['headers that are no texts', [part('1', { headers: { a: 1 } })]],
    ['what is no object', [1]],
  ])('with %s is malformed', (_, requests) => {
    const response = batch(requests);
    expect([response.status, json(response).error.message]).toEqual([
      400,
      expect.stringContaining('Invalid batch payload'),
    ]);
  });

  test('has ids that may be numbers, and that differ in more than case', () => {
    const numbered = batch([
      { ...part('1'), id: 1 },
      { ...part('2', { dependsOn: [1] }), id: 2 },
    ]);
    expect(json(numbered).responses).toMatchObject([{ id: '1' }, { id: '2' }]);
    expect(batch([part('a'), part('A')])).toMatchObject({
      status: 400,
      text: expect.stringContaining("the id 'A' occurs twice"),
    });
  });

  test('takes twenty requests, relative ones, and no other batch', () => {
    expect(json(batch(Array.from({ length: 20 }, (_, index) => part(String(index))))).responses).toHaveLength(20);
    const { responses } = json(
      batch([
        part('1', { url: 'https://graph.microsoft.com/v1.0/things' }),
        part('2', { url: '/$batch', method: 'POST' }),
      ]),
    );
    expect(responses.map(({ status }) => status)).toEqual([400, 400]);
  });

  test('needs a token, and is sent with POST', () => {
    expect(service()(post('/v1.0/$batch', { requests: [part('1')] }), undefined).status).toBe(401);
    expect(service()(get('/v1.0/$batch'), user).status).toBe(405);
  });

  test('has faults of its own for each request', () => {
    const faults = faultBoard(() => 0);
    faults.add({ kind: 'throttled', retryAfterSeconds: 3, method: 'POST', path: '/things' });
    const { responses } = json(batch([create('1', 'x'), create('2', 'y')], service({ faults })));
    expect(responses).toMatchObject([{ status: 429, headers: { 'Retry-After': '3' } }, { status: 201 }]);
  });
});

test('a path outside the versions is answered without a token', () => {
  const outside = ({ url }: SandboxRequest) =>
    url === '/file' ? { status: 200, headers: { 'content-type': 'text/csv' }, text: 'a,b' } : undefined;
  const graph = service({ outside });
  expect(graph(get('/file'), undefined)).toMatchObject({
    status: 200,
    text: 'a,b',
    headers: { 'content-type': 'text/csv' },
  });
  expect(graph(get('/files'), undefined).status).toBe(404);
});
