import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { loadSource, parseScenario, planRun, rowsOf } from '../index.ts';
import type { RunResult } from '../run/result.ts';
import { dispatch } from './dispatch.ts';

const shared = `
inputs:
  name: { type: text }
  mail: { type: boolean, example: false }
steps:
  - id: create
    title: Create a group
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "\${name}", mailEnabled: "\${mail}", mailNickname: "d-\${run.id}", securityEnabled: true }
    response: { status: 201, body: { id: <uuid>, displayName: "\${name}" } }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}", find: "/v1.0/groups?$filter=mailNickname eq 'd-\${run.id}'" }
  - id: read
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: "\${name}" } }
  - id: unrelated
    request: { method: GET, url: /v1.0/organization }
cleanup:
  - id: delete
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
outputs: { id: "\${groupId}", label: "group \${groupId}" }
`;

const scenario = `version: 2
title: Shared groups
use: { groups: ./parts/groups.steps.yaml }
matrix:
  - { name: security group, about: one, hasMembers: true }
  - { name: Microsoft 365 group, about: other, hasMembers: false }
steps:
  - id: group
    call: groups.read
    with: { name: "Fire drill \${run.id}" }
    capture: { groupId: { output: id }, label: { output: label } }
  - id: members
    when: \${hasMembers}
    request: { method: GET, url: "/v1.0/groups/\${groupId}/members" }
    response: { status: 200, body: { value: [] } }
  - request: { method: PATCH, url: "/v1.0/groups/\${groupId}", body: { description: "\${about} \${label}" } }
  - request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { description: "\${about} \${label}" } }
`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tutorial-replay-composition-'));
});
afterAll(() => rmSync(root, { recursive: true }));

function folderWith(files: { readonly [name: string]: string }): string {
  const folder = mkdtempSync(join(root, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  return { code: await dispatch(args, streams), out: out(), err: err() };
}

const resultOf = (path: string): RunResult => JSON.parse(readFileSync(path, 'utf8'));
const outcomes = ({ scenarios }: RunResult) =>
  scenarios.map(({ row, steps, cleanup }) => [
    row,
    ...[...steps, ...cleanup].map(({ id, outcome }) => `${id} ${outcome.kind}`),
  ]);

const expected = [
  [
    'security-group',
    ...['group.create passed', 'group.read passed', 'members passed'],
    ...['patch-groups passed', 'get-groups passed', 'group.delete passed'],
  ],
  [
    'microsoft-365-group',
    ...['group.create passed', 'group.read passed', 'members skipped'],
    ...['patch-groups passed', 'get-groups passed', 'group.delete passed'],
  ],
];

describe('a scenario with shared steps, rows and a condition', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = folderWith({ 'a.scenario.yaml': scenario, 'parts/groups.steps.yaml': shared });
    file = join(folder, 'a.scenario.yaml');
    expect(await run('record', file, '-j', '2')).toMatchObject({ code: 0 });
  });

  test('runs against the sandbox and its recordings, each row for itself, also side by side', async () => {
    for (const against of ['sandbox', 'recorded']) {
      const json = join(folder, `${against}.json`);
      expect(await run('run', file, '--against', against, '-j', '2', '-r', `json=${json}`)).toMatchObject({ code: 0 });
      const scenarios = resultOf(json).scenarios.toSorted((a, b) => b.title.localeCompare(a.title));
      expect(outcomes({ ...resultOf(json), scenarios })).toEqual(expected);
      expect(scenarios.map(({ title }) => title)).toEqual([
        'Shared groups · security group',
        'Shared groups · Microsoft 365 group',
      ]);
    }
  });

  test('has a recording for each row, of which each says what its row gives', () => {
    for (const [row, about] of [
      ['security-group', 'one'],
      ['microsoft-365-group', 'other'],
    ]) {
      const recording = JSON.parse(readFileSync(join(folder, `a.${row}.recording.json`), 'utf8'));
      expect(recording.inputs).toMatchObject({ about, 'group.mail': false });
      expect(recording.steps['patch-groups'][0].request.body.description).toMatch(`${about} group `);
      expect('members' in recording.steps).toBe(row === 'security-group');
    }
  });

  test('is recorded again without a change', async () => {
    const again = await run('record', file);
    expect(again.out).toContain('unchanged  ');
    expect(again.out).not.toMatch(/^(?:changed|recorded) /m);
  });

  test('shows each row in the list, and runs only the one that --tags names', async () => {
    const list = await run('list', file, '--json');
    expect(JSON.parse(list.out).scenarios).toMatchObject([{ row: 'security-group' }, { row: 'microsoft-365-group' }]);
    const json = join(folder, 'one.json');
    expect(await run('run', file, '-t', 'security-group', '-r', `json=${json}`)).toMatchObject({ code: 0 });
    expect(outcomes(resultOf(json))).toEqual([expected[0]]);
  });

  test('shows before it is run what is known, and names for what is not', async () => {
    const { out } = await run('run', file, '-t', 'security-group', '--against', 'sandbox', '--dry-run');
    expect(out).toContain('reads      GET /v1.0/groups/${group.groupId}/members');
    expect(out).toContain('"description": "one group ${group.groupId}"');
    expect(out).toContain('only where ${hasMembers}');
  });

  test('runs the steps of a call by its name', async () => {
    const json = join(folder, 'call.json');
    const code = await run('run', file, '-t', 'security-group', '--only', 'group', '-r', `json=${json}`);
    expect(code).toMatchObject({ code: 0 });
    expect(outcomes(resultOf(json))[0]).toEqual([
      'security-group',
      ...['group.create passed', 'group.read passed', 'members skipped', 'patch-groups skipped', 'get-groups skipped'],
      'group.delete passed',
    ]);
  });

  test('has the digests of its row, its recording and its shared steps in an evidence pack', async () => {
    const json = join(folder, 'pack.json');
    await run('run', file, '-t', 'security-group', '-r', `json=${json}`);
    const pack = join(folder, 'pack.zip');
    expect(await run('report', json, '--pack', pack)).toMatchObject({ code: 0 });
    const manifest = readFileSync(pack, 'latin1');
    expect(manifest).toContain('"row": "security-group"');
    for (const name of ['a.scenario.yaml', 'a.security-group.recording.json', 'parts/groups.steps.yaml']) {
      expect(manifest).toMatch(new RegExp(`"file": "[^"]*${name}",\\s*"(?:sha256|row)`));
    }
    expect(await run('report', '--verify', pack)).toMatchObject({ code: 0 });
  });

  test('points at the shared file and at its call where a response differs', async () => {
    const broken = folderWith({
      'a.scenario.yaml': scenario,
      'parts/groups.steps.yaml': shared.replace(
        'status: 200, body: { displayName',
        'status: 200, body: { mailNickname',
      ),
    });
    const json = join(broken, 'r.json');
    const { code, out } = await run(
      ...['run', join(broken, 'a.scenario.yaml'), '--against', 'sandbox', '-r', 'terminal', '-r', `json=${json}`],
    );
    expect(code).toBe(1);
    const [failed] =
      resultOf(json).scenarios[0]?.steps.flatMap(({ outcome }) =>
        outcome.kind === 'failed' ? outcome.differences : [],
      ) ?? [];
    expect(failed?.at).toMatchObject({
      file: join(broken, 'parts/groups.steps.yaml'),
      line: 17,
      calledAt: [{ file: join(broken, 'a.scenario.yaml'), line: 9, column: 11 }],
    });
    expect(out).toContain('groups.steps.yaml:17:');
    expect(out).toContain('a.scenario.yaml:9:11');
    expect(out).toContain('-t security-group --only group.read');
    const log = await run('run', join(broken, 'a.scenario.yaml'), '--against', 'sandbox', '-r', 'github');
    expect(log.out).toMatch(/::error file=[^:]*groups\.steps\.yaml,line=17,.*%0Acalled at .*a\.scenario\.yaml:9:11$/m);
  });

  test('deletes what shared steps made when a step after them fails', async () => {
    const broken = folderWith({
      'a.scenario.yaml': scenario.replace('status: 200, body: { description', 'status: 404, body: { description'),
      'parts/groups.steps.yaml': shared.replace(/cleanup:[\s\S]*?(?=outputs)/, ''),
    });
    const json = join(broken, 'r.json');
    const ran = await run('run', join(broken, 'a.scenario.yaml'), '--against', 'sandbox', '-r', `json=${json}`);
    expect(ran.code).toBe(1);
    // What has no cleanup step is in the ledger.
    const { cleanup, leftovers } = resultOf(json).scenarios[0] ?? {};
    expect(cleanup?.map(({ outcome }) => outcome.kind)).toEqual(['passed']);
    expect(leftovers).toEqual([]);
  });
});

test('a program plans each row, and reads a text with the files that it uses', async () => {
  const folder = folderWith({ 'parts/groups.steps.yaml': shared });
  const source = { path: join(folder, 'a.scenario.yaml'), text: scenario };
  const loaded = await loadSource(source);
  if (!loaded.ok) throw new Error('not loaded');
  const whole = await planRun(loaded.value, { against: 'sandbox' });
  expect(whole).toMatchObject({ ok: false });
  if (!whole.ok)
    expect(whole.problems).toContainEqual(
      expect.objectContaining({ code: 'usage', fix: 'plan each of `rowsOf(scenario)`' }),
    );
  for (const row of rowsOf(loaded.value)) expect((await planRun(row, { against: 'sandbox' })).ok).toBe(true);
  expect(parseScenario(source)).toMatchObject({
    ok: false,
    problems: [{ code: 'file-unreadable', at: { line: 3, column: 16 } }],
  });
});

test('a run whose steps are all left out by conditions is not green', async () => {
  const text = `version: 2
inputs: { on: { type: boolean, example: false } }
steps:
  - when: \${on}
    request: { method: GET, url: /v1.0/me }
`;
  const folder = folderWith({ 'a.scenario.yaml': text });
  const ran = await run('run', join(folder, 'a.scenario.yaml'), '--against', 'sandbox');
  expect(ran.code).toBe(2);
  expect(ran.out).toContain('its condition is not met: ${on}');
});

test('a step that depends on one that a condition leaves out is left out, too', async () => {
  const text = `version: 2
inputs: { on: { type: boolean, example: false } }
steps:
  - id: make
    when: \${on}
    request: { method: GET, url: "/v1.0/users?$top=1" }
    capture: { userId: "$.value[0].id" }
  - id: use
    request: { method: GET, url: "/v1.0/users/\${userId}" }
  - id: after
    after: make
    request: { method: GET, url: /v1.0/organization }
  - id: decide
    request: { method: GET, url: "/v1.0/users?$top=1&$select=accountEnabled,displayName" }
    capture: { enabled: "$.value[0].accountEnabled", name: "$.value[0].displayName" }
  - id: true-in-the-response
    when: \${enabled}
    request: { method: GET, url: /v1.0/organization }
  - id: other-text
    when: \${name} == "no one"
    request: { method: GET, url: /v1.0/organization }
`;
  const folder = folderWith({ 'a.scenario.yaml': text });
  const json = join(folder, 'r.json');
  await run('run', join(folder, 'a.scenario.yaml'), '--against', 'sandbox', '-r', `json=${json}`);
  expect(outcomes(resultOf(json))[0]?.slice(1)).toEqual([
    ...['make skipped', 'use skipped', 'after skipped', 'decide passed'],
    ...['true-in-the-response passed', 'other-text skipped'],
  ]);
  const skipped = resultOf(json).scenarios[0]?.steps.flatMap(({ outcome }) =>
    outcome.kind === 'skipped' ? [outcome.reason] : [],
  );
  expect(skipped).toEqual(['condition', 'condition', 'condition', 'condition']);
});

describe('files of shared steps', () => {
  const calls = (path: string) => `version: 2\nuse: { one: ${path} }\nsteps:\n  - call: one\n`;
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `parts/${index}.steps.yaml`,
        index === length - 1
          ? 'steps:\n  - request: { method: GET, url: /v1.0/organization }\n'
          : `use: { next: ./${index + 1}.steps.yaml }\nsteps:\n  - call: next\n`,
      ]),
    );

  test.each([
    [8, 0],
    [9, 2],
  ])('may call one another %i deep: exit %i', async (deep, code) => {
    const folder = folderWith({ 'a.scenario.yaml': calls('./parts/0.steps.yaml'), ...chain(deep) });
    const ran = await run('run', join(folder, 'a.scenario.yaml'), '--against', 'sandbox');
    expect(ran.code).toBe(code);
    if (code === 2) expect(ran.err).toMatch(/7\.steps\.yaml:1:14, called at .*a\.scenario\.yaml:4:11: shared-too-deep/);
  });

  test('that multiply are refused, soon', async () => {
    const many = (call: string) =>
      Array.from({ length: 100 }, (_, at) => `  - { id: c${at}, call: ${call} }\n`).join('');
    const files = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [
        `parts/${index}.steps.yaml`,
        index === 6
          ? `steps:\n  - request: { method: GET, url: /v1.0/me }\n`
          : `use: { next: ./${index + 1}.steps.yaml }\nsteps:\n${many('next')}`,
      ]),
    );
    const folder = folderWith({ 'a.scenario.yaml': calls('./parts/0.steps.yaml'), ...files });
    const ran = await run('check', join(folder, 'a.scenario.yaml'));
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('yaml-too-many: with its shared steps, the scenario has more than 5000 steps');
  });

  test('are not read under another name, so that no other file is shown', async () => {
    const folder = folderWith({ 'a.scenario.yaml': calls('./.env'), '.env': 'CLIENT_SECRET=hunter2\n' });
    const ran = await run('check', join(folder, 'a.scenario.yaml'));
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(
      'a.scenario.yaml:2:13: file-unreadable: `./.env` does not have the file name of shared steps',
    );
    expect(ran.err).not.toContain('hunter2');
  });

  test('are not read through a link that leads out of the folder', async () => {
    const folder = folderWith({ 'in/a.scenario.yaml': calls('./link.steps.yaml'), 'out.steps.yaml': 'steps: []\n' });
    symlinkSync(join(folder, 'out.steps.yaml'), join(folder, 'in/link.steps.yaml'));
    const ran = await run('check', join(folder, 'in/a.scenario.yaml'));
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(
      /a\.scenario\.yaml:2:13: file-unreadable: `\.\/link\.steps\.yaml` is a link that leads out/,
    );
  });

  test('may call the same steps twice, each with ids and names of its own', async () => {
    const folder = folderWith({
      'a.scenario.yaml': `version: 2
use: { groups: ./parts/groups.steps.yaml }
steps:
  - { id: 1st, call: groups, with: { name: One }, capture: { first: { output: id } } }
  - { id: 2nd, call: groups, with: { name: "Two-\${first}" }, capture: { second: { output: id } } }
  - request: { method: GET, url: "/v1.0/groups/\${second}" }
    response: { status: 200, body: { displayName: "Two-\${first}" } }
`,
      'parts/groups.steps.yaml': shared.replaceAll('d-${run.id}', 'd${name}-${run.id}'),
    });
    const json = join(folder, 'r.json');
    const ran = await run('run', join(folder, 'a.scenario.yaml'), '--against', 'sandbox', '-r', `json=${json}`);
    expect(ran).toMatchObject({ code: 0 });
    expect(outcomes(resultOf(json))[0]?.slice(1)).toEqual([
      ...['1st.create passed', '1st.read passed', '1st.unrelated passed'],
      ...['2nd.create passed', '2nd.read passed', '2nd.unrelated passed', 'get-groups passed'],
      ...['2nd.delete passed', '1st.delete passed'],
    ]);
  });
});

describe('docs/scenario-format.md', () => {
  const page = readFileSync(new URL('../../docs/scenario-format.md', import.meta.url), 'utf8');
  const blocksBelow = (heading: string) => {
    const [section = ''] = page
      .slice(page.indexOf(`\n${heading}\n`) + 1)
      .split(/\n##+ (?!#)/)
      .slice(0, 1);
    return [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  };

  test('its shared steps run as they are there', async () => {
    const [steps = '', scenario = ''] = blocksBelow('### Shared steps: `use` and `call`');
    const folder = folderWith({ 'a.scenario.yaml': scenario, 'shared/groups.steps.yaml': steps });
    expect(await run('run', join(folder, 'a.scenario.yaml'), '--against', 'sandbox')).toMatchObject({ code: 0 });
  });

  test('its shortest scenario runs as it is there', async () => {
    const [scenario = ''] = blocksBelow('## The shortest scenario');
    const folder = folderWith({ 'a.scenario.yaml': scenario });
    expect(await run('run', join(folder, 'a.scenario.yaml'), '--against', 'sandbox')).toMatchObject({ code: 0 });
  });
});
