import { gunzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';
import { defined } from '../../defined.ts';
import type { AppRegistration } from './entra/app-registration.ts';
import { startSandboxServer } from './sandbox-server.ts';

let sample: SampleServer;
let token: string;
beforeAll(async () => {
  sample = await sampleServer({ fixedMs: Date.parse('2026-03-01T08:00:00Z') });
  token = await sample.token();
});
beforeEach(async () => {
  await sample.send('POST', '/sandbox/reset');
});
afterAll(() => sample.close());

const group = { displayName: 'Blue', mailNickname: 'blue', mailEnabled: false, securityEnabled: true };

describe('Graph over HTTPS', () => {
  test('is trusted by the certificate that it made, and by no other', async () => {
    expect((await sample.send('GET', '/v1.0/me', { token })).json.userPrincipalName).toBe('admin@contoso.com');
    await expect(request(`${sample.server.origin}/v1.0/me`)).rejects.toMatchObject({ code: /SELF_SIGNED|UNABLE_TO/ });
  });

  test('takes bodies, and keeps what they create', async () => {
    const created = await sample.send('POST', '/v1.0/groups', { token, body: group });
    expect(created.status).toBe(201);
    const read = await sample.send('GET', `/v1.0/groups/${created.json.id}?$select=displayName`, { token });
    expect(read.json.displayName).toBe('Blue');
    const headers = { 'content-type': 'application/json' };
    const broken = await sample.send('POST', '/v1.0/groups', { token, headers, body: '{"displayName": ' });
    expect([broken.status, broken.json.error.code]).toEqual([400, 'BadRequest']);
    expect((await sample.send('DELETE', `/v1.0/groups/${created.json.id}`, { token })).status).toBe(204);
  });

  test('gives links that lead to itself', async () => {
    const page = await sample.send('GET', '/v1.0/users?$top=2', { token });
    const link = new URL(page.json['@odata.nextLink']);
    expect(link.origin).toBe(sample.server.origin);
    const next = await sample.send('GET', link.pathname + link.search, { token });
    expect(next.json.value).toHaveLength(2);
  });

  test.each([
    ['no token', undefined, /empty/],
    ['something else', 'eyJhbGciOiJub25lIn0.e30.', /no token/],
    ['a token that another user signed', 'changed', /signature|no token/i],
  ])('answers 401 to %s', async (_, given, message) => {
    const changed = given === 'changed' ? `${token.slice(0, -20)}${'A'.repeat(20)}` : given;
    const response = await sample.send('GET', '/v1.0/me', defined({ token: changed }));
    expect([response.status, response.json.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(response.json.error.message).toMatch(message);
    expect(response.headers['www-authenticate']).toContain(`authorization_uri="${sample.server.origin}/`);
    expect(response.json.error.innerError['request-id']).toBe(response.headers['request-id']);
  });

  test('keeps no browser from other ports of localhost', async () => {
    const pin = async (host: string) => {
      const headers = { host: `${host}:${new URL(sample.server.origin).port}` };
      return (await sample.send('GET', '/v1.0/me', { token, headers })).headers['strict-transport-security'];
    };
    expect([await pin('127.0.0.1'), await pin('localhost')]).toEqual(['max-age=31536000', undefined]);
  });

  test('is not there under another name', async () => {
    // A page that made its own name lead to this machine: the certificate alone would stop it.
    const dispatcher = new Agent({ connect: { ca: sample.ca, checkServerIdentity: () => undefined } });
    const headers = { host: 'rebound.example' };
    const response = await request(`${sample.server.origin}/sandbox`, { dispatcher, headers });
    expect(response.statusCode).toBe(421);
    await dispatcher.close();
  });

  test('takes no more than four mebibytes', async () => {
    const body = { a: 'x'.repeat(4 * 1024 * 1024) };
    expect((await sample.send('POST', '/v1.0/groups', { token, body })).status).toBe(413);
  });
});

describe('a fault', () => {
  const meet = (fault: string, path = '/v1.0/groups') =>
    sample.send('GET', path, { token, headers: { 'x-sandbox-fault': fault } });

  test('truncated: the connection closes in the middle of the body', async () => {
    await expect(meet('truncated')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  test('dropped: the work is done, and no response comes', async () => {
    const headers = { 'x-sandbox-fault': 'dropped' };
    await expect(sample.send('POST', '/v1.0/groups', { token, headers, body: group })).rejects.toThrow();
    const found = await sample.send('GET', "/v1.0/groups?$filter=mailNickname eq 'blue'".replaceAll(' ', '%20'), {
      token,
    });
    expect(found.json.value).toHaveLength(1);
  });

  test('reset: no response comes, and nothing is done', async () => {
    const headers = { 'x-sandbox-fault': 'reset' };
    await expect(sample.send('POST', '/v1.0/groups', { token, headers, body: group })).rejects.toThrow();
    const found = await sample.send('GET', "/v1.0/groups?$filter=mailNickname eq 'blue'".replaceAll(' ', '%20'), {
      token,
    });
    expect(found.json.value).toEqual([]);
  });

  test('drip: the body comes slowly, and whole', async () => {
    const started = performance.now();
    const response = await meet('drip;rate=4000', '/v1.0/organization');
    const expectedMs = (response.text.length / 4000) * 1000;
    expect(performance.now() - started).toBeGreaterThan(expectedMs * 0.7);
    expect(response.json.value[0].displayName).toBe('Contoso');
  });

  test('gzip-bomb: a small body unpacks to a large one', async () => {
    const headers = { 'x-sandbox-fault': 'gzip-bomb;bytes=8388608', authorization: `Bearer ${token}` };
    const url = `${sample.server.origin}/v1.0/organization`;
    const { body, headers: sent } = await request(url, { dispatcher: sample.agent, headers });
    const bytes = Buffer.from(await body.arrayBuffer());
    expect(sent['content-encoding']).toBe('gzip');
    expect(bytes.length).toBeLessThan(100_000);
    expect(gunzipSync(bytes).length).toBeGreaterThan(8_388_608);
  });

  test('captive-portal and redirect: a response that is not from Graph', async () => {
    const portal = await meet('captive-portal');
    expect([portal.status, portal.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const redirect = await meet('redirect;status=302;location=https://other.example/');
    expect([redirect.status, redirect.headers.location]).toEqual([302, 'https://other.example/']);
  });

  test('added by the control API meets requests of others, and the early ones are reported', async () => {
    const body = { fault: '429;retry-after=60;method=POST;path=/groups' };
    expect((await sample.send('POST', '/sandbox/faults', { body })).json).toEqual({ added: 1 });
    expect((await sample.send('GET', '/sandbox/faults')).json.faults).toEqual([
      { kind: 'throttled', retryAfterSeconds: 60, method: 'POST', path: '/groups', hitsLeft: 1 },
    ]);
    const throttled = await sample.send('POST', '/v1.0/groups', { token, body: group });
    expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, '60']);
    expect((await sample.send('POST', '/v1.0/groups', { token, body: group })).status).toBe(201);
    const { early } = (await sample.send('GET', '/sandbox/faults')).json;
    expect(early).toMatchObject([{ method: 'POST', url: '/v1.0/groups' }]);
    await sample.send('DELETE', '/sandbox/faults');
    expect((await sample.send('GET', '/sandbox/faults')).json).toEqual({ faults: [], early: [] });
  });
});

describe('the control API', () => {
  test('shows what is there, and moves the clock forward', async () => {
    expect((await sample.send('GET', '/sandbox')).json).toMatchObject({
      tenant: { displayName: 'Contoso' },
      now: '2026-03-01T08:00:00Z',
    });
    const advanced = await sample.send('POST', '/sandbox/clock', { body: { advance: 'P1DT30M' } });
    expect(advanced.json).toEqual({ now: '2026-03-02T08:30:00Z' });
    const moved = await sample.send('POST', '/sandbox/clock', { body: { to: '2026-03-03T00:00:00Z' } });
    expect(moved.json).toEqual({ now: '2026-03-03T00:00:00Z' });
    const back = await sample.send('POST', '/sandbox/clock', { body: { to: '2026-03-01T00:00:00Z' } });
    expect([back.status, back.json.error]).toEqual([400, expect.stringContaining('forward only')]);
    expect((await sample.send('POST', '/sandbox/clock', { body: { advance: 'P1M' } })).status).toBe(400);
  });

  test('starts over: the state, the clock, the faults and the applications', async () => {
    const [app] = sample.server.apps();
    const added = { ...app, appId: 'an-added-one' } as AppRegistration;
    sample.server.register(added);
    await sample.send('POST', '/v1.0/groups', { token, body: group });
    await sample.send('POST', '/sandbox/faults', { body: { fault: '503;times=9' } });
    await sample.send('POST', '/sandbox/clock', { body: { advance: 'P1D' } });
    await sample.send('PATCH', `/sandbox/apps/${app?.appId}`, { body: { delegated: [] } });
    expect((await sample.send('POST', '/sandbox/reset')).json).toEqual({ now: '2026-03-01T08:00:00Z' });
    const found = await sample.send('GET', "/v1.0/groups?$filter=mailNickname eq 'blue'".replaceAll(' ', '%20'), {
      token,
    });
    expect([found.status, found.json.value]).toEqual([200, []]);
    expect(sample.server.apps()[0]).toEqual(app);
    expect(sample.server.apps().at(-1)).toEqual(added);
  });

  test('shows by digests whether anything was left over', async () => {
    const digests = async () => (await sample.send('GET', '/sandbox/state')).json;
    const before = await digests();
    const { json: created } = await sample.send('POST', '/v1.0/groups', { token, body: group });
    const during = await digests();
    await sample.send('DELETE', `/v1.0/groups/${created.id}`, { token });
    const after = await digests();
    expect(during.directory).not.toBe(before.directory);
    // It is gone, but can be restored for 30 days.
    expect(after).toEqual({ ...before, deletedItems: expect.not.stringContaining(before.deletedItems) });
    const body = {
      displayName: 'Blue',
      scope: { query: '/groups/a1f63e90-28c5-8d7b-94a2-0b8e57d1c36f/transitiveMembers', queryType: 'MicrosoftGraph' },
      settings: {
        instanceDurationInDays: 3,
        recurrence: { pattern: null, range: { type: 'noEnd', startDate: '2026-03-01' } },
      },
    };
    const review = await sample.send('POST', '/v1.0/identityGovernance/accessReviews/definitions', { token, body });
    expect(review.status, review.text).toBe(201);
    expect((await digests()).reviews).not.toBe(before.reviews);
  });

  test.each([
    ['GET', '/sandbox/nothing', undefined, 404],
    ['DELETE', '/sandbox/clock', undefined, 405],
    ['POST', '/sandbox/clock', '[', 400],
    ['POST', '/sandbox/faults', '{"fault":"418"}', 400],
    ['PATCH', '/sandbox/apps/unknown', '{}', 400],
    ['PATCH', '/sandbox/apps/17c6a0f4-925e-8d3b-b8d2-f30e6a94c57b', '{"appId":["x"]}', 400],
    ['POST', '/sandbox/device-codes/ABC', '{"decision": "approve"}', 400],
    ['PUT', '/sandbox/device-codes', '{"decision": "maybe"}', 400],
    ['POST', '/sandbox/%', undefined, 404],
  ] as const)('%s %s %s: %i', async (method, path, body, status) => {
    const response = await sample.send(method, path, defined({ body }));
    expect([response.status, typeof response.json.error]).toEqual([status, 'string']);
  });

  test('is not for pages of the web', async () => {
    const headers = { origin: 'https://other.example' };
    expect((await sample.send('POST', '/sandbox/reset', { headers })).status).toBe(403);
  });
});

test('a clock that follows the real time is where the real time is', async () => {
  let nowMs = Date.parse('2026-05-01T00:00:00Z');
  const following = await sampleServer({ now: () => nowMs });
  nowMs += 90_000;
  const { now } = (await following.send('GET', '/sandbox/clock')).json;
  expect(now).toBe('2026-05-01T00:01:30Z');
  // A test may move on ahead; the real clock may jump back.
  await following.send('POST', '/sandbox/clock', { body: { advance: 'PT1H' } });
  nowMs -= 60_000;
  expect((await following.send('GET', '/sandbox/clock')).json.now).toBe('2026-05-01T01:01:30Z');
  await following.close();
});

test('a port that is taken is said to be', async () => {
  const port = Number(new URL(sample.server.origin).port);
  const second = startSandboxServer({ port, folder: sample.folder, now: Date.now });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
