import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificates, liveServer } from '../../test/support/backends/sample-live-server.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { dispatch } from './dispatch.ts';

let sample: SampleServer;
let folder: string;
beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'cut-off-'));
  await writeFile(join(folder, 'ca.pem'), sample.ca + (await certificates()).ca);
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

const mebibyte = Buffer.alloc(1024 * 1024, 'a');

function* body(mebibytes: number): Iterable<Buffer> {
  for (let sent = 0; sent < mebibytes; sent++) yield mebibyte;
}

/** Sends a part of a body, and then breaks off. */
async function cutOff(response: ServerResponse, mebibytes: number, headers: { readonly [name: string]: string }) {
  response.writeHead(200, headers);
  await pipeline(body(mebibytes), response, { end: false }).catch(() => undefined);
  response.destroy();
}

const octets = { 'content-type': 'application/octet-stream' };
const whole = { 'content-length': String(64 * mebibyte.length) };

test.each([
  ['more bytes than the limit', 70, octets],
  ['JSON beyond its limit', 64, { 'content-type': 'application/json', ...whole }],
  ['JSON that ends early', 1, { 'content-type': 'application/json', ...whole }],
])('P1 what was created before a response of %s is deleted', async (_, mebibytes, headers) => {
  const proxy = await liveServer(async (got, response) => {
    if (got.method === 'GET' && got.url.endsWith('/members')) return cutOff(response, mebibytes, headers);
    const { authorization = '', 'content-type': type } = got.headers;
    const sent = { authorization, ...(type !== undefined && { 'content-type': type }) };
    const answer = await sample.send(got.method, got.url, {
      headers: sent,
      ...(got.body !== '' && { body: got.body }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json', date: String(answer.headers['date']) });
    response.end(answer.text);
  });
  const path = join(folder, 'cut.scenario.yaml');
  const group = (id: string, status = 201) =>
    `  - id: ${id}\n    request: { method: POST, url: /v1.0/groups, body: { displayName: "${id}-\${run.id}", mailEnabled: false, mailNickname: "${id}-\${run.id}", securityEnabled: true } }\n    response: { status: ${status} }\n    capture: { ${id}: $.id }\n    creates: { delete: "/v1.0/groups/\${${id}}" }\n`;
  const read =
    '  - id: read\n    request: { method: GET, url: "/v1.0/groups/${one}/members" }\n    response: { status: 200 }\n';
  await writeFile(path, `title: A long response\nactors: { admin: {} }\nsteps:\n${group('one')}${read}${group('two')}`);
  const before = sample.groups().length;
  const { streams, out, err } = capturedStreams();
  const environment = {
    ...sample.settings(),
    REPLAY_GRAPH_ORIGIN: proxy.origin,
    REPLAY_GRAPH_RESOURCE: sample.server.origin,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
  };
  const args = ['run', '--against', 'live', '--tenant', sample.tenant(), path];
  const code = await dispatch(args, { ...streams, environment });
  await proxy.close();
  const text = out() + err();
  expect(
    proxy.got.some(({ method, url }) => method === 'DELETE' && url.startsWith('/v1.0/groups/')),
    text,
  ).toBe(true);
  expect({ code, left: sample.groups().length - before }, text).toEqual({ code: 3, left: 0 });
});
