import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import type { Clock } from '../run/ports.ts';
import { storedRuns } from '../tenant/ledger/stored-runs.ts';
import { dispatch } from './dispatch.ts';

/** Files live, as for a tenant: links lead to another host, and none of it knows the token. */

let sample: SampleServer;
let folder: string;
const picture = Buffer.from(Uint8Array.from({ length: 1000 }, (_, at) => (at * 7) % 256));

beforeAll(async () => {
  sample = await sampleServer();
  folder = mkdtempSync(join(tmpdir(), 'record-files-'));
  writeFileSync(join(folder, 'picture.png'), picture);
});
afterAll(async () => {
  await sample.close();
  rmSync(folder, { recursive: true });
});

const scenario = `version: 2
title: A file, up and down
actors:
  admin: { permissions: [Files.ReadWrite.All] }
steps:
  - id: open
    actor: admin
    request:
      method: POST
      url: /v1.0/me/drive/root:/picture-\${run.id}.png:/createUploadSession
      body: { item: { "@microsoft.graph.conflictBehavior": rename } }
    response: { status: 200, body: { uploadUrl: <url> } }
    capture: { upload: $.uploadUrl }
  - id: first-part
    actor: admin
    request: { method: PUT, url: "\${upload}", credentials: none, body: { file: picture.png, range: 0-511 } }
    response: { status: 202, body: { nextExpectedRanges: ["512-"] } }
  - id: last-part
    actor: admin
    request: { method: PUT, url: "\${upload}", credentials: none, body: { file: picture.png, range: 512-999 } }
    response: { status: 201, body: { id: <string>, size: 1000 } }
    capture: { file: $.id }
    creates: { delete: "/v1.0/me/drive/items/\${file}" }
  - id: content
    actor: admin
    request: { method: GET, url: "/v1.0/me/drive/items/\${file}/content" }
    response: { status: 302, headers: { location: <url> } }
    capture: { download: { header: Location } }
  - id: download
    actor: admin
    request: { method: GET, url: "\${download}", credentials: none }
    response: { status: 200, type: image/png, size: 1000 }
  - id: delete-it
    actor: admin
    request: { method: DELETE, url: "/v1.0/me/drive/items/\${file}" }
    response: { status: 204 }
`;

const clock: Clock = {
  now: () => sample.server.sandbox().clock.now(),
  sleep: async () => {
    throw new Error('nothing waits here');
  },
};

async function run(...args: readonly string[]) {
  return runIn('file', ...args);
}

async function runIn(name: string, ...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const environment = {
    TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
    ...sample.settings(),
    REPLAY_USER_USERNAME: sample.server.administrator ?? '',
    REPLAY_USER_PASSWORD: sample.server.password,
  };
  const code = await dispatch([...args, join(folder, `${name}.scenario.yaml`)], { ...streams, clock, environment });
  return { code, text: out() + err() };
}

test('a file goes up in parts and comes down through a redirect, live; the recording replays it', async () => {
  writeFileSync(join(folder, 'file.scenario.yaml'), scenario);
  const tenant = sample.tenant();
  const recorded = await run('record', '--against', 'live', '--tenant', tenant);
  expect(recorded.code, recorded.text).toBe(0);
  const text = readFileSync(join(folder, 'file.recording.json'), 'utf8');
  const recording = JSON.parse(text);
  const { host } = new URL(sample.server.origin.replace('127.0.0.1', 'localhost'));
  expect(text).not.toContain(host);
  const [download] = recording.steps.download;
  expect(download.request.url).toMatch(/^https:\/\/files\.example\//);
  expect(Buffer.from(download.response.bytes.base64, 'base64').equals(picture)).toBe(true);
  expect(recording.steps['last-part'][0].request.bytes).toMatchObject({ size: 488 });
  const again = await run('record', '--against', 'live', '--tenant', tenant);
  expect(again.text).toMatch(/^unchanged {2}/m);
  expect(readFileSync(join(folder, 'file.recording.json'), 'utf8')).toBe(text);
  const replayed = await run('run');
  expect(replayed.code, replayed.text).toBe(0);
});

test('P1 the uploads of the library pass live and leave nothing behind', async () => {
  for (const name of ['upload.scenario.yaml', 'readings.csv', 'badge.png']) {
    copyFileSync(new URL(`../../scenarios/files/${name}`, import.meta.url), join(folder, name));
  }
  const files = async () =>
    (await sample.send('GET', '/v1.0/me/drive/root/children', { token: await sample.token() })).json.value;
  const before = await files();
  const ran = await runIn('upload', 'run', '--against', 'live', '--tenant', sample.tenant());
  expect(ran.code, ran.text).toBe(0);
  expect(ran.text).toMatch(/9 passed/);
  expect(await files()).toEqual(before);
  expect(storedRuns(join(folder, 'runs')).runs.flatMap(({ open }) => open)).toEqual([]);
});
