import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { certificates, json, type LiveServer, liveServer } from '../../test/support/backends/sample-live-server.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const tenant = '6a9d41c8-3f27-8b15-9d60-e14c07b2a583';
const id = '825f1b5e-6fb2-4d9a-b393-d491101acc0c';
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = () => ({ tid: tenant, aud: server.origin, roles: ['Group.ReadWrite.All'], exp: 4e9 });
const token = () => [base64url({ alg: 'RS256' }), base64url(claims()), 'c2lnbmF0dXJl'].join('.');

const scenario = `title: Read once
actors:
  service: { context: application, permissions: [Group.ReadWrite.All] }
steps:
  - id: create-group
    actor: service
    request: { method: POST, url: /v1.0/groups, body: { displayName: A, mailNickname: "a-\${run.id}" } }
    response: { status: 201, body: { id: <uuid>, displayName: A } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'a-\${run.id}'
  - id: wait-for-group
    actor: service
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: A, state: Ready } }
    eventually: { within: PT10S, every: PT1S }
  - id: list-pages
    actor: service
    request: { method: GET, url: /v1.0/groups, pages: all }
    response: { status: 200, body: { value: [{ displayName: A }, { displayName: Other }] } }
  - id: refused
    actor: service
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { displayName: A } }
`;

let server: LiveServer;
let folder: string;
/** The bodies of the responses of steps, each of which is another. */
const sent: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parsed-once-'));
  await writeFile(join(folder, 'ca.pem'), (await certificates()).ca);
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
  server = await liveServer(({ url, method }, response) => {
    const oauth = `${server.origin}/${tenant}/oauth2/v2.0`;
    if (url.includes('openid-configuration')) {
      const [issuer, jwks_uri] = [`${server.origin}/${tenant}/v2.0`, `${oauth}/keys`];
      return json(response, 200, { issuer, jwks_uri, authorization_endpoint: oauth, token_endpoint: `${oauth}/token` });
    }
    if (url.includes('/oauth2/')) {
      return json(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: token() });
    }
    if (method === 'DELETE') return json(response, 204, undefined);
    const group = { id, displayName: 'A', number: sent.length, createdDateTime: new Date().toISOString() };
    const list = { number: sent.length, '@odata.nextLink': `${server.origin}/v1.0/groups?$skiptoken=2` };
    const [status, body] = url.endsWith('/me')
      ? [403, { error: { code: 'Denied', message: `number ${sent.length}` } }]
      : url.endsWith('/groups') && method === 'GET'
        ? [200, { ...list, value: [{ displayName: 'A' }] }]
        : url.includes('skiptoken')
          ? [200, { number: sent.length, value: [{ displayName: 'Other' }] }]
          : [method === 'POST' ? 201 : 200, { ...group, ...(sent.length > 2 ? { state: 'Ready' } : {}) }];
    sent.push(JSON.stringify(body));
    return json(response, Number(status), body);
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('a live response of a step is parsed exactly once', async () => {
  const { streams, out, err } = capturedStreams();
  const parse = vi.spyOn(JSON, 'parse');
  const reports = ['json', 'html'].flatMap((name) => ['-r', `${name}=${join(folder, `report.${name}`)}`]);
  const args = ['run', '--against', 'live', '--tenant', tenant, '--ledger', join(folder, 'runs'), ...reports];
  await dispatch([...args, join(folder, 'a.scenario.yaml')], {
    ...streams,
    environment: {
      REPLAY_CLOUD: 'custom',
      REPLAY_GRAPH_ORIGIN: server.origin,
      REPLAY_AUTHORITY: server.origin,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      REPLAY_CLIENT_ID: '9e02b7c5-d3f8-8146-a16b-78d0f5c4e293',
      REPLAY_CLIENT_SECRET: 'Zq7nArY-4x9w-2kD',
    },
  });
  const parsed = parse.mock.calls.map(([text]) => text);
  parse.mockRestore();
  expect(sent.length, out() + err()).toBeGreaterThanOrEqual(6);
  const times = sent.map((text) => [text.slice(0, 60), parsed.filter((one) => one === text).length]);
  expect(times).toEqual(sent.map((text) => [text.slice(0, 60), 1]));
});
