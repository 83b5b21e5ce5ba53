import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../../test/support/sandbox/sample-server.ts';

/** Secrets that a client of Graph makes, at the token endpoint of the same server. */
let sample: SampleServer;
let token: string;
const seeded = '5f0b6a1e-3c47-8d29-a6f1-0b9d7e24c853';
beforeAll(async () => {
  const now = Date.parse('2026-03-01T08:00:00Z');
  const application = {
    clientId: seeded,
    displayName: 'Seeded',
    secret: 'of the seed',
    permissions: ['User.Read.All'],
  };
  sample = await sampleServer({ now: () => now, seed: { version: 1, applications: [application] } });
});
beforeEach(async () => {
  await sample.send('POST', '/sandbox/reset');
  token = await sample.token();
});
afterAll(() => sample.close());

const graph = (method: string, path: string, body?: object) =>
  sample.send(method, `/v1.0${path}`, { token, ...(body !== undefined && { body }) });

const signIn = (clientId: string, secret: string) =>
  sample.send('POST', `/${sample.tenant()}/oauth2/v2.0/token`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }).toString(),
  });

async function refusal(clientId: string, secret: string) {
  const { status, json } = await signIn(clientId, secret);
  return [status, json.error, json.error_codes?.[0]];
}
const wrong = [401, 'invalid_client', 7_000_215];
const expired = [401, 'invalid_client', 7_000_222];

/** An application that is made now, with its service principal. */
async function made() {
  const application = (await graph('POST', '/applications', { displayName: 'Made now' })).json;
  const principal = (await graph('POST', '/servicePrincipals', { appId: application.appId })).json;
  return { id: application.id, appId: application.appId, principalId: principal.id };
}

const ofBoth = [
  ['an application', (app: Awaited<ReturnType<typeof made>>) => `/applications/${app.id}`],
  ['a service principal', (app: Awaited<ReturnType<typeof made>>) => `/servicePrincipals/${app.principalId}`],
] as const;

describe.each(ofBoth)('a secret that was added to %s', (_, pathOf) => {
  test('signs in until it is removed, and is shown once', async () => {
    const app = await made();
    expect(await refusal(app.appId, 'any')).toEqual(wrong);
    const [one, other] = [
      (await graph('POST', `${pathOf(app)}/addPassword`, { passwordCredential: { displayName: 'one' } })).json,
      (await graph('POST', `${pathOf(app)}/addPassword`, {})).json,
    ];
    for (const { secretText } of [one, other]) {
      const { status, json } = await signIn(app.appId, secretText);
      expect(status).toBe(200);
      const claims = JSON.parse(Buffer.from(json.access_token.split('.')[1], 'base64url').toString());
      expect(claims).toMatchObject({ appid: app.appId, oid: app.principalId });
    }
    const shown = await graph('GET', pathOf(app));
    expect(shown.json.passwordCredentials).toMatchObject([
      { keyId: one.keyId, displayName: 'one', secretText: null },
      { keyId: other.keyId, secretText: null },
    ]);
    expect(shown.text).not.toContain(one.secretText);
    expect((await graph('GET', pathOf(app).replace(/\/[^/]*$/, ''))).text).not.toContain(one.secretText);
    expect((await graph('POST', `${pathOf(app)}/removePassword`, { keyId: one.keyId })).status).toBe(204);
    expect(await refusal(app.appId, one.secretText)).toEqual(wrong);
    expect((await signIn(app.appId, other.secretText)).status).toBe(200);
  });

  test('is refused as expired from the moment at which it ends', async () => {
    const app = await made();
    const given = { passwordCredential: { endDateTime: '2026-03-02T08:00:00Z' } };
    const { secretText } = (await graph('POST', `${pathOf(app)}/addPassword`, given)).json;
    await sample.send('POST', '/sandbox/clock', { body: { to: '2026-03-02T07:59:59Z' } });
    expect((await signIn(app.appId, secretText)).status).toBe(200);
    await sample.send('POST', '/sandbox/clock', { body: { to: '2026-03-02T08:00:00Z' } });
    expect(await refusal(app.appId, secretText)).toEqual(expired);
    expect((await signIn(app.appId, secretText)).json.error_description).toMatch(
      new RegExp(`^AADSTS7000222: The provided client secret keys for app '${app.appId}' are expired\\. `),
    );
  });

  test('is not one that a client wrote itself', async () => {
    const app = await made();
    const passwordCredentials = [{ displayName: 'mine', secretText: 'written-by-me' }];
    expect((await graph('PATCH', pathOf(app), { passwordCredentials })).status).toBe(204);
    expect(await refusal(app.appId, 'written-by-me')).toEqual(wrong);
    const { secretText } = (
      await graph('POST', `${pathOf(app)}/addPassword`, { passwordCredential: passwordCredentials[0] })
    ).json;
    expect(secretText).not.toBe('written-by-me');
    expect((await graph('GET', pathOf(app))).text).not.toContain('written-by-me');
  });
});

test('an application that is made now has the roles that are consented to, and no certificate of the server', async () => {
  const app = await made();
  const { secretText } = (await graph('POST', `/applications/${app.id}/addPassword`, {})).json;
  const before = (await signIn(app.appId, secretText)).json.access_token;
  expect((await sample.send('GET', '/v1.0/users', { token: before })).status).toBe(403);
  await sample.send('PATCH', `/sandbox/apps/${app.appId}`, { body: { application: ['User.Read.All'] } });
  const after = (await signIn(app.appId, secretText)).json.access_token;
  expect((await sample.send('GET', '/v1.0/users', { token: after })).status).toBe(200);
  expect(sample.server.apps().find(({ appId }) => appId === app.appId)).toMatchObject({
    certificates: [],
    federatedTokens: [],
  });
});

test('an application without a service principal gets no token, and a deleted one is not known', async () => {
  const { id, appId } = (await graph('POST', '/applications', { displayName: 'Alone' })).json;
  const { secretText } = (await graph('POST', `/applications/${id}/addPassword`, {})).json;
  expect(await refusal(appId, secretText)).toEqual([401, 'invalid_client', 7_000_229]);
  await graph('POST', '/servicePrincipals', { appId });
  expect((await signIn(appId, secretText)).status).toBe(200);
  expect((await graph('DELETE', `/applications/${id}`)).status).toBe(204);
  expect(await refusal(appId, secretText)).toEqual([400, 'unauthorized_client', 700_016]);
});

test('the secret of a seed is listed without its text, and can be removed, like any other credential', async () => {
  expect((await signIn(seeded, 'of the seed')).status).toBe(200);
  const found = await graph('GET', `/applications(appId='${seeded}')`);
  expect(found.json.passwordCredentials).toHaveLength(1);
  expect(found.text).not.toContain('of the seed');
  const [{ keyId }] = found.json.passwordCredentials;
  expect((await graph('POST', `/applications/${found.json.id}/removePassword`, { keyId })).status).toBe(204);
  expect(await refusal(seeded, 'of the seed')).toEqual(wrong);
  expect(sample.server.apps().find(({ appId }) => appId === seeded)?.secrets).toEqual([]);
  await sample.send('POST', '/sandbox/reset');
  expect((await signIn(seeded, 'of the seed')).status).toBe(200);
});

test('an application of the start keeps the secret that was printed, beside those that are added and set', async () => {
  const [app] = sample.server.apps().filter(({ appId }) => appId !== seeded);
  if (app === undefined) throw new Error('the default seed has applications');
  const [printed = ''] = app.secrets;
  const { secretText } = (await graph('POST', `/applications(appId='${app.appId}')/addPassword`, {})).json;
  for (const secret of [printed, secretText]) expect((await signIn(app.appId, secret)).status).toBe(200);
  await sample.send('PATCH', `/sandbox/apps/${app.appId}`, { body: { secrets: ['set'] } });
  for (const secret of ['set', secretText]) expect((await signIn(app.appId, secret)).status).toBe(200);
  expect(await refusal(app.appId, printed)).toEqual(wrong);
});
