import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { dispatch } from './dispatch.ts';

/** Live, as for a tenant: the sandbox over HTTPS. */
let sample: SampleServer;
let folder: string;

const shared = `
inputs:
  member: { type: text }
  about: { type: text }
steps:
  - id: create
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: "\${about}"
        mailNickname: shared-\${run.id}
        mailEnabled: false
        securityEnabled: true
        members@odata.bind: ["https://graph.microsoft.com/v1.0/users/\${member}"]
    response: { status: 201, body: { id: <uuid>, displayName: "\${about}" } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'shared-\${run.id}'
outputs:
  id: \${groupId}
  path: /groups/\${groupId}
`;

const scenario = `version: 2
title: Live
actors: { admin: { permissions: [Group.ReadWrite.All, User.ReadWrite.All] } }
use: { groups: ./groups.steps.yaml }
matrix:
  - { name: Alex, user: AlexM@contoso.com, lists: true }
  - { name: Jamie, user: JamieQ@contoso.com, lists: false }
steps:
  - id: find
    request: { method: GET, url: "/v1.0/users/\${user}?$select=id,displayName,accountEnabled" }
    response: { status: 200 }
    capture: { userId: $.id, name: $.displayName, enabled: $.accountEnabled }
  - id: group
    call: groups
    with: { member: "\${user}", about: "Friends of \${name}" }
    capture: { groupId: { output: id }, path: { output: path } }
  - id: members
    when: \${enabled}
    request: { method: GET, url: "/v1.0/groups/\${groupId}/members?$select=id,displayName" }
    response: { status: 200, body: { value: [{ id: "\${userId}", displayName: "\${name}" }] } }
  - id: describe
    when: \${lists}
    request: { method: PATCH, url: "/v1.0/groups/\${groupId}", body: { description: "at \${path}" } }
  - id: described
    after: describe
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { description: "at \${path}", displayName: "Friends of \${name}" } }
`;

beforeAll(async () => {
  sample = await sampleServer();
  folder = mkdtempSync(join(tmpdir(), 'composition-live-'));
  writeFileSync(join(folder, 'a.scenario.yaml'), scenario);
  writeFileSync(join(folder, 'groups.steps.yaml'), shared);
});
afterAll(async () => {
  await sample.close();
  rmSync(folder, { recursive: true });
});

async function run(...args: readonly string[]) {
  return attended(undefined, ...args, join(folder, 'a.scenario.yaml'));
}

/** A person at the terminal who gives these answers; without answers there is no person. */
async function attended(answers: readonly string[] | undefined, ...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const said = [...(answers ?? [])];
  const ask = answers === undefined ? {} : { ask: async () => said.shift() };
  const environment = {
    TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
    ...sample.settings(),
  };
  const code = await dispatch(args, { ...streams, environment, ...ask });
  return { code, out: out(), err: err() };
}

const live = (command: string) => [command, ...['--against', 'live', '--tenant', sample.tenant(), '-j', '2']];
const leftovers = () =>
  sample.server
    .sandbox()
    .world.directory.groups()
    .filter(({ displayName }) => displayName?.startsWith('Friends of') === true);

test('shared steps, rows and conditions run live, are recorded without names, and replay', async () => {
  const recorded = await run(...live('record'));
  expect(recorded.err).toBe('');
  expect(recorded.code).toBe(0);
  expect(recorded.out).toContain('–  4  describe      skipped, condition: its condition is not met: ${lists}');
  expect(leftovers()).toEqual([]);
  for (const row of ['alex', 'jamie']) {
    const text = readFileSync(join(folder, `a.${row}.recording.json`), 'utf8');
    for (const secret of ['Alex Marlow', 'Jamie Quill']) expect(text).not.toContain(secret);
  }
  const replayed = await run('run');
  expect(replayed).toMatchObject({ code: 0, err: '' });
  const again = await run(...live('record'));
  expect(again.out.match(/^unchanged/gm)).toHaveLength(2);
});

const own = `version: 2
actors: { admin: { permissions: [Group.ReadWrite.All, User.ReadWrite.All] } }
use: { groups: ./groups.steps.yaml }
matrix:
  - { name: basic, edition: P1, notes: [{ by: Kim }], first: "Adele & co" }
  - { name: premium, edition: P2, notes: [{ by: Sam }, { by: Ada }], first: O'Neill }
steps:
  - { id: user, request: { method: GET, url: /v1.0/users/AlexM@contoso.com }, response: { status: 200 }, capture: { name: $.displayName } }
  - id: fixed
    call: groups
    with: { member: AlexM@contoso.com, about: "Friends of \${first} in \${run.id}" }
    capture: { groupId: { output: id } }
  - id: premium
    when: \${edition} == "P2"
    request: { method: PATCH, url: "/v1.0/groups/\${groupId}", body: { description: "\${first}, at \${notes}" } }
  - id: alex
    when: \${name} == "Alex Marlow"
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: "Friends of \${first} in \${run.id}" } }
`;

test('values of rows, calls and conditions are recorded unchanged, and decide again', async () => {
  const file = join(folder, 'own.scenario.yaml');
  writeFileSync(file, own);
  const recorded = await attended(undefined, ...live('record'), '--allow', 'changes-existing', file);
  expect(recorded).toMatchObject({ code: 0, err: '' });
  const read = (row: string) => readFileSync(join(folder, `own.${row}.recording.json`), 'utf8');
  expect(JSON.parse(read('premium')).inputs).toEqual({
    edition: 'P2',
    notes: [{ by: 'Sam' }, { by: 'Ada' }],
    first: "O'Neill",
  });
  expect(read('basic')).toMatch(/"displayName": "Friends of Adele & co in \w{13}"/);
  const edited = own.replace('Adele & co', 'Adele & sons');
  writeFileSync(file, edited);
  const replayed = await attended(undefined, 'run', file);
  expect(replayed.out).toContain('request-changed  request $.displayName');
  expect(replayed.out).toContain('\u2713 own \u00b7 premium');
});

test('P11 what a row sends as a secret is not recorded, and replays', async () => {
  const file = join(folder, 'secret.scenario.yaml');
  const body = '{ passwordProfile: { password: "${pw}" } }';
  writeFileSync(
    file,
    `version: 2
actors: { admin: { permissions: [User.ReadWrite.All] } }
matrix: [{ name: one, pw: Row-only-9182 }]
steps:
  - { id: reset, request: { method: PATCH, url: /v1.0/users/AlexM@contoso.com, body: ${body} } }
`,
  );
  const recorded = await attended(undefined, ...live('record'), '--allow', 'changes-existing', file);
  expect(recorded).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(join(folder, 'secret.one.recording.json'), 'utf8')).not.toContain('Row-only');
  expect(await attended(undefined, 'run', file)).toMatchObject({ code: 0, err: '' });
});

const changing = `
inputs:
  target: { type: text }
steps:
  - id: write
    request: { method: PATCH, url: "/v1.0/groups/\${target}", body: { description: changed } }
outputs:
  id: \${target}
`;

test.each([
  ['a row', 'call: changing, with: { target: "${row}" }', 1],
  ['an input', 'call: changing, with: { target: "${given}" }', 1],
  ['a capture from a list', 'call: changing, with: { target: "${listed}" }', 1],
  ['a text with one', 'call: changing, with: { target: "(uniqueName=\u0027${listed}\u0027)" }', 1],
  ['a capture from a header', 'call: changing, with: { target: "${header}" }', 1],
  ['what other shared steps gave', 'call: changing, with: { target: "${passed}" }', 1],
  ['a step on a condition', 'call: changing, with: { target: "${listed}" }, when: "${isTrue}"', 1],
  ['what shared steps created', 'call: changing, with: { target: "${made}" }', 0],
])('P1 shared steps that change an object named by %s', async (_, call, refusals) => {
  const file = join(folder, 'c.scenario.yaml');
  writeFileSync(join(folder, 'changing.steps.yaml'), changing);
  writeFileSync(
    file,
    `version: 2
actors: { admin: { permissions: [Group.ReadWrite.All] } }
use: { groups: ./groups.steps.yaml, changing: ./changing.steps.yaml }
inputs: { given: { type: text }, isTrue: { type: boolean } }
matrix: [ { name: one, row: a1b2c3 } ]
steps:
  - id: list
    request: { method: GET, url: /v1.0/groups }
    response: { status: 200 }
    capture: { listed: "$.value[0].id", header: { header: request-id } }
  - { id: group, call: groups, with: { member: AlexM@contoso.com, about: "Friends of \${run.id}" }, capture: { made: { output: id } } }
  - { id: pass, call: changing.write, with: { target: "\${made}" }, capture: { own: { output: id } } }
  - { id: look, call: passing, with: { id: "\${listed}" }, capture: { passed: { output: same } } }
  - { id: change, ${call} }
`.replace('changing: ./changing', 'passing: ./passing.steps.yaml, changing: ./changing'),
  );
  writeFileSync(
    join(folder, 'passing.steps.yaml'),
    'inputs: { id: { type: text } }\nsteps: [{ id: read, request: { method: GET, url: /v1.0/groups } }]\noutputs: { same: "${id}" }\n',
  );
  const values = ['--var', 'given=d4e5f6', '--var', 'isTrue=true'];
  const refused = await attended(undefined, ...live('run'), ...values, file);
  expect([
    refused.code,
    refused.err.match(/not-allowed: `change\.write` changes something that no step/g)?.length ?? 0,
  ]).toEqual([refusals === 0 ? 0 : 2, refusals]);
  expect(leftovers()).toEqual([]);
});

test('objects of shared steps are deleted after a later failure, by the ledger alone', async () => {
  writeFileSync(
    join(folder, 'a.scenario.yaml'),
    scenario.replace('status: 200, body: { value', 'status: 404, body: { value'),
  );
  const failed = await run(...live('run'), '-t', 'alex');
  expect(failed.code).toBe(1);
  expect(failed.out).toMatch(/✓ {2}1 {2}leftover-1 +DELETE/);
  expect(leftovers()).toEqual([]);
  writeFileSync(join(folder, 'a.scenario.yaml'), scenario);
});

test('the doctor asks for no value that a row gives', async () => {
  const { code, out } = await run('doctor', '--tenant', sample.tenant());
  expect(out).not.toContain('input');
  expect(code).toBe(0);
});

test('a run that a person suspends continues with its row, and only with the same shared steps', async () => {
  const file = join(folder, 'w.scenario.yaml');
  const manual = `version: 2
actors: { admin: { permissions: [Group.ReadWrite.All, User.ReadWrite.All] } }
use: { groups: ./groups.steps.yaml }
matrix: [{ name: Alex, user: AlexM@contoso.com }, { name: Jamie, user: JamieQ@contoso.com }]
steps:
  - { id: group, call: groups, with: { member: "\${user}", about: "Friends of \${run.id}" }, capture: { path: { output: path } } }
  - id: look
    manual: { prompt: Look at it. }
  - id: read
    request: { method: GET, url: "/v1.0/users/\${user}" }
    response: { status: 200, body: { userPrincipalName: "\${user}" } }
  - id: described
    request: { method: PATCH, url: "/v1.0/groups/\${group.groupId}", body: { description: "at \${path}" } }
`
    .replace('${group.groupId}', '${id}')
    .replace('{ path: { output: path } }', '{ path: { output: path }, id: { output: id } }');
  writeFileSync(file, manual);
  const left = await attended(
    ['leave'],
    ...live('run').filter((one) => one !== '-j' && one !== '2'),
    '-t',
    'jamie',
    file,
  );
  expect(left.code).toBe(3);
  const id = /resume ([a-z2-7]{13})/.exec(left.out)?.[1] ?? 'none';
  writeFileSync(join(folder, 'groups.steps.yaml'), `${shared}# changed\n`);
  expect(await attended(['done'], 'resume', id)).toMatchObject({
    code: 2,
    err: expect.stringContaining('scenario-changed'),
  });
  writeFileSync(join(folder, 'groups.steps.yaml'), shared);
  const resumed = await attended(['done'], 'resume', id);
  expect(resumed).toMatchObject({ code: 0, err: '' });
  expect(resumed.out).toContain('w · Jamie');
  expect(leftovers()).toEqual([]);
});

test('objects of shared steps are deleted by `cleanup`, from the ledger alone', async () => {
  const file = join(folder, 'w.scenario.yaml');
  const left = await attended(
    ['leave'],
    ...live('run').filter((one) => one !== '-j' && one !== '2'),
    '-t',
    'alex',
    file,
  );
  expect(left.code).toBe(3);
  expect(leftovers()).toHaveLength(1);
  rmSync(file);
  const id = /resume ([a-z2-7]{13})/.exec(left.out)?.[1] ?? 'none';
  // A run that waits is said to wait: it has left nothing over.
  const waits = await attended(undefined, 'cleanup');
  expect(waits).toMatchObject({ code: 0, err: '' });
  expect(waits.out).toMatch(/ waits for a person: unchanged, with 1 object that it created\. `npx .* resume /);
  expect(waits.out).toMatch(/^nothing else is left to delete$/m);
  expect(waits.out).not.toContain('left over');
  expect(leftovers()).toHaveLength(1);
  const cleaned = await attended(undefined, 'cleanup', id);
  expect(cleaned).toMatchObject({ code: 0 });
  expect(leftovers()).toEqual([]);
});
