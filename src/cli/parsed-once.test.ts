import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { json } from '../../test/support/backends/sample-live-server.ts';
import { type SignInServer, signInServer } from '../../test/support/backends/sample-sign-in.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const id = '825f1b5e-6fb2-4d9a-b393-d491101acc0c';

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

let server: SignInServer;
let folder: string;
/** The bodies of the responses of steps, each of which is another. */
const sent: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parsed-once-'));
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
  server = await signInServer(
    ({ url, method }, response) => {
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
    },
    { roles: ['Group.ReadWrite.All'] },
  );
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('a live response of a step is parsed exactly once', async () => {
  const { streams, out, err } = capturedStreams();
  const environment = await server.settings(folder);
  const parse = vi.spyOn(JSON, 'parse');
  const reports = ['json', 'html'].flatMap((name) => ['-r', `${name}=${join(folder, `report.${name}`)}`]);
  const args = ['run', '--against', 'live', '--tenant', server.tenant, '--ledger', join(folder, 'runs'), ...reports];
  await dispatch([...args, join(folder, 'a.scenario.yaml')], {
    ...streams,
    environment,
  });
  const parsed = parse.mock.calls.map(([text]) => text);
  parse.mockRestore();
  expect(sent.length, out() + err()).toBeGreaterThanOrEqual(6);
  const times = sent.map((text) => [text.slice(0, 60), parsed.filter((one) => one === text).length]);
  expect(times).toEqual(sent.map((text) => [text.slice(0, 60), 1]));
});
