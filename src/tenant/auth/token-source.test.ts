import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';
import { openWire, type Wire } from '../../backends/live/transport/wire.ts';
import { signInWire } from '../../harness/sign-in-wire.ts';
import { actorSettings } from './actor-settings.ts';
import { type Cloud, readCloud } from './cloud.ts';
import { createCredential } from './credentials.ts';
import { expectUsers } from './expect-users.ts';
import type { SendSignIn, SignInRequest } from './sign-in-request.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

const graph = 'https://graph.microsoft.com';
let sample: SampleServer;
let wire: Wire;
let folder: string;

beforeAll(async () => {
  sample = await sampleServer();
  wire = openWire({ authorities: [sample.ca] });
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
});
afterAll(async () => {
  await wire.close();
  await sample.close();
  await rm(folder, { recursive: true });
});

type Setting = {
  readonly environment: { readonly [name: string]: string };
  readonly tenant?: string;
  readonly cloud?: Partial<Cloud>;
  readonly send?: SendSignIn;
  readonly now?: () => number;
  readonly prompt?: (message: string) => void;
};

type Signing = { readonly source: TokenSource; readonly secrets: string[]; readonly sent: SignInRequest[] };

const app = () => {
  const found = sample.server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  if (found === undefined) throw new Error('the sandbox has no such application');
  return found;
};
const tenantId = () => sample.server.sandbox().world.tenant.id;
const idle = async () => {};

function signing({ environment, tenant = tenantId(), now = Date.now, prompt = () => {}, ...rest }: Setting): Signing {
  const settings = actorSettings(['admin'], { environment, tenant });
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  const custom = readCloud({
    REPLAY_CLOUD: 'custom',
    REPLAY_GRAPH_ORIGIN: sample.server.origin,
    REPLAY_AUTHORITY: sample.server.origin,
  });
  if (!custom.ok) throw new Error('no cloud');
  const cloud = { ...custom.value, ...rest.cloud };
  const secrets: string[] = [];
  const sent: SignInRequest[] = [];
  const send = rest.send ?? signInWire({ wire, direct: wire, sleep: idle });
  const registerSecret = (secret: string) => void secrets.push(secret);
  const source = createTokenSource({
    actors: settings.value,
    cloud,
    tenant,
    now,
    registerSecret,
    openCredential: async (one) =>
      createCredential(one, {
        cloud,
        tenant,
        registerSecret,
        prompt,
        send: (request) => {
          sent.push(request);
          return send(request);
        },
      }),
  });
  return { source, secrets, sent };
}

const bySecret = () => ({ REPLAY_ADMIN_CLIENT_ID: app().appId, REPLAY_ADMIN_CLIENT_SECRET: app().secrets[0] ?? '' });
const tokenRequests = ({ sent }: Signing) => sent.filter(({ url }) => new URL(url).pathname.endsWith('/token')).length;

async function graphAccepts(token: string): Promise<number> {
  return (await sample.send('GET', '/v1.0/users?$top=1', { token })).status;
}

test('a client secret signs an application in, and Graph takes its token', async () => {
  const { source } = signing({ environment: bySecret() });
  const result = await source.get('admin');
  expect(result).toMatchObject({ ok: true, claims: { context: 'application', tenant: tenantId() } });
  if (result.ok) expect(await graphAccepts(result.token)).toBe(200);
});

test('a certificate signs an application in', async () => {
  const environment = { REPLAY_CLIENT_ID: app().appId, REPLAY_CLIENT_CERTIFICATE_PATH: sample.folder.paths.client };
  expect(await signing({ environment }).source.get('admin')).toMatchObject({ ok: true });
});

test('the token file of a workload identity signs an application in', async () => {
  const environment = { AZURE_CLIENT_ID: app().appId, AZURE_FEDERATED_TOKEN_FILE: sample.folder.paths.federatedToken };
  const run = signing({ environment });
  expect(await run.source.get('admin')).toMatchObject({ ok: true });
  expect(run.secrets).toContain(sample.folder.federatedToken.trim());
});

/** Answers for a pipeline; everything else goes to the sandbox. */
function pipeline(body: object): SendSignIn {
  const send = signInWire({ wire, direct: wire, sleep: idle });
  return async (request) =>
    request.url.startsWith('https://pipeline.example/')
      ? { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) }
      : send(request);
}

test('a workload signs in with a token of GitHub Actions', async () => {
  const environment = {
    REPLAY_CLIENT_ID: app().appId,
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipeline.example/token?id=1',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token-of-the-job',
  };
  const run = signing({ environment, send: pipeline({ value: sample.folder.federatedToken.trim() }) });
  expect(await run.source.get('admin')).toMatchObject({ ok: true });
  const exchanged = run.sent.find(({ url }) => url.includes('pipeline.example'));
  expect(exchanged).toMatchObject({
    method: 'GET',
    url: 'https://pipeline.example/token?id=1&audience=api%3A%2F%2FAzureADTokenExchange',
    headers: { authorization: 'Bearer request-token-of-the-job' },
  });
  expect(run.secrets).toEqual(
    expect.arrayContaining(['request-token-of-the-job', sample.folder.federatedToken.trim()]),
  );
});

test('a workload signs in with a token of Azure Pipelines', async () => {
  const environment = {
    REPLAY_CLIENT_ID: app().appId,
    SYSTEM_OIDCREQUESTURI: 'https://pipeline.example/oidctoken',
    SYSTEM_ACCESSTOKEN: 'access-token-of-the-job',
    AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: 'connection-1',
  };
  const run = signing({ environment, send: pipeline({ oidcToken: sample.folder.federatedToken.trim() }) });
  expect(await run.source.get('admin')).toMatchObject({ ok: true });
  const exchanged = run.sent.find(({ url }) => url.includes('pipeline.example'));
  expect(exchanged).toMatchObject({
    method: 'POST',
    url: 'https://pipeline.example/oidctoken?api-version=7.1&serviceConnectionId=connection-1',
  });
});

test('a managed identity signs in by the metadata service of its machine', async () => {
  const { token } = await applicationToken();
  const send: SendSignIn = async ({ url }) => {
    expect(new URL(url).host).toBe('169.254.169.254');
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const text = JSON.stringify({
      access_token: token,
      expires_on: String(expires),
      expires_in: '3600',
      token_type: 'Bearer',
    });
    return { status: 200, headers: { 'content-type': 'application/json' }, text };
  };
  const run = signing({ environment: { REPLAY_CREDENTIAL: 'managed-identity' }, send });
  expect(await run.source.get('admin')).toMatchObject({ ok: true });
});

async function applicationToken() {
  const result = await signing({ environment: bySecret() }).source.get('admin');
  if (!result.ok) throw new Error(result.message);
  return result;
}

test.each(['azure-cli', 'azd', 'powershell'])('%s hands over the token of who is signed in to it', async (kind) => {
  const { token, expiresAtMs } = await applicationToken();
  const tool = { 'azure-cli': 'az', azd: 'azd', powershell: 'pwsh' }[kind] ?? '';
  const iso = new Date(expiresAtMs).toISOString();
  const results: { readonly [kind: string]: object } = {
    'azure-cli': { accessToken: token, expiresOn: iso, expires_on: Math.floor(expiresAtMs / 1000) },
    azd: { token, expiresOn: iso },
    powershell: { Token: token, ExpiresOn: iso },
  };
  const path = join(folder, tool);
  await writeFile(path, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(results[kind])}\nEND\n`);
  await chmod(path, 0o755);
  const before = process.env['PATH'];
  process.env['PATH'] = [folder, before].join(delimiter);
  try {
    expect(await signing({ environment: { REPLAY_ADMIN_CREDENTIAL: kind } }).source.get('admin')).toMatchObject({
      ok: true,
    });
  } finally {
    process.env['PATH'] = before;
  }
});

test('a tool that is not there says how to get it', async () => {
  const before = process.env['PATH'];
  process.env['PATH'] = join(folder, 'nothing-here');
  try {
    const result = await signing({ environment: { REPLAY_ADMIN_CREDENTIAL: 'azure-cli' } }).source.get('admin');
    expect(result).toMatchObject({ ok: false, reason: 'auth', fix: expect.stringContaining('az login') });
  } finally {
    process.env['PATH'] = before;
  }
});

test('user name and password sign a test user in', async () => {
  const { source } = signing({ environment: byPassword() });
  const result = await source.get('admin');
  expect(result).toMatchObject({ ok: true, claims: { context: 'delegated', userName: sample.server.administrator } });
});

const byPassword = () => ({
  REPLAY_CLIENT_ID: app().appId,
  REPLAY_ADMIN_USERNAME: sample.server.administrator ?? '',
  REPLAY_ADMIN_PASSWORD: sample.server.password,
});

test('a device code is shown through the function it was given, and signs a person in', async () => {
  const shown: string[] = [];
  const environment = { REPLAY_CLIENT_ID: app().appId, REPLAY_CREDENTIAL: 'device-code' };
  const { source } = signing({ environment, prompt: (message) => void shown.push(message) });
  expect(await source.get('admin')).toMatchObject({ ok: true, claims: { context: 'delegated' } });
  expect(shown).toEqual([expect.stringContaining('/devicelogin')]);
});

test('the token of another user than the scenario names is refused', async () => {
  const { source } = signing({ environment: byPassword() });
  const wanted = (user: string) => expectUsers(source, [{ name: 'admin', user }]).get('admin');
  expect(await wanted('someone@else.example')).toMatchObject({ ok: false, reason: 'auth' });
  expect(await wanted(sample.server.administrator?.toUpperCase() ?? '')).toMatchObject({ ok: true });
});

test('one sign-in serves all who ask, until five minutes before it ends', async () => {
  let skewMs = 0;
  const run = signing({ environment: bySecret(), now: () => Date.now() + skewMs });
  const results = await Promise.all(Array.from({ length: 8 }, () => run.source.get('admin')));
  expect(new Set(results.map((result) => result.ok && result.token)).size).toBe(1);
  expect(tokenRequests(run)).toBe(1);
  skewMs = 3599_000 - 5 * 60_000 - 5_000;
  await run.source.get('admin');
  expect(tokenRequests(run)).toBe(1);
});

test('five minutes before its end a token is requested again', async () => {
  let skewMs = 0;
  const signedInAt: number[] = [];
  const { token } = await applicationToken();
  const source = createTokenSource({
    actors: new Map([['admin', { kind: 'azure-cli' }]]),
    cloud: { name: 'custom', graphOrigin: graph, authority: graph, resource: sample.server.origin },
    tenant: tenantId(),
    registerSecret: () => {},
    now: () => Date.now() + skewMs,
    openCredential: async () => ({
      getToken: async () => {
        signedInAt.push(skewMs);
        return { token, expiresAtMs: Date.now() + 3599_000 };
      },
    }),
  });
  for (skewMs of [0, 3599_000 - 5 * 60_000 - 5_000, 3599_000 - 5 * 60_000 + 5_000]) await source.get('admin');
  expect(signedInAt).toEqual([0, 3599_000 - 5 * 60_000 + 5_000]);
});

test('a claims challenge gets a new token, once for all who have the same', async () => {
  const run = signing({ environment: bySecret() });
  const first = await run.source.get('admin');
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
  const [second, third] = await Promise.all([run.source.get('admin', { claims }), run.source.get('admin', { claims })]);
  expect(second.ok && first.ok && second.token !== first.token).toBe(true);
  expect(third).toEqual(second);
  expect(await run.source.get('admin')).toEqual(second);
  expect(tokenRequests(run)).toBe(2);
  expect(run.sent.at(-1)?.body).toContain(encodeURIComponent('"nbf"'));
});

test.each([
  ['client-secret', bySecret],
  ['username-password', byPassword],
])('after `refresh`, %s gets a new token', async (_, environment) => {
  const run = signing({ environment: environment() });
  const first = await run.source.get('admin');
  run.source.refresh('admin');
  const second = await run.source.get('admin');
  expect(first.ok && second.ok && first.token !== second.token).toBe(true);
});

test('after `refresh`, a person is not sent again', async () => {
  const shown: string[] = [];
  const environment = { REPLAY_CLIENT_ID: app().appId, REPLAY_CREDENTIAL: 'device-code' };
  const { source } = signing({ environment, prompt: (message) => void shown.push(message) });
  const first = await source.get('admin');
  source.refresh('admin');
  const second = await source.get('admin');
  expect(first.ok && second.ok && first.token !== second.token).toBe(true);
  expect(shown).toHaveLength(1);
});

const refusals: readonly (readonly [string, () => Setting, string, RegExp])[] = [
  [
    'a wrong secret',
    () => ({ environment: { ...bySecret(), REPLAY_ADMIN_CLIENT_SECRET: 'not-the-secret' } }),
    'auth',
    /7000215/,
  ],
  [
    'an unknown tenant',
    () => ({ environment: bySecret(), tenant: '11111111-1111-4111-8111-111111111111' }),
    'auth',
    /90002/,
  ],
  [
    'an unknown application',
    () => ({ environment: { ...bySecret(), REPLAY_ADMIN_CLIENT_ID: '22222222-2222-4222-8222-222222222222' } }),
    'auth',
    /700016/,
  ],
  [
    'a wrong password',
    () => ({ environment: { ...byPassword(), REPLAY_ADMIN_PASSWORD: 'not-the-password' } }),
    'auth',
    /50126/,
  ],
  [
    'a resource the authority does not know',
    () => ({ environment: bySecret(), cloud: { resource: 'https://elsewhere.example' } }),
    'auth',
    /500011/,
  ],
  [
    'an authority that no one answers for',
    () => ({ environment: bySecret(), cloud: { authority: 'https://127.0.0.1:9' } }),
    'auth',
    /no connection to `127.0.0.1:9`/,
  ],
];

test.each(refusals)('%s blocks, and reports what to do next', async (_, setting, reason, message) => {
  const run = signing(setting());
  const result = await run.source.get('admin');
  expect(result).toMatchObject({
    ok: false,
    reason,
    message: expect.stringMatching(message),
    fix: expect.stringMatching(/\w/),
  });
  // What is shown holds no secret, neither as it is nor as a part.
  for (const secret of run.secrets) expect(JSON.stringify(result)).not.toContain(secret);
});

test('a token of another tenant is refused before anything is sent to Graph', async () => {
  const { token, expiresAtMs } = await applicationToken();
  const tenant = '33333333-3333-4333-8333-333333333333';
  const result = await handedOver(token, { tenant, expiresAtMs }).get('admin');
  expect(result).toMatchObject({ ok: false, reason: 'auth', message: expect.stringContaining(tenantId()) });
});

test('a token for another user than Graph is refused', async () => {
  const { token, expiresAtMs } = await applicationToken();
  const result = await handedOver(token, { resource: graph, expiresAtMs }).get('admin');
  expect(result).toMatchObject({ ok: false, reason: 'auth', message: expect.stringContaining(sample.server.origin) });
});

test('a token that has ended is refused', async () => {
  const { token, expiresAtMs } = await applicationToken();
  const result = await handedOver(token, { expiresAtMs, now: () => expiresAtMs + 1 }).get('admin');
  expect(result).toMatchObject({ ok: false, reason: 'auth', message: expect.stringContaining('ended') });
});

test('a token that is not a JWT is refused: its tenant is unknown', async () => {
  const result = await handedOver('EwBwA8l6BAAU', { expiresAtMs: Date.now() + 3600_000 }).get('admin');
  expect(result).toMatchObject({ ok: false, reason: 'auth' });
});

type HandedOver = {
  readonly tenant?: string;
  readonly resource?: string;
  readonly expiresAtMs: number;
  readonly now?: () => number;
};

/** A source whose tool hands over this token. */
function handedOver(
  token: string,
  { tenant = tenantId(), resource = sample.server.origin, expiresAtMs, now = Date.now }: HandedOver,
) {
  return createTokenSource({
    actors: new Map([['admin', { kind: 'azure-cli' }]]),
    cloud: { name: 'custom', graphOrigin: resource, authority: sample.server.origin, resource },
    tenant,
    registerSecret: () => {},
    now,
    openCredential: async () => ({ getToken: async () => ({ token, expiresAtMs }) }),
  });
}

test('the secret goes to the configured authority only, whatever its documents say', async () => {
  const send: SendSignIn = async ({ url }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify({
      issuer: `${sample.server.origin}/${tenantId()}/v2.0`,
      authorization_endpoint: 'https://evil.example/authorize',
      token_endpoint: 'https://evil.example/token',
      jwks_uri: `${new URL(url).origin}/keys`,
    }),
  });
  const run = signing({ environment: bySecret(), send });
  const result = await run.source.get('admin');
  expect(result).toMatchObject({ ok: false, reason: 'auth', message: expect.stringContaining('evil.example') });
  expect(run.sent.map(({ url }) => new URL(url).origin)).toEqual([sample.server.origin]);
});

test('every secret and every token is registered before its first use', async () => {
  const { source, secrets } = signing({ environment: bySecret() });
  expect(secrets).toEqual([app().secrets[0]]);
  const result = await source.get('admin');
  expect(result.ok && secrets.includes(result.token)).toBe(true);
});

test('a sign-in that failed is not tried again at once: that would lock people out', async () => {
  let skewMs = 0;
  const environment = { ...byPassword(), REPLAY_ADMIN_PASSWORD: 'not-the-password' };
  const run = signing({ environment, now: () => Date.now() + skewMs });
  const results = [await run.source.get('admin'), await run.source.get('admin')];
  expect(results[1]).toEqual(results[0]);
  expect(tokenRequests(run)).toBe(1);
  skewMs = 60_001;
  expect(await run.source.get('admin')).toMatchObject({ ok: false });
  expect(tokenRequests(run)).toBe(2);
});

test('an actor without settings is no one', async () => {
  expect(await signing({ environment: bySecret() }).source.get('stranger')).toMatchObject({
    ok: false,
    reason: 'auth',
  });
});
