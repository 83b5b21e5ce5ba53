import { createHash, createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../../test/support/sandbox/sample-server.ts';

let sample: SampleServer;
let nowMs = Date.parse('2026-03-01T08:00:00Z');
beforeAll(async () => {
  sample = await sampleServer({ now: () => nowMs });
});
beforeEach(async () => {
  await sample.send('POST', '/sandbox/reset');
});
afterAll(() => sample.close());

const tenant = () => sample.server.sandbox().world.tenant.id;
const app = (name = 'Tutorial Replay') => {
  const found = sample.server.apps().find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`no application ${name}`);
  return found;
};
const graph = 'https://graph.microsoft.com';
const headers = { 'content-type': 'application/x-www-form-urlencoded' };

function post(endpoint: string, form: { readonly [name: string]: string }, tenantName = tenant()) {
  return sample.send('POST', `/${tenantName}/oauth2/v2.0/${endpoint}`, {
    headers,
    body: new URLSearchParams(form).toString(),
  });
}

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** A request that succeeds, to break in one place. */
const byApp = () => ({
  grant_type: 'client_credentials',
  client_id: app().appId,
  client_secret: app().secrets[0] ?? '',
  scope: `${graph}/.default`,
});
const byUser = () => ({
  grant_type: 'password',
  client_id: app().appId,
  username: 'admin@contoso.com',
  password: sample.server.password,
  scope: `${graph}/.default openid profile offline_access`,
});

describe('what clients discover', () => {
  test.each(['/v2.0', ''])('is where everything is: %s/.well-known/openid-configuration', async (version) => {
    const { json } = await sample.send('GET', `/contoso.com${version}/.well-known/openid-configuration`);
    expect(json).toMatchObject({
      issuer: `${sample.server.origin}/${tenant()}/v2.0`,
      token_endpoint: `${sample.server.origin}/contoso.com/oauth2/v2.0/token`,
      device_authorization_endpoint: `${sample.server.origin}/contoso.com/oauth2/v2.0/devicecode`,
    });
    const keys = (await sample.send('GET', new URL(json.jwks_uri).pathname)).json;
    const { access_token: token } = (await post('token', byApp())).json;
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer: json.issuer,
      audience: graph,
      currentDate: new Date(nowMs),
    });
    expect(payload['tid']).toBe(tenant());
  });

  test('is this server as the only instance', async () => {
    const { json } = await sample.send('GET', '/common/discovery/instance?api-version=1.1');
    expect(json.metadata[0].aliases).toEqual([new URL(sample.server.origin).host]);
  });

  test('is no tenant of another user', async () => {
    const { status, json } = await sample.send('GET', '/other.example/v2.0/.well-known/openid-configuration');
    expect([status, json.error_codes]).toEqual([400, [90002]]);
  });
});

describe('a token', () => {
  test('of an application carries its roles', async () => {
    const { status, json, headers: sent } = await post('token', byApp());
    expect([status, json.token_type, json.expires_in, sent['cache-control']]).toEqual([
      200,
      'Bearer',
      3599,
      'no-store',
    ]);
    expect(claimsOf(json.access_token)).toMatchObject({
      aud: graph,
      tid: tenant(),
      appid: app().appId,
      oid: app().objectId,
      idtyp: 'app',
      roles: app().application,
      iat: nowMs / 1000,
      exp: nowMs / 1000 + 3599,
    });
    expect(Object.keys(json)).not.toContain('refresh_token');
  });

  test('of a user contains the user and every permission that was consented to', async () => {
    const form = { ...byUser(), scope: `${graph}/Group.Read.All openid offline_access`, client_info: '1' };
    const { json } = await post('token', form);
    const claims = claimsOf(json.access_token);
    expect(claims).toMatchObject({ upn: 'admin@contoso.com', idtyp: 'user' });
    expect(claims.scp.split(' ')).toEqual(app().delegated);
    expect(json.scope.split(' ')).toContain(`${graph}/Group.ReadWrite.All`);
    expect(claimsOf(json.id_token)).toMatchObject({ aud: app().appId, preferred_username: 'admin@contoso.com' });
    expect(claimsOf(`.${json.client_info}`)).toEqual({ uid: claims.oid, utid: tenant() });
  });

  test.each(['00000003-0000-0000-c000-000000000000/.default', 'Group.Read.All'])(
    'for Graph by another name: %s',
    async (scope) => {
      const { json } = await post('token', { ...byUser(), scope });
      expect(claimsOf(json.access_token).aud).toBe(graph);
      expect(json.id_token).toBeUndefined();
    },
  );

  test('may be for the server itself, and Graph takes it', async () => {
    const { json } = await post('token', { ...byApp(), scope: `${sample.server.origin}/.default` });
    expect((await sample.send('GET', '/v1.0/users', { token: json.access_token })).status).toBe(200);
  });

  test('is refused by Graph once its time is over', async () => {
    const { json } = await post('token', byApp());
    nowMs += 3_598_000;
    expect((await sample.send('GET', '/v1.0/users', { token: json.access_token })).status).toBe(200);
    nowMs += 2000;
    const late = await sample.send('GET', '/v1.0/users', { token: json.access_token });
    expect([late.status, late.json.error.message]).toEqual([401, expect.stringContaining('expired')]);
  });

  test('is refused by Graph where it is for another user', async () => {
    const { json } = await post('token', byUser());
    const response = await sample.send('GET', '/v1.0/users', { token: json.id_token });
    expect([response.status, response.json.error.message]).toEqual([401, expect.stringContaining('audience')]);
  });

  test('carries what an administrator consents to meanwhile', async () => {
    const body = { delegated: ['User.Read'], application: [] };
    await sample.send('PATCH', `/sandbox/apps/${app().appId}`, { body });
    const { json } = await post('token', { ...byUser(), scope: `${graph}/.default` });
    expect(claimsOf(json.access_token).scp).toBe('User.Read');
    expect((await sample.send('GET', '/v1.0/groups', { token: json.access_token })).status).toBe(403);
    const denied = await post('token', { ...byUser(), scope: 'Group.Read.All' });
    expect(denied.json.error_codes).toEqual([65001]);
  });

  test('is refreshed for the same user and application only', async () => {
    const { refresh_token } = (await post('token', byUser())).json;
    const form = { grant_type: 'refresh_token', client_id: app().appId, refresh_token, scope: `${graph}/.default` };
    expect(claimsOf((await post('token', form)).json.access_token).upn).toBe('admin@contoso.com');
    const other = await post('token', { ...form, client_id: app('Decision Collector').appId });
    expect([other.status, other.json.error]).toEqual([400, 'invalid_grant']);
  });

  test('of a user who was created later needs the password that was set', async () => {
    const token = await sample.token();
    const user = {
      accountEnabled: true,
      displayName: 'Ada',
      mailNickname: 'ada',
      userPrincipalName: 'ada@contoso.com',
      passwordProfile: { password: 'Set-by-Graph-1' },
    };
    const { json: created } = await sample.send('POST', '/v1.0/users', { token, body: user });
    const form = { ...byUser(), username: 'ada@contoso.com', password: 'Set-by-Graph-1' };
    expect(claimsOf((await post('token', form)).json.access_token).oid).toBe(created.id);
    expect((await post('token', { ...form, password: sample.server.password })).json.error_codes).toEqual([50126]);
    await sample.send('PATCH', `/v1.0/users/${created.id}`, { token, body: { accountEnabled: false } });
    expect((await post('token', form)).json.error_codes).toEqual([50057]);
  });
});

describe('no token', () => {
  const cases: readonly (readonly [
    what: string,
    form: () => { [name: string]: string },
    status: number,
    error: string,
    code: number,
  ])[] = [
    ['without a grant type', () => ({ client_id: app().appId }), 400, 'invalid_request', 900144],
    ['for a grant that is none', () => ({ ...byApp(), grant_type: 'toString' }), 400, 'unsupported_grant_type', 70003],
    ['without an application', () => ({ grant_type: 'password' }), 400, 'invalid_request', 900144],
    ['for an unknown application', () => ({ ...byApp(), client_id: 'unknown' }), 400, 'unauthorized_client', 700016],
    ['for a wrong secret', () => ({ ...byApp(), client_secret: 'wrong' }), 401, 'invalid_client', 7000215],
    [
      'for another application’s secret',
      () => ({ ...byApp(), client_id: app('Decision Collector').appId }),
      401,
      'invalid_client',
      7000215,
    ],
    [
      'without any proof',
      () => ({ grant_type: 'client_credentials', client_id: app().appId, scope: `${graph}/.default` }),
      401,
      'invalid_client',
      7000218,
    ],
    [
      'for single permissions of an application',
      () => ({ ...byApp(), scope: `${graph}/User.Read.All` }),
      400,
      'invalid_scope',
      1002012,
    ],
    ['without a scope', () => ({ ...byApp(), scope: '' }), 400, 'invalid_request', 900144],
    [
      'for a resource that is not here',
      () => ({ ...byApp(), scope: 'https://vault.example/.default' }),
      400,
      'invalid_resource',
      500011,
    ],
    [
      'for a resource named like a property',
      () => ({ ...byApp(), scope: 'constructor/.default' }),
      400,
      'invalid_resource',
      500011,
    ],
    [
      'for two resources at once',
      () => ({ ...byUser(), scope: `${graph}/User.Read ${sample.server.origin}/User.Read` }),
      400,
      'invalid_scope',
      70011,
    ],
    ['for what no one consented to', () => ({ ...byUser(), scope: `${graph}/Mail.Read` }), 400, 'invalid_grant', 65001],
    ['for a wrong password', () => ({ ...byUser(), password: 'wrong' }), 400, 'invalid_grant', 50126],
    [
      'for a person who is not here',
      () => ({ ...byUser(), username: 'unknown@contoso.com' }),
      400,
      'invalid_grant',
      50034,
    ],
    [
      'for a refresh token that is none',
      () => ({ grant_type: 'refresh_token', client_id: app().appId, refresh_token: 'x' }),
      400,
      'invalid_grant',
      9002313,
    ],
    [
      'for a device code that is none',
      () => ({ grant_type: 'device_code', client_id: app().appId, device_code: 'x' }),
      400,
      'bad_verification_code',
      70018,
    ],
  ];
  test.each(cases)('%s', async (_, form, status, error, code) => {
    const response = await post('token', form());
    expect([response.status, response.json.error, response.json.error_codes]).toEqual([status, error, [code]]);
    expect(response.json.error_description).toMatch(
      new RegExp(`^AADSTS${code}: .+ Trace ID: \\S+ Correlation ID: \\S+ Timestamp: 2026-03-01 \\d\\d:\\d\\d:\\d\\dZ$`),
    );
  });

  test('in another tenant', async () => {
    const response = await post('token', byApp(), '00000000-0000-8000-8000-000000000000');
    expect(response.json.error_codes).toEqual([90002]);
  });

  test('by GET', async () => {
    expect((await sample.send('GET', `/${tenant()}/oauth2/v2.0/token`)).status).toBe(405);
  });

  test('and never a secret in the response', async () => {
    const { text } = await post('token', {
      ...byUser(),
      password: 'a-secret-of-mine',
      client_secret: 'another-of-mine',
    });
    expect(text).not.toContain('of-mine');
  });
});

describe('an assertion', () => {
  const assertion = async (change: { alg?: string; thumbprint?: string; claims?: object; key?: string } = {}) => {
    const { clientCertificate } = sample.folder;
    const { raw } = new X509Certificate(clientCertificate);
    const thumbprint = change.thumbprint ?? createHash('sha1').update(raw).digest('base64url');
    const seconds = Math.floor(nowMs / 1000);
    const { appId } = app();
    return new SignJWT({
      iss: appId,
      sub: appId,
      aud: `${sample.server.origin}/${tenant()}/oauth2/v2.0/token`,
      nbf: seconds,
      exp: seconds + 600,
      ...change.claims,
    })
      .setProtectedHeader({ alg: change.alg ?? 'RS256', typ: 'JWT', x5t: thumbprint })
      .sign(createPrivateKey(change.key ?? clientCertificate));
  };
  const send = async (client_assertion: string) => {
    const { client_secret: _, ...form } = byApp();
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    return post('token', { ...form, client_assertion_type, client_assertion });
  };

  test.each(['RS256', 'PS256'])('signed with %s proves the application', async (alg) => {
    expect((await send(await assertion({ alg }))).json.token_type).toBe('Bearer');
  });

  const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const wrong: readonly (readonly [what: string, made: () => Promise<string>, code: number])[] = [
    ['is no token', async () => 'not.a.token', 700027],
    ['is of a certificate no one registered', () => assertion({ thumbprint: 'x' }), 700027],
    ['is signed by another key', () => assertion({ key: foreignKey }), 700027],
    ['is signed in another way', () => assertion({ alg: 'RS384' }), 700027],
    ['is for another server', () => assertion({ claims: { aud: 'https://login.example/token' } }), 700027],
    ['is over', () => assertion({ claims: { exp: Math.floor(nowMs / 1000) - 301 } }), 700024],
    ['is of an unknown issuer', () => assertion({ claims: { iss: 'https://ci.example' } }), 700211],
  ];
  test.each(wrong)('that %s proves nothing', async (_, made, code) => {
    const { status, json } = await send(await made());
    expect([status, json.error, json.error_codes]).toEqual([401, 'invalid_client', [code]]);
  });

  test('of a workload is identified by its text, and others can be registered', async () => {
    expect((await send(sample.folder.federatedToken)).status).toBe(200);
    const body = { federatedTokens: ['a-token-of-ci'] };
    await sample.send('PATCH', `/sandbox/apps/${app().appId}`, { body });
    expect((await send('a-token-of-ci')).status).toBe(200);
    expect((await send(sample.folder.federatedToken)).status).toBe(401);
  });
});

describe('a browser', () => {
  const redirect = 'http://localhost:5555/done';
  const verifier = 'v'.repeat(43);
  const authorizing = (changes: { readonly [name: string]: string } = {}) => ({
    client_id: app().appId,
    response_type: 'code',
    redirect_uri: redirect,
    scope: `${graph}/.default openid`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'a state',
    ...changes,
  });
  const open = (changes?: { readonly [name: string]: string }) =>
    sample.send('GET', `/${tenant()}/oauth2/v2.0/authorize?${new URLSearchParams(authorizing(changes))}`);
  const codeOf = async (changes?: { readonly [name: string]: string }) =>
    new URL((await open(changes)).headers.location).searchParams.get('code') ?? '';
  const bring = async (code: string, changes: { readonly [name: string]: string } = {}) => {
    const form = { grant_type: 'authorization_code', client_id: app().appId, redirect_uri: redirect, code };
    const { json } = await post('token', { ...form, code_verifier: verifier, ...changes });
    return json.error_codes?.[0] ?? claimsOf(json.access_token).upn;
  };

  test('brings a code back to the program that began, which gets a token for it, once', async () => {
    const { status, headers: back } = await open({ login_hint: 'AlexM@contoso.com' });
    const location = new URL(back.location);
    expect([status, location.origin, location.searchParams.get('state')]).toEqual([
      302,
      'http://localhost:5555',
      'a state',
    ]);
    const code = location.searchParams.get('code') ?? '';
    expect([await bring(code), await bring(code)]).toEqual(['AlexM@contoso.com', 70008]);
    expect(await bring(await codeOf())).toBe('admin@contoso.com');
  });

  test('posts the code, where it is asked to, and takes nothing for markup', async () => {
    const { status, headers: actual, text } = await open({ response_mode: 'form_post', state: '"><b>' });
    expect([status, actual['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain(`<form method="post" action="${redirect}">`);
    expect(text).toContain('name="state" value="&#34;&#62;&#60;b&#62;"');
    expect(await bring(/name="code" value="([^"]+)"/.exec(text)?.[1] ?? '')).toBe('admin@contoso.com');
  });

  test.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }],
    ['another way back', { redirect_uri: 'http://localhost:6666/done' }],
  ])('brings a code that is worth nothing with %s', async (_, changes) => {
    expect(await bring(await codeOf(), changes)).toBe(70008);
  });

  test('brings a code that is good for ten minutes', async () => {
    const code = await codeOf();
    nowMs += 601_000;
    expect(await bring(code)).toBe(70008);
  });

  test.each([
    ['a way back that leads off this machine', { redirect_uri: 'https://evil.example/' }, 50011],
    ['no proof key', { code_challenge_method: 'plain' }, 9002325],
    ['a person who is not there', { login_hint: 'unknown@contoso.com' }, 50034],
    ['what no one consented to', { scope: `${graph}/Mail.Read` }, 65001],
  ])('is not led back for %s', async (_, changes, code) => {
    const { status, json } = await open(changes);
    expect([status, json.error_codes]).toEqual([400, [code]]);
  });
});

describe('a device', () => {
  type Started = { user_code: string; device_code: string; verification_uri: string };
  const start = async (): Promise<Started> =>
    (await post('devicecode', { client_id: app().appId, scope: `${graph}/.default` })).json;
  const poll = async (code: { device_code: string }): Promise<string> => {
    const form = { grant_type: 'device_code', client_id: app().appId, device_code: code.device_code };
    const { json } = await post('token', form);
    return json.error ?? claimsOf(json.access_token).upn;
  };

  test('waits once, and is then signed in as the administrator', async () => {
    const code = await start();
    expect(code).toMatchObject({ interval: 1, expires_in: 900, message: expect.stringContaining(code.user_code) });
    expect((await sample.send('GET', new URL(code.verification_uri).pathname)).status).toBe(200);
    expect([await poll(code), await poll(code), await poll(code)]).toEqual([
      'authorization_pending',
      'admin@contoso.com',
      'bad_verification_code',
    ]);
  });

  test('waits for who answers, where it is asked to', async () => {
    await sample.send('PUT', '/sandbox/device-codes', { body: { decision: 'wait' } });
    const [one, two] = [await start(), await start()];
    expect([await poll(one), await poll(one)]).toEqual(['authorization_pending', 'authorization_pending']);
    expect((await sample.send('GET', '/sandbox/device-codes')).json).toMatchObject({
      unattended: { kind: 'wait' },
      waiting: [{ userCode: one.user_code }, { userCode: two.user_code }],
    });
    const body = { decision: 'approve', user: 'AlexM@contoso.com' };
    await sample.send('POST', `/sandbox/device-codes/${one.user_code.toLowerCase()}`, { body });
    await sample.send('POST', `/sandbox/device-codes/${two.user_code}`, { body: { decision: 'decline' } });
    expect([await poll(one), await poll(two)]).toEqual(['AlexM@contoso.com', 'authorization_declined']);
  });

  test('that waits too long has to begin again', async () => {
    const code = await start();
    nowMs += 901_000;
    expect([await poll(code), await poll(code)]).toEqual(['expired_token', 'bad_verification_code']);
  });

  test('is not started for what no one consented to', async () => {
    const { json } = await post('devicecode', { client_id: app().appId, scope: `${graph}/Mail.Read` });
    expect(json.error_codes).toEqual([65001]);
  });
});
