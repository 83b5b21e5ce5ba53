import { createServer } from 'node:https';
import { expect, test } from 'vitest';
import {
  aboutStep,
  certificates,
  get,
  json,
  outcome,
  promising,
  send,
  trial,
  withServer,
} from '../../../test/support/backends/sample-live-server.ts';
import type { SendContext } from '../../run/ports.ts';
import { makeCertificates } from '../../sandbox/server/make-certificates.ts';
import type { LiveTokenSource } from './live-token-source.ts';
import { readChallenge } from './transport/challenge.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const challenge = `Bearer realm="", authorization_uri="https://login.example/oauth2", client_id="a", error="insufficient_claims", claims="${base64(claims)}"`;

test('F19: a name that does not resolve is tried three times', async () => {
  const { backend, clock } = await trial('https://nowhere.invalid');
  const reply = outcome(await backend.send(get('/v1.0/users'), aboutStep));
  expect(reply).toMatch(/^network: cannot resolve `nowhere.invalid` \((?:ENOTFOUND|EAI_AGAIN)\), 3 times$/);
  expect(clock.slept.length).toBe(2);
  await backend.close();
});

test('F20: an unknown issuer is named, and not sent again', async () => {
  await withServer(
    (_, response) => json(response, 200),
    async ({ origin, got }) => {
      const { backend, clock, events } = await trial(origin, { wire: {} });
      const reply = await backend.send(get('/v1.0/users'), aboutStep);
      expect(reply).toMatchObject({ fix: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
      expect(outcome(reply)).toBe(
        'network: the certificate of `localhost` is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE): ' +
          'the certificate is for `localhost`, issued by `tutorial-replay sandbox authority`',
      );
      expect([got.length, clock.slept.length, events.length]).toEqual([0, 0, 1]);
      await backend.close();
    },
  );
});

test('what a response states about itself counts only where the service may be a sandbox', async () => {
  await withServer(
    (_, response) => json(response, 200, {}, { 'x-sandbox-response': 'typed' }),
    async ({ origin }) => {
      for (const [labels, source] of [
        [{}, undefined],
        [{ labels: true }, 'typed'],
      ] as const) {
        const { backend } = await trial(origin, { origin: { origin, ...labels } });
        const reply = await backend.send(get('/v1.0/users'), aboutStep);
        expect(reply.kind === 'answered' && reply.source).toBe(source);
        await backend.close();
      }
    },
  );
});

test('F20: a certificate for another name is named, also where checking is switched off in the environment', async () => {
  const { server: own, ca } = await certificates();
  const server = createServer({ cert: own.certificate, key: own.key }, (_, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { backend } = await trial(`https://127.0.0.2:${port}`, { wire: { authorities: [ca] } });
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toMatch(
      /^network: the certificate of `127.0.0.2` is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\): .*`localhost`/,
    );
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  }
  await backend.close();
  await new Promise((resolve) => server.close(resolve));
});

test.each([
  ['signed by itself', async () => (await certificates()).client, /DEPTH_ZERO_SELF_SIGNED_CERT.*issued by/],
  ['expired', async () => (await makeCertificates(0)).server, /(?:CERT_HAS_EXPIRED|UNABLE_TO_VERIFY).*issued by/],
])('F20: a certificate that is %s is not sent again', async (_, make, said) => {
  const own = await make();
  const server = createServer({ cert: own.certificate, key: own.key }, (__, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { backend, clock } = await trial(`https://localhost:${port}`);
  expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toMatch(said);
  expect(clock.slept).toEqual([]);
  await backend.close();
  await new Promise((resolve) => server.close(resolve));
});

test('F20: old TLS is refused', async () => {
  const { server: own, ca } = await certificates();
  const server = createServer({
    cert: own.certificate,
    key: own.key,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL:@SECLEVEL=0',
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { backend, clock } = await trial(`https://127.0.0.1:${port}`, { wire: { authorities: [ca] } });
  expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toMatch(/^network: .*(?:SSL|TLS)/);
  expect(clock.slept).toEqual([]);
  await backend.close();
  await new Promise((resolve) => server.close(resolve));
});

test('F21: a token is renewed five minutes before it ends, once', async () => {
  await withServer(
    (_, response) => json(response, 200, {}),
    async ({ origin, got }) => {
      let issued = 1;
      let nowMs = 0;
      const tokens: LiveTokenSource = {
        get: async () => ({ ok: true, token: `t${issued}`, expiresAtMs: issued * 3_600_000 }),
        refresh: () => void issued++,
      };
      const sleep = async () => {};
      const { backend } = await trial(origin, { tokens, clock: { now: () => nowMs, sleep } });
      for (const at of [0, 3_299_000, 3_300_001, 3_400_000]) {
        nowMs = at;
        await backend.send(get('/v1.0/users'), aboutStep);
      }
      expect(got.map(({ headers }) => headers.authorization)).toEqual([
        'Bearer t1',
        'Bearer t1',
        'Bearer t2',
        'Bearer t2',
      ]);
      await backend.close();
    },
  );
});

test('F21: a token that lives less than five minutes is renewed once, not for every request', async () => {
  let refreshed = 0;
  const tokens: LiveTokenSource = {
    get: async () => ({ ok: true, token: 'short', expiresAtMs: 60_000 }),
    refresh: () => void refreshed++,
  };
  await withServer(
    (_, response) => json(response, 200, {}),
    async ({ origin, got }) => {
      const { backend } = await trial(origin, { tokens, clock: { now: () => 0, sleep: async () => {} } });
      for (let nth = 0; nth < 3; nth++) await backend.send(get('/v1.0/users'), aboutStep);
      expect([refreshed, got.length]).toEqual([1, 3]);
      await backend.close();
    },
  );
});

test('F21: 401 gets a new token, once', async () => {
  await withServer(
    ({ headers }, response) => json(response, headers.authorization === 'Bearer token-2' ? 201 : 401, {}),
    async ({ origin, got, got: { length } }) => {
      const { backend } = await trial(origin);
      expect(outcome(await backend.send(send('POST', '/v1.0/groups', {}), promising(201)))).toBe('201');
      expect(got.length - length).toBe(2);
      await backend.close();
    },
  );
});

test('F22: a claims challenge is answered once, with the claims decoded and shown to no one', async () => {
  await withServer(
    (_, response, nth) => json(response, nth === 1 ? 401 : 200, {}, nth === 1 ? { 'www-authenticate': challenge } : {}),
    async ({ origin }) => {
      const { backend, tokens, events } = await trial(origin);
      expect(outcome(await backend.send(get('/v1.0/users'), promising(200)))).toBe('200');
      expect(tokens.wishes).toEqual([{}, { claims }]);
      expect(JSON.stringify(events)).not.toContain('1604106651');
      await backend.close();
    },
  );
});

test.each([
  ['F22: a challenge', { 'www-authenticate': challenge }, /requires a further step|interactively/],
  [
    'F23: a plain 401, as a workload identity gets it,',
    { 'www-authenticate': 'Bearer error="invalid_token"' },
    /credential/,
  ],
])('%s that comes again ends it', async (_, headers, fix) => {
  await withServer(
    (__, response) => json(response, 401, {}, headers),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      const reply = await backend.send(get('/v1.0/users'), promising(200));
      expect(reply).toMatchObject({ kind: 'blocked', reason: 'auth', fix: expect.stringMatching(fix) });
      expect(JSON.stringify(reply)).not.toContain(base64(claims).slice(0, 20));
      expect(got.length).toBe(2);
      await backend.close();
    },
  );
});

test('F24: a token that the token source refuses is not sent', async () => {
  await withServer(
    (_, response) => json(response, 200),
    async ({ origin, got }) => {
      const tokens: LiveTokenSource = {
        get: async () => ({
          ok: false,
          reason: 'auth',
          message: 'the token is for another tenant',
          fix: 'sign in there',
        }),
        refresh: () => {},
      };
      const { backend } = await trial(origin, { tokens });
      expect(await backend.send(get('/v1.0/users'), aboutStep)).toEqual({
        kind: 'blocked',
        reason: 'auth',
        message: 'the token is for another tenant',
        fix: 'sign in there',
        unsent: true,
      });
      expect(got).toEqual([]);
      await backend.close();
    },
  );
});

const actors = [{ name: 'admin', context: 'delegated', permissions: ['AccessReview.ReadWrite.All'] }] as const;
const error = (code: string, inner?: string, message = 'No.') => ({
  error: { code, message, ...(inner !== undefined && { innerError: { innererror: { code: inner } } }) },
});

test.each([
  ['F25: without consent', 403, error('Authorization_RequestDenied'), ['User.Read'], 'missing-permission'],
  ['F25: with a token no one can read', 403, error('Authorization_RequestDenied'), undefined, 'missing-permission'],
  ['F25: without a role', 403, error('Authorization_RequestDenied'), ['AccessReview.ReadWrite.All'], 'missing-role'],
  ['F26: without a license', 403, error('Forbidden', 'AadPremiumLicenseRequired'), ['User.Read'], 'missing-license'],
  [
    'F26: reported in words',
    403,
    error('Forbidden', undefined, 'The tenant needs a Premium license.'),
    [],
    'missing-license',
  ],
  ['F26: 402', 402, error('PaymentRequired'), [], 'missing-license'],
  ['F26: by Conditional Access', 403, error('Forbidden', 'insufficient_claims'), [], 'auth'],
])('%s a step is blocked, not failed', async (_, status, body, scopes, reason) => {
  await withServer(
    (__, response) => json(response, status, body),
    async ({ origin, got }) => {
      const payload = base64(JSON.stringify({ scp: (scopes ?? []).join(' ') }));
      const token = scopes === undefined ? 'opaque' : `a.${payload}.b`;
      const tokens: LiveTokenSource = {
        get: async () => ({ ok: true, token, expiresAtMs: Number.POSITIVE_INFINITY }),
        refresh: () => {},
      };
      const { backend } = await trial(origin, { tokens, actors });
      const reply = await backend.send(get('/beta/identityGovernance/accessReviews/definitions'), promising(200));
      expect(reply).toMatchObject({ kind: 'blocked', reason, fix: expect.any(String) });
      if (reason === 'missing-permission') expect(outcome(reply)).toContain('`AccessReview.ReadWrite.All`');
      expect(got.length).toBe(1);
      await backend.close();
    },
  );
});

test('F25: who needs nothing that is known lacks a permission, not a role', async () => {
  await withServer(
    (_, response) => json(response, 403, error('Authorization_RequestDenied')),
    async ({ origin }) => {
      const token = `a.${base64(JSON.stringify({ scp: 'User.Read' }))}.b`;
      const tokens: LiveTokenSource = {
        get: async () => ({ ok: true, token, expiresAtMs: Number.POSITIVE_INFINITY }),
        refresh: () => {},
      };
      const { backend } = await trial(origin, { tokens, actors: [{ ...actors[0], permissions: [] }] });
      expect(await backend.send(get('/v1.0/users'), promising(200))).toMatchObject({ reason: 'missing-permission' });
      await backend.close();
    },
  );
});

test.each([401, 403, 404, 500, 503])('an expected %d is a response at once', async (status) => {
  await withServer(
    (_, response) => json(response, status, error('x')),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      const about: SendContext = promising(status);
      expect(outcome(await backend.send(send('POST', '/v1.0/groups', {}), about))).toBe(`${status}`);
      expect(got.length).toBe(1);
      await backend.close();
    },
  );
});

test('every attempt has an id of its own, which the response keeps', async () => {
  await withServer(
    (_, response, nth) => json(response, nth === 1 ? 500 : 200, {}, { 'request-id': `r${nth}` }),
    async ({ origin, got }) => {
      const { backend, events } = await trial(origin);
      const reply = await backend.send(get('/v1.0/users'), promising(200));
      const ids = got.map(({ headers }) => headers['client-request-id']);
      expect(new Set(ids).size).toBe(2);
      expect(reply).toMatchObject({
        response: { headers: { 'client-request-id': ids[1], 'request-id': 'r2', date: expect.any(String) } },
      });
      expect(events.filter(({ kind }) => kind === 'attempted')).toMatchObject([
        { clientRequestId: ids[0], requestId: 'r1', received: 500, date: expect.any(String) },
        { clientRequestId: ids[1], requestId: 'r2', received: 200 },
      ]);
      expect(JSON.stringify(events)).not.toContain('token-');
      await backend.close();
    },
  );
});

test.each([
  [challenge, { error: 'insufficient_claims', claims }],
  [`Basic realm="x", Bearer error="invalid_token"`, { error: 'invalid_token' }],
  [`Bearer claims="not base64 JSON"`, {}],
  [`Bearer claims="${base64('[1]')}"`, {}],
  [`Bearer realm="say \\"claims=\\" here", error=invalid_token`, { error: 'invalid_token' }],
  ['Negotiate', {}],
  [undefined, {}],
])('the challenge %j is read', (header, read) => {
  expect(readChallenge(header)).toEqual(read);
});

test('a stopped run sends nothing more, and what is on its way ends', async () => {
  const controller = new AbortController();
  await withServer(
    () => controller.abort(),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      const about = { ...aboutStep, signal: controller.signal };
      const going = backend.send(get('/v1.0/users'), about);
      expect(outcome(await going)).toMatch(/^refused: the run was stopped/);
      expect(outcome(await backend.send(get('/v1.0/users'), about))).toMatch(/^refused: the run was stopped/);
      expect(got.length).toBe(1);
      await backend.close();
    },
  );
});

test.each([
  ['answers', 201],
  ['does not answer', undefined],
])('a write that has left when the run is stopped gets its response, if the service %s', async (_, status) => {
  const controller = new AbortController();
  await withServer(
    (_request, response) => {
      controller.abort();
      if (status !== undefined) setTimeout(() => response.writeHead(status, { 'content-length': '0' }).end(), 50);
    },
    async ({ origin, got }) => {
      const { backend } = await trial(origin, { budget: { attemptMs: 300 } });
      const about = { ...aboutStep, signal: controller.signal };
      const ended = outcome(await backend.send(send('POST', '/v1.0/groups', {}), about));
      if (status === undefined) expect(ended).toMatch(/^refused: the run was stopped before the response arrived/);
      else expect(ended).toBe(String(status));
      expect(outcome(await backend.send(get('/v1.0/users'), about))).toMatch(/^refused: the run was stopped/);
      expect(got.length).toBe(1);
      await backend.close();
    },
  );
});
