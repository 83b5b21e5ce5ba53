import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../../test/support/sandbox/sample-server.ts';

/** What the token endpoint was seen to answer, word for word; rows have the numbers of the observations. */
let sample: SampleServer;
let nowMs = Date.parse('2026-03-01T08:00:00Z');
beforeAll(async () => {
  sample = await sampleServer({ now: () => nowMs });
});
afterAll(() => sample.close());

const app = (name = 'Tutorial Replay') => {
  const found = sample.server.apps().find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`no application ${name}`);
  return found;
};
const post = (endpoint: string, form: { readonly [name: string]: string }) =>
  sample.send('POST', `/${sample.server.sandbox().world.tenant.id}/oauth2/v2.0/${endpoint}`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: app().appId, ...form }).toString(),
  });
const scope = 'https://graph.microsoft.com/.default';
const stranger = '00000000-1111-4222-8333-444444444444';

type Row = readonly [
  no: string,
  what: string,
  status: number,
  error: string,
  code: number,
  words: RegExp,
  form: () => { readonly [name: string]: string },
];

test.each<Row>([
  [
    '9.1',
    'a wrong secret',
    401,
    'invalid_client',
    7_000_215,
    /^Invalid client secret provided\. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '[0-9a-f-]{36}'\. /,
    () => ({ grant_type: 'client_credentials', client_secret: 'wrong', scope }),
  ],
  [
    '9.3',
    'an unknown application',
    400,
    'unauthorized_client',
    700_016,
    /^Application with identifier '00000000-1111-4222-8333-444444444444' was not found in the directory '/,
    () => ({ client_id: stranger, grant_type: 'client_credentials', client_secret: 'x', scope }),
  ],
  [
    '9.5',
    'a parameter that is missing',
    400,
    'invalid_request',
    900_144,
    /^The request body must contain the following parameter: 'code'\. /,
    () => ({ grant_type: 'authorization_code' }),
  ],
  ...(['refresh_token', 'authorization_code'] as const).map(
    (grant): Row => [
      '9.6',
      `a malformed ${grant}`,
      400,
      'invalid_grant',
      9_002_313,
      /^Invalid request\. Request is malformed or invalid\. /,
      () => ({
        grant_type: grant,
        refresh_token: 'no such thing',
        code: 'no such thing',
        redirect_uri: 'http://localhost',
        code_verifier: 'x'.repeat(43),
      }),
    ],
  ),
])('%s %s', async (_no, _what, status, error, code, words, form) => {
  const said = await post('token', form());
  expect(said.json).toMatchObject({
    error,
    error_codes: [code],
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
    trace_id: expect.any(String),
    correlation_id: expect.any(String),
    error_uri: expect.stringMatching(new RegExp(`/error\\?code=${code}$`)),
  });
  expect(said.status).toBe(status);
  const [, said1 = ''] = /^AADSTS\d+: (.*)$/s.exec(said.json.error_description) ?? [];
  expect(said1).toMatch(words);
  expect(said1).toMatch(/ Trace ID: \S+ Correlation ID: \S+ Timestamp: \S+ \S+$/);
});

test('9.2 a permission that no one consented to', async () => {
  const password = sample.server.password;
  const form = { grant_type: 'password', username: sample.server.administrator ?? '', password };
  const said = await post('token', { ...form, scope: 'https://graph.microsoft.com/Sites.FullControl.All' });
  expect(said.json).toMatchObject({ error: 'invalid_grant', error_codes: [65_001], suberror: 'consent_required' });
  expect(said.json.error_description).toMatch(
    /^AADSTS65001: The user or administrator has not consented to use the application with ID '[0-9a-f-]{36}' named 'Tutorial Replay'\. /,
  );
  expect(said.json).not.toHaveProperty('error_uri');
});

test('9.4 a device that waits', async () => {
  const { json } = await post('devicecode', { scope });
  await sample.send('PUT', '/sandbox/device-codes', { body: { decision: 'wait' } });
  const said = await post('token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: json.device_code,
  });
  expect(said.status).toBe(400);
  expect(said.json).toMatchObject({ error: 'authorization_pending', error_codes: [70_016] });
  expect(said.json.error_description).toMatch(
    /^AADSTS70016: OAuth 2\.0 device flow error\. Authorization is pending\. Continue polling\. /,
  );
  expect(said.json).not.toHaveProperty('error_uri');
});

test('9.7 a token that has expired', async () => {
  const token = await sample.token();
  nowMs += 2 * 3_600_000;
  const said = await sample.send('GET', '/v1.0/me', { token });
  expect(said.status).toBe(401);
  expect(said.json.error).toMatchObject({
    code: 'InvalidAuthenticationToken',
    message: 'Lifetime validation failed, the token is expired.',
  });
  expect(said.headers['www-authenticate']).toMatch(
    /^Bearer realm="", authorization_uri="[^"]*\/oauth2\/v2\.0\/authorize", client_id="00000003-0000-0000-c000-000000000000"$/,
  );
});
