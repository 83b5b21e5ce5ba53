import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { diffJson } from '../expectation/compare/diff.ts';
import type { Json } from '../json/json.ts';
import type { Clock } from '../run/ports.ts';
import { dispatch } from './dispatch.ts';

/** Live, as for a tenant: the sandbox over HTTPS makes new ids every time, and time passes between one run and the next. */

let sample: SampleServer;
let folder: string;

beforeAll(async () => {
  sample = await sampleServer();
  folder = mkdtempSync(join(tmpdir(), 'record-live-'));
});
afterAll(async () => {
  await sample.close();
  rmSync(folder, { recursive: true });
});

const scenario = `title: A group, and who is in it
actors:
  admin: { permissions: [Group.ReadWrite.All, User.ReadWrite.All] }
steps:
  - id: create-group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: Since \${run.today}
        mailNickname: live-\${run.id}
        mailEnabled: false
        securityEnabled: true
        members@odata.bind:
          - https://graph.microsoft.com/v1.0/users/AlexM@contoso.com
          - https://graph.microsoft.com/v1.0/users/JamieQ@contoso.com
          - https://graph.microsoft.com/v1.0/users/CaseyL@contoso.com
    response: { status: 201, body: { id: <uuid>, displayName: "Since \${run.today}", createdDateTime: <datetime> } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'live-\${run.id}'
  - id: list-members
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}/members?$select=id,displayName,department&$top=1", pages: all }
    response: { status: 200, body: { value: { <count>: 3 } } }
  - id: get-group
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { id: "\${groupId}" } }
  - id: delete-it
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
  - id: get-nothing
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 404 }
`;

const settings = () => ({
  TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
  ...sample.settings(),
});

/** The sandbox's own time; to sleep is to move it. */
const clock: Clock = {
  now: () => sample.server.sandbox().clock.now(),
  sleep: (ms) => pass(`PT${Math.ceil(ms / 1000)}S`),
};

async function pass(duration: string) {
  expect((await sample.send('POST', '/sandbox/clock', { body: { advance: duration } })).status).toBe(200);
}

const path = () => join(folder, 'group.scenario.yaml');
const recordingText = () => readFileSync(join(folder, 'group.recording.json'), 'utf8');

async function command(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch([...args, path()], { ...streams, clock, environment: settings() });
  return { code, out: out(), all: out() + err() };
}

const record = (...args: readonly string[]) =>
  command('record', '--against', 'live', '--tenant', sample.tenant(), ...args);

async function change(user: string, body: object) {
  const patched = await sample.send('PATCH', `/v1.0/users/${user}`, { body, token: await sample.token() });
  expect(patched.status, patched.text).toBe(204);
}

test('recording live twice touches no file; then only what really changed is another, and it replays', async () => {
  writeFileSync(path(), scenario);
  const archive = join(folder, 'run.har');
  const first = await record('--expires', 'P1Y', '-r', 'terminal', '-r', `har=${archive}`);
  expect(first.code, first.all).toBe(0);
  expect(first.out).toMatch(/^recorded {3}.*group\.recording\.json$/m);
  const text = recordingText();
  expect(text).not.toContain(sample.server.origin);
  expect(text).toContain('"source": "live"');
  const { entries } = JSON.parse(readFileSync(archive, 'utf8')).log;
  expect(entries).toHaveLength(7);
  for (const { request } of entries) {
    expect(request.url).toMatch(new RegExp(`^${sample.server.origin}/v1\\.0/groups`));
    expect(request.headers.map(({ name }: { name: string }) => name)).not.toContain('authorization');
  }
  const written = statSync(join(folder, 'group.recording.json')).mtimeMs;

  await pass('P3DT5H7M11S');
  const second = await record();
  expect(second.code, second.all).toBe(0);
  expect(recordingText()).toBe(text);
  expect(second.out).toMatch(/^unchanged {2}/m);
  expect(statSync(join(folder, 'group.recording.json')).mtimeMs).toBe(written);

  await pass('P40D');
  await change('JamieQ@contoso.com', { department: 'Tides and Moorings' });
  const third = await record();
  expect(third.out, third.all).toMatch(/^changed {4}/m);
  const [before, after] = [JSON.parse(text), JSON.parse(recordingText())];
  expect(diffJson(before, after).map(({ path: at, after: value }) => [at, value])).toEqual([
    ['$.date', expect.any(String)],
    ['$.expires', expect.any(String)],
    ['$.digest', expect.any(String)],
    [
      expect.stringMatching(/list-members'\]\[\d\]\.response\.body\.value\[0\]\.department$/),
      expect.stringMatching(/^Name [0-9a-f]{8}$/),
    ],
  ]);
  const lifetime = (one: { date: string; expires: string }) => Date.parse(one.expires) - Date.parse(one.date);
  expect(lifetime(after)).toBe(lifetime(before));
  expect((await command('run')).code).toBe(0);
});

test('an expired recording is dated again, although nothing changed', async () => {
  const before: Json = JSON.parse(recordingText());
  await pass('P730D');
  const again = await record();
  expect(again.out, again.all).toMatch(/^changed {4}/m);
  expect(diffJson(before, JSON.parse(recordingText())).map(({ path: at }) => at)).toEqual(['$.date', '$.expires']);
});
