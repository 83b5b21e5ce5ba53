import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Handler, json } from '../../test/support/backends/sample-live-server.ts';
import { type SignInServer, signInServer } from '../../test/support/backends/sample-sign-in.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

/** An authority that gives no one a token, and says why by number, as Entra's does. */
let server: SignInServer;
let folder: string;
let said: { readonly status: number; readonly error: string; readonly code: number };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
  const scenario = `title: Who is there
actors:
  reader: { permissions: [User.Read.All] }
steps:
  - id: users
    actor: reader
    request: { method: GET, url: /v1.0/users }
    response: { status: 200 }
`;
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
  const refuse: Handler = (_, response) => {
    const { status, error, code } = said;
    return json(response, status, {
      error,
      error_description: `AADSTS${code}: For canary@contoso.com of the app 'canary'. Trace ID: 00000000`,
      error_codes: [code],
    });
  };
  server = await signInServer(refuse, { grant: refuse });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  server.got.length = 0;
});

async function run(settings: { readonly [name: string]: string }) {
  const { streams, out, err } = capturedStreams();
  const { REPLAY_CLIENT_SECRET: _, ...own } = await server.settings(folder);
  const environment = { TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'), ...own, ...settings };
  const args = ['run', '--against', 'live', '--tenant', server.tenant, join(folder, 'a.scenario.yaml')];
  const code = await dispatch(args, { ...streams, environment });
  return { code, text: out() + err() };
}

const bySecret = { REPLAY_CLIENT_SECRET: 'canary-of-the-secret' };
const byPassword = { REPLAY_USERNAME: 'canary@contoso.com', REPLAY_PASSWORD: 'canary-of-the-password' };
const invalidClient = { status: 401, error: 'invalid_client' };
const invalidGrant = { status: 400, error: 'invalid_grant' };

test.each([
  [7000222, bySecret, invalidClient, /the client secret has expired/, /make a new secret .*Certificates & secrets/],
  [7000215, bySecret, invalidClient, /not one of the application/, /use its value, not its id/],
  [700016, bySecret, { status: 400, error: 'unauthorized_client' }, /not in the tenant/, /check the client id/],
  [90002, bySecret, { status: 400, error: 'invalid_request' }, /no such tenant/, /check `--tenant` and the cloud/],
  [7000218, byPassword, invalidClient, /only with a secret or certificate/, /allow public client flows/],
  [65001, byPassword, invalidGrant, /lacks consent/, /grant admin consent .*API permissions/],
  [50126, byPassword, invalidGrant, /user name or password is wrong/, /check both/],
  [50055, byPassword, invalidGrant, /the password of the user has expired/, /change it/],
  [50076, byPassword, invalidGrant, /must use multifactor authentication/, /use `device-code` or `browser`/],
  [53003, byPassword, invalidGrant, /Conditional Access/, /sign-in log of the tenant/],
  [
    12345678,
    bySecret,
    invalidClient,
    /the authority refused/,
    /learn.microsoft.com\/entra\/identity-platform\/reference-error-codes/,
  ],
])(
  'AADSTS%i is exit 3 with its reason and its remedy, and nothing is sent to Graph',
  async (code, settings, entraError, why, fix) => {
    said = { ...entraError, code };
    const ended = await run(settings);
    expect(ended.code).toBe(3);
    expect(ended.text).toMatch(new RegExp(`because .*${why.source}.* \\(AADSTS${code}\\)`));
    expect(ended.text).toMatch(new RegExp(`fix .*${fix.source}`));
    expect(ended.text).toContain('blocked: auth');
    expect(ended.text).not.toContain('canary');
    expect(server.got.map(({ url }) => url).filter((url) => url.startsWith('/v1.0/'))).toEqual([]);
    // Signing in again would lock people out.
    expect(server.got.filter(({ url }) => url.includes('/oauth2/v2.0/token')).length).toBe(1);
  },
);
