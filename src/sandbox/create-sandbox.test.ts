import { getResponse, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { describe, expect, test } from 'vitest';
import { mswBackend } from '../backends/msw-backend.ts';
import type { HttpResponse as Received } from '../http/message.ts';
import type { JsonObject } from '../json/json.ts';
import { createSandbox, type Sandbox } from './create-sandbox.ts';
import { definitionsOf, instancesOf } from './packs/access-reviews/review-places.ts';
import type { SandboxRequest } from './service/read-request.ts';

const json = ({ text }: Received): JsonObject => JSON.parse(text);

const newUser = (name: string) => ({
  accountEnabled: true,
  displayName: name,
  mailNickname: name,
  userPrincipalName: `${name}@contoso.com`,
  passwordProfile: { forceChangePasswordNextSignIn: true, password: 'Only-a-sandbox-1' },
});

const get = (url: string, headers = {}): SandboxRequest => ({ method: 'GET', url, headers });
const post = (url: string, body: NonNullable<SandboxRequest['body']>): SandboxRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body,
});

function sendAll(sandbox: Sandbox, ...requests: readonly SandboxRequest[]): readonly Received[] {
  return requests.map((request) => sandbox.handle(request, sandbox.administrator));
}

function one(sandbox: Sandbox, request: SandboxRequest): Received {
  return sandbox.handle(request, sandbox.administrator);
}

describe('a sandbox', () => {
  test('has people, and takes new ones', () => {
    const sandbox = createSandbox();
    const created = one(sandbox, post('/v1.0/users', newUser('ada')));
    expect(created.status, created.text).toBe(201);
    expect(json(one(sandbox, get(`/v1.0/users/${json(created)['id']}`)))).toMatchObject({ displayName: 'ada' });
  });

  test('answers the same to the byte, for the same options', () => {
    const requests = [
      post('/v1.0/users', newUser('ada')),
      get('/v1.0/users'),
      get('/beta/groups'),
      get('/v1.0/nothing'),
    ];
    const [first, second] = [createSandbox(), createSandbox()].map((sandbox) => sendAll(sandbox, ...requests));
    expect(first).toEqual(second);
    const salted = sendAll(createSandbox({ salt: 'other' }), ...requests);
    expect(salted[0]?.text).not.toBe(first?.[0]?.text);
  });

  test('starts over', () => {
    const sandbox = createSandbox({ now: '2026-03-01T00:00:00Z', faults: [{ kind: 'throttled', path: '/groups' }] });
    const before = sendAll(sandbox, get('/v1.0/users'), get('/v1.0/groups'));
    one(sandbox, post('/v1.0/users', newUser('ada')));
    sandbox.clock.advance(1000);
    sandbox.faults.add({ kind: 'unavailable' });
    sandbox.reset();
    expect(sandbox.clock.timestamp()).toBe('2026-03-01T00:00:00Z');
    expect(sendAll(sandbox, get('/v1.0/users'), get('/v1.0/groups'))).toEqual(before);
    expect(before[1]?.status).toBe(429);
  });

  test('lets reviews continue when its clock moves, also if no one asks', () => {
    const sandbox = createSandbox({ now: '2026-03-01T08:00:00Z' });
    const review = {
      displayName: 'Night Shift',
      scope: { query: '/groups/5d82b6c1-9e07-8a43-bc15-e270f4936d8a/transitiveMembers', queryType: 'MicrosoftGraph' },
      settings: { instanceDurationInDays: 3, recurrence: { range: { type: 'noEnd', startDate: '2026-03-02' } } },
    };
    const created = one(sandbox, post('/v1.0/identityGovernance/accessReviews/definitions', review));
    expect(created.status, created.text).toBe(201);
    const { reviews } = sandbox.world;
    const [series = { path: '' }] = definitionsOf(reviews);
    const statuses = () => instancesOf(reviews, series).map(({ status }) => status);
    const before = statuses();
    sandbox.clock.advance(30 * 86_400_000);
    expect(statuses()).not.toEqual(before);
    expect(statuses()).toContain('Completed');
  });

  test('takes faults from its seed', () => {
    const { world } = createSandbox();
    const seed = { version: 1 as const, tenant: { ...world.tenant, domains: ['a.example'], licenses: [] } };
    const sandbox = createSandbox({ seed: { ...seed, faults: ['503;path=/users;times=2', '429;path=/users'] } });
    expect(sendAll(sandbox, ...Array(4).fill(get('/v1.0/users'))).map(({ status }) => status)).toEqual([
      503, 503, 429, 200,
    ]);
    expect(() => createSandbox({ seed: { ...seed, faults: ['418'] } })).toThrow("there is no fault '418'");
  });

  test('measures faults by another clock, if it gets one', () => {
    let time = 0;
    const sandbox = createSandbox({ faultTime: () => time, faults: [{ kind: 'throttled', retryAfterSeconds: 2 }] });
    one(sandbox, get('/v1.0/users'));
    sandbox.clock.advance(5000);
    time = 500;
    one(sandbox, get('/v1.0/users'));
    expect(sandbox.faults.early).toEqual([{ method: 'GET', url: '/v1.0/users', earlyByMs: 1500 }]);
  });

  test('refuses a time that is none', () => {
    expect(() => createSandbox({ now: 'yesterday' })).toThrow('yesterday is no time');
  });

  test('signs people in with the permissions they are given', () => {
    const sandbox = createSandbox();
    const unknown = sandbox.signIn('admin@contoso.com', []);
    expect(sandbox.handle(get('/v1.0/users'), unknown).status).toBe(403);
    expect(sandbox.handle(get('/v1.0/me'), sandbox.signIn('admin@contoso.com')).status).toBe(200);
    expect(sandbox.handle(get('/v1.0/me'), sandbox.signInApplication('app')).status).toBe(400);
    expect(() => sandbox.signIn('unknown@contoso.com')).toThrow('no user unknown@contoso.com');
  });

  test('puts its own origin into its links', () => {
    const sandbox = createSandbox({ origin: 'https://localhost:4443' });
    const page = json(one(sandbox, get('/v1.0/users?$top=1')));
    expect(page['@odata.context']).toMatch(/^https:\/\/localhost:4443\/v1\.0\/\$metadata#users/);
    expect(page['@odata.nextLink']).toMatch(/^https:\/\/localhost:4443\/v1\.0\/users\?\$top=1&\$skiptoken=/);
  });
});

describe('as MSW handlers', () => {
  const send = async (sandbox: Sandbox, path: string, init?: RequestInit) => {
    const response = await getResponse(sandbox.handlers(), new Request(`https://graph.microsoft.com${path}`, init));
    return { status: response?.status, body: response === undefined ? undefined : await response.text() };
  };
  const authorization = 'Bearer anything';

  test('answers anyone who has a token, as the administrator', async () => {
    const sandbox = createSandbox();
    expect((await send(sandbox, '/v1.0/users')).status).toBe(401);
    expect((await send(sandbox, '/v1.0/users', { headers: { authorization } })).status).toBe(200);
    sandbox.callers.set('weak', sandbox.signIn('admin@contoso.com', []));
    expect((await send(sandbox, '/v1.0/users', { headers: { authorization: 'Bearer weak' } })).status).toBe(403);
  });

  test('is beside handlers of one’s own, with a seed and a clock of its own', async () => {
    const kay = { displayName: 'Kay', userPrincipalName: 'kay@contoso.com' };
    const sandbox = createSandbox({ now: '2026-03-01T08:00:00Z', seed: { version: 1, users: [kay] } });
    const own = http.get('https://example.com/price', () => HttpResponse.json({ price: 7 }));
    const server = setupServer(own, ...sandbox.handlers());
    server.listen();
    try {
      const read = async (url: string) => (await fetch(url, { headers: { authorization } })).json();
      expect(await read('https://example.com/price')).toEqual({ price: 7 });
      expect(await read('https://graph.microsoft.com/v1.0/users/kay@contoso.com')).toMatchObject(kay);
      const typed = await read('https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/catalogs');
      expect(typed).toMatchObject({ value: [expect.anything()] });
      sandbox.clock.advance(86_400_000);
      expect(sandbox.clock.timestamp()).toBe('2026-03-02T08:00:00Z');
    } finally {
      server.close();
    }
  });

  test('does the work of a request once', async () => {
    const sandbox = createSandbox();
    const before = sandbox.world.directory.users().length;
    const headers = { authorization, 'content-type': 'application/json' };
    const created = await send(sandbox, '/v1.0/users', {
      method: 'POST',
      headers,
      body: JSON.stringify(newUser('ada')),
    });
    expect(created.status, created.body).toBe(201);
    expect(sandbox.world.directory.users().length).toBe(before + 1);
  });

  test('reports what is wrong with a body that is not JSON', async () => {
    const headers = { authorization, 'content-type': 'application/json' };
    expect((await send(createSandbox(), '/v1.0/users', { method: 'POST', headers, body: '{"a":' })).status).toBe(400);
  });

  test('leaves other origins alone', async () => {
    const response = await getResponse(createSandbox().handlers(), new Request('https://example.com/v1.0/users'));
    expect(response).toBeUndefined();
  });

  test('knows actors by the names that a scenario gives them', async () => {
    const sandbox = createSandbox();
    sandbox.callers.set('reviewer ü', sandbox.signIn('admin@contoso.com', []));
    const backend = mswBackend(sandbox.handlers());
    const status = async (actor: string) => {
      const reply = await backend.send(get('/v1.0/users'), { step: 'one', actor });
      return reply.kind === 'answered' ? reply.response.status : reply.kind;
    };
    expect([await status('reviewer ü'), await status('anyone')]).toEqual([403, 200]);
  });
});
