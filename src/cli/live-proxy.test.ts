import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { dispatch } from './dispatch.ts';

const scenario = `title: Who am I
actors:
  reader: { permissions: [User.Read.All] }
steps:
  - id: me
    actor: reader
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { userPrincipalName: admin@contoso.com } }
`;

let sample: SampleServer;
let proxy: Server;
let folder: string;
/** Where the proxy was asked to connect to, and with what it responded. */
const connected: string[] = [];
const authorizations = new Set<string | undefined>();
let refuses = false;

beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'live-proxy-'));
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
  proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', ({ url = '', headers }, client) => {
    connected.push(url);
    authorizations.add(headers['proxy-authorization']);
    if (refuses) return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const { hostname, port } = new URL(`http://${url}`);
    const server = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) socket.on('error', () => [client, server].map((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await sample.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  connected.length = 0;
  authorizations.clear();
  refuses = false;
});

const port = () => new URL(sample.server.origin).port;
/** Authority and Graph have names of their own, so that the proxy can report them apart. */
const authority = () => `127.0.0.1:${port()}`;
const graph = () => `localhost:${port()}`;

async function run(args: readonly string[], changes: { readonly [name: string]: string } = {}) {
  const app = sample.server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  const environment = {
    REPLAY_CLOUD: 'custom',
    REPLAY_GRAPH_ORIGIN: `https://${graph()}`,
    REPLAY_GRAPH_RESOURCE: 'https://graph.microsoft.com',
    REPLAY_AUTHORITY: `https://${authority()}`,
    NODE_EXTRA_CA_CERTS: sample.folder.paths.ca,
    REPLAY_CLIENT_ID: app?.appId ?? '',
    REPLAY_READER_USERNAME: sample.server.administrator ?? '',
    REPLAY_READER_PASSWORD: sample.server.password,
    HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
    ...changes,
  };
  const { streams, out, err } = capturedStreams();
  const tenant = sample.tenant();
  const all = ['run', '--against', 'live', '--tenant', tenant, ...args, join(folder, 'a.scenario.yaml')];
  const code = await dispatch(all, { ...streams, environment });
  return { code, text: out() + err() };
}

test('no proxy is used unless `--proxy` names one, whatever the environment says', async () => {
  expect(await run([])).toMatchObject({ code: 0 });
  expect(connected).toEqual([]);
});

test('with `--use-env-proxy`, sign-ins and Graph go through the proxy', async () => {
  expect(await run(['--use-env-proxy'])).toMatchObject({ code: 0 });
  expect(new Set(connected)).toEqual(new Set([authority(), graph()]));
});

test.each([
  ['Graph', 'localhost', () => [authority()]],
  ['the authority', '127.0.0.1', () => [graph()]],
  ['everything', '*', () => []],
])('NO_PROXY spares %s', async (_, except, expected) => {
  expect(await run(['--use-env-proxy'], { NO_PROXY: except })).toMatchObject({ code: 0 });
  expect([...new Set(connected)]).toEqual(expected());
});

test('a proxy with a name and a password is reported both, and no other user is', async () => {
  const url = `http://someone:canary-of-the-proxy@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { code, text } = await run(['--use-env-proxy', '-v'], { HTTPS_PROXY: url });
  expect(code).toBe(0);
  expect([...authorizations]).toEqual([`Basic ${Buffer.from('someone:canary-of-the-proxy').toString('base64')}`]);
  expect(text).not.toContain('canary');
});

test('a proxy that refuses is exit 3, and the message does not show its password', async () => {
  refuses = true;
  const url = `http://someone:canary-of-the-proxy@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { code, text } = await run(['--use-env-proxy', '--step-budget', 'PT10S'], { HTTPS_PROXY: url });
  expect(code).toBe(3);
  expect(text).toMatch(/proxy/i);
  expect(text).not.toContain('canary');
});

test('without a proxy in the environment, `--use-env-proxy` is exit 2', async () => {
  expect(await run(['--use-env-proxy'], { HTTPS_PROXY: '' })).toMatchObject({
    code: 2,
    text: expect.stringContaining('needs `HTTPS_PROXY`'),
  });
});
