import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const shared = `
inputs:
  名前: { type: text }
  größe: { type: integer, example: 3 }
steps:
  - id: create
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "\${名前}", description: "level \${größe}", mailEnabled: false, mailNickname: "d-\${run.id}", securityEnabled: true }
    response: { status: 201, body: { id: <uuid>, displayName: "\${名前}" } }
    capture: { группа: $.id }
    creates: { delete: "/v1.0/groups/\${группа}", find: "/v1.0/groups?$filter=mailNickname eq 'd-\${run.id}'" }
outputs: { 番号: "\${группа}" }
`;

const scenario = `version: 2
use: { 部品: ./parts/g.steps.yaml }
matrix:
  - { name: one, имя: Erste, да: true }
  - { name: two, имя: Zweite, да: false }
inputs:
  açıklama: { example: Fire drill, env: ABOUT }
steps:
  - id: group
    call: 部品.create
    with: { 名前: "\${имя} \${açıklama}" }
    capture: { हिन्दी: { output: 番号 } }
  - id: members
    when: \${да}
    request: { method: GET, url: "/v1.0/groups/\${हिन्दी}/members" }
    response: { status: 200, body: { value: [] } }
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-replay-names-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  return { code: await dispatch(args, streams), out: out(), err: err() };
}

test('names may be words of any script: of inputs, rows, captures, shared steps and what they give', async () => {
  written('parts/g.steps.yaml', shared);
  const file = written('a.scenario.yaml', scenario);
  expect(await run('record', file)).toMatchObject({ code: 0, err: '' });
  const { inputs } = JSON.parse(readFileSync(join(folder, 'a.one.recording.json'), 'utf8'));
  expect(inputs).toEqual({ açıklama: 'Fire drill', имя: 'Erste', да: true, 'group.größe': 3 });
  expect(await run('run', file)).toMatchObject({ code: 0 });
  const named = await run('run', file, '--against', 'sandbox', '--var', 'açıklama=Übung', '--var', 'group.größe=x');
  expect(named.err).toContain('`group.größe`');
  const { out } = await run('run', file, '-t', 'one', '--against', 'sandbox', '--var', 'açıklama=Übung', '--dry-run');
  expect(out).toContain('"displayName": "Erste Übung"');
  expect(out).toContain('GET /v1.0/groups/${group.группа}/members');
});

test.each([
  ['made of other characters', 'gro\u0308ße', 'größe', 'did you mean `größe`? It has U+00F6 where this has U+006F'],
  ['with a letter of another alphabet', 'nаme', 'name', 'did you mean `name`? It has U+0061 where this has U+0430'],
])('a name that looks the same, %s, is explained', async (_, used, defined, fix) => {
  const text = `inputs: { ${defined}: { example: x } }\nsteps:\n  - request: { method: GET, url: "/v1.0/users/\${${used}}" }\n`;
  const { code, err } = await run('check', written('b.scenario.yaml', text));
  expect(code).toBe(2);
  expect(err).toContain(`b.scenario.yaml:3:47: unknown-name: \`${used}\` is not defined`);
  expect(err).toContain(fix);
});

test('an actor keeps to letters of which names of environment variables are made', async () => {
  const text = 'actors: { пётр: {} }\nsteps:\n  - request: { method: GET, url: /v1.0/me }\n';
  const { code, err } = await run('check', written('c.scenario.yaml', text));
  expect(code).toBe(2);
  expect(err).toContain('c.scenario.yaml:1:11: invalid-value: `пётр` is not a name');
  expect(err).toContain('letter from A to Z');
  expect(err).toContain('environment variables are named after it');
});

test.each(['a b', 'a.b', '1st', 'a\u200bb', 'a/b', '😀'])('%j is not a name in any script', async (name) => {
  const text = `inputs: { "${name}": { example: x } }\nsteps:\n  - request: { method: GET, url: /v1.0/me }\n`;
  const { code, err } = await run('check', written('d.scenario.yaml', text));
  expect(code).toBe(2);
  expect(err).toContain('d.scenario.yaml:1:11: invalid-value: ');
});

const operations = `
inputs: { link: {} }
steps:
  - id: send
    request: { method: PUT, url: "\${link}", credentials: none, headers: { content-range: bytes 0-1/2 }, body: { text: hi } }
    response: { status: [200, 201] }
    creates: { stays: The folder of the caller is deleted with them }
`;
const sessions = `
steps:
  - id: open
    request: { method: POST, url: "/v1.0/me/drive/root:/n-\${run.id}.txt:/createUploadSession", body: {} }
    response: { status: 200 }
    capture: { address: $.uploadUrl }
  - id: ask
    request: { method: GET, url: "\${address}", credentials: none }
    response: { status: 200 }
outputs: { address: "\${address}" }
`;

test('a link can be used where shared steps captured it, gave it out, and take it in', async () => {
  written('parts/sessions.steps.yaml', sessions);
  written('parts/operations.steps.yaml', operations);
  const text = `version: 2
use: { sessions: ./parts/sessions.steps.yaml, operations: ./parts/operations.steps.yaml }
steps:
  - id: session
    call: sessions
    capture: { address: { output: address } }
  - id: ask
    request: { method: GET, url: "\${address}", credentials: none }
    response: { status: 200 }
  - id: upload
    call: operations
    with: { link: "\${address}" }
`;
  const file = written('e.scenario.yaml', text);
  expect(await run('run', file, '--against', 'sandbox')).toMatchObject({ code: 0, err: '' });
});
