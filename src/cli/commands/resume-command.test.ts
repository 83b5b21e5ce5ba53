import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { forgeState } from '../../../test/support/cli/forged-state.ts';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';
import { dispatch } from '../dispatch.ts';

const child = fileURLToPath(new URL('../../../test/support/cli/resume-command.child.mts', import.meta.url));

const scenario = `title: A group is looked at by a person
actors:
  admin: { permissions: [Group.ReadWrite.All, Directory.ReadWrite.All] }
inputs:
  name: { description: Its name. }
steps:
  - id: create-group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: \${name}
        mailNickname: "waiting-\${run.id}"
        description: "\${run.password}"
        mailEnabled: false
        securityEnabled: true
    response: { status: 201, body: { id: <uuid> } }
    capture: { groupId: $.id, nickname: $.mailNickname }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'waiting-\${run.id}'
  - id: look
    actor: admin
    manual: { prompt: Look at the group in the portal. }
  - id: read
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: "\${name}", mailNickname: "\${nickname}" } }
  - id: look-again
    actor: admin
    manual: { prompt: Look once more. }
cleanup:
  - id: delete-group
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

let sample: SampleServer;
let folder: string;

beforeAll(async () => {
  sample = await sampleServer();
});
afterAll(() => sample.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resume-'));
  await writeFile(path(), scenario);
});
afterEach(async () => {
  for (const { id } of groups()) sample.server.sandbox().world.directory.delete(id);
  await rm(folder, { recursive: true });
});

const path = () => join(folder, 'a.scenario.yaml');
const runs = () => join(folder, 'runs');
const statePath = (run: string) => join(runs(), `${run}.state.json`);
const groups = () => sample.groups('Waiting group');

function environment() {
  return {
    TUTORIAL_REPLAY_LEDGER: runs(),
    ...sample.settings(),
  };
}

type Said = string | undefined | (() => Promise<string>);
type Ended = { readonly code: number; readonly out: string; readonly err: string; readonly prompts: readonly string[] };

/** A person at the terminal who gives these answers; without answers there is no person. */
async function command(args: readonly string[], answers?: readonly Said[], changes = {}): Promise<Ended> {
  const { streams, out, err } = capturedStreams();
  const prompts: string[] = [];
  const left = [...(answers ?? [])];
  const ask = async (question: string) => {
    prompts.push(question);
    const answer = left.shift();
    return typeof answer === 'function' ? answer() : answer;
  };
  const all = { ...streams, environment: { ...environment(), ...changes }, ...(answers !== undefined && { ask }) };
  const code = await dispatch(args, all);
  return { code, out: out(), err: err(), prompts };
}

const live = () => ['run', '--against', 'live', '--tenant', sample.tenant(), '--var', 'name=Waiting group', path()];
const runIn = (out: string) => /resume ([a-z2-7]{13})/.exec(out)?.[1] ?? 'none';

/** Runs until the first step for a person, and leaves it there. */
async function leave(): Promise<string> {
  const { code, out } = await command(live(), ['leave']);
  expect(code).toBe(3);
  return runIn(out);
}

test('a suspended run keeps what it made, and another continues to its end', async () => {
  const { code, out, prompts } = await command(live(), ['leave']);
  const run = runIn(out);
  expect(code).toBe(3);
  expect(prompts).toHaveLength(1);
  expect(out).toContain(`npx tutorial-replay resume ${run}`);
  expect(out).not.toContain('Left over');
  expect(groups()).toHaveLength(1);
  expect(statSync(statePath(run)).mode & 0o777).toBe(0o600);

  const report = join(folder, 'result.json');
  const resumed = await command(
    ['resume', run, '-r', 'terminal', '-r', `json=${report}`],
    ['done: it was there', 'done'],
  );
  expect(resumed).toMatchObject({ code: 0, err: '' });
  expect(resumed.prompts).toHaveLength(2);
  expect(groups()).toEqual([]);
  const [result] = JSON.parse(readFileSync(report, 'utf8')).scenarios;
  const steps = [...result.steps, ...result.cleanup].map(({ id, outcome }) => `${id}: ${outcome.kind}`);
  expect(steps).toEqual([
    'create-group: passed',
    'look: passed',
    'read: passed',
    'look-again: passed',
    'delete-group: passed',
  ]);
  expect(result).toMatchObject({ runId: run, outcome: 'passed', leftovers: [], file: path() });
  expect(result.steps[1].byPerson).toEqual({ word: 'done', note: 'it was there' });
  expect(result.steps[0].byPerson).toBeUndefined();
  expect(existsSync(statePath(run))).toBe(false);
  expect(await command(['resume', run], ['done'])).toMatchObject({ code: 2, err: expect.stringContaining(run) });
});

test('it may be left again, at the same step and at a later one', async () => {
  const run = await leave();
  expect(await command(['resume', run], ['leave'])).toMatchObject({ code: 3, out: expect.stringContaining(run) });
  expect(await command(['resume', run], ['done', 'leave'])).toMatchObject({ code: 3 });
  expect(groups()).toHaveLength(1);
  const last = await command(['resume', run], ['done']);
  expect(last.prompts).toEqual([expect.stringContaining('Look once more.')]);
  expect(last.code).toBe(0);
  expect(groups()).toEqual([]);
});

test('the state of a run holds no secret', async () => {
  const run = await leave();
  const files = readdirSync(runs()).map((name) => readFileSync(join(runs(), name), 'utf8'));
  const [group] = groups();
  expect(files.join('')).toContain(group?.id);
  const password = group?.description ?? 'none';
  expect(password).toMatch(/^aA1-/);
  for (const text of files) {
    expect(text).not.toContain(password);
    expect(text).not.toContain(sample.server.password);
    expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}\./);
  }
  expect((await command(['cleanup', run])).code).toBe(0);
});

test.each([
  ['the password of the run', false, `headers: { X-Word: "\${run.password}" }`, /needs the password of this run/],
  ['a credential', true, `headers: { X-Word: "\${secret}" }`, /its state would contain a secret/],
])('a run that would have to write down %s cannot be left, and sends again', async (_, isSecret, headers, why) => {
  const text = scenario
    .replace(
      'url: "/v1.0/groups/${groupId}" }\n    response: { status: 200',
      `url: "/v1.0/groups/\${groupId}", ${headers} }\n    response: { status: 200`,
    )
    .replace('inputs:\n', 'inputs:\n  secret: { description: Something. }\n');
  writeFileSync(path(), text);
  const secret = ['--var', `secret=${isSecret ? sample.server.password : 'word'}`];
  const { code, prompts } = await command([...live(), ...secret], ['leave', 'done', 'done']);
  expect(prompts[1]).toMatch(why);
  expect(prompts).toHaveLength(3);
  expect(code).toBe(0);
  expect(groups()).toEqual([]);
});

test('`cleanup RUN` abandons it; `cleanup` alone, and new runs, do not', async () => {
  const run = await leave();
  expect(await command(['cleanup'])).toMatchObject({ code: 0, out: expect.stringContaining('waits for a person') });
  expect(groups()).toHaveLength(1);
  expect((await command(live(), ['done', 'done'])).code).toBe(0);
  expect(groups()).toHaveLength(1);
  const given = await command(['cleanup', run]);
  expect(given).toMatchObject({ code: 0, err: '', out: expect.stringContaining('is abandoned') });
  expect(groups()).toEqual([]);
  expect(existsSync(statePath(run))).toBe(false);
  expect((await command(['resume', run], ['done'])).code).toBe(2);
});

test.each([
  [
    'torn',
    (file: string) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, 400)),
    /was changed[\s\S]*incomplete/,
  ],
  ['edited', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('look', 'read')), /was changed/],
  ['missing', (file: string) => rmSync(file), /is missing/],
  ['forged', (file: string) => forgeState(file, (text) => text.replace('"create-group"', '"x"')), /other results/],
])('a state that is %s is exit 2, says what to do, and sends nothing', async (_, harm, why) => {
  const run = await leave();
  harm(statePath(run));
  const { code, err, prompts } = await command(['resume', run], ['done']);
  expect(err).toMatch(why);
  expect(err).toContain(`cleanup ${run}`);
  expect([code, prompts]).toEqual([2, []]);
  expect(groups()).toHaveLength(1);
  expect((await command(['cleanup', run])).code).toBe(0);
  expect(groups()).toEqual([]);
});

test('a scenario that was changed meanwhile is exit 2, and going back to it is enough', async () => {
  const run = await leave();
  writeFileSync(path(), scenario.replace('once more', 'twice'));
  const refused = await command(['resume', run], ['done']);
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/no longer the scenario[\s\S]*cleanup/) });
  rmSync(path());
  expect(await command(['resume', run], ['done'])).toMatchObject({ code: 2, err: expect.stringContaining('cleanup') });
  writeFileSync(path(), scenario);
  expect((await command(['resume', run], ['done', 'done'])).code).toBe(0);
  expect(groups()).toEqual([]);
});

test.each([
  ['no one at the terminal', undefined, {}, /there is no terminal here/],
  ['another service', ['done'], { REPLAY_GRAPH_ORIGIN: 'https://localhost:1' }, /was suspended at https/],
  ['no credential', ['done'], { REPLAY_ADMIN_PASSWORD: '' }, /signs in/],
] as const)('with %s it waits on', async (_, answers, changes, why) => {
  const run = await leave();
  const refused = await command(['resume', run], answers, changes);
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(why) });
  expect((await command(['resume', run], ['done', 'done'])).code).toBe(0);
  expect(groups()).toEqual([]);
});

test('a run that was never suspended cannot be resumed', async () => {
  for (const answers of [['done'], undefined]) {
    const refused = await command(['resume', 'abcdefghijklm'], answers);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('abcdefghijklm') });
  }
  expect(await command(['resume'], ['done'])).toMatchObject({ code: 2, err: expect.stringContaining('RUN') });
});

test('two cannot take it up at the same time', async () => {
  const run = await leave();
  let second: Ended | undefined;
  const first = await command(
    ['resume', run],
    [
      async () => {
        second = await command(['resume', run], ['done', 'done']);
        return 'done';
      },
      'done',
    ],
  );
  expect(second).toMatchObject({ code: 2, prompts: [], err: expect.stringContaining('another process works on') });
  expect(first.code).toBe(0);
  expect(groups()).toEqual([]);
});

/** The same in a process of its own. */
function processOf(args: readonly string[], answers: readonly string[]): Promise<Omit<Ended, 'prompts'>> {
  const env = { PATH: process.env['PATH'], ...environment() };
  return new Promise((resolve) => {
    const reported = JSON.stringify({ args, answers });
    execFile(process.execPath, [child, reported], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test('one process leaves it, and of two others that take it up one continues', async () => {
  const first = await processOf(live(), ['leave']);
  expect(first.code).toBe(3);
  const run = runIn(first.out);
  const both = await Promise.all([1, 2].map(() => processOf(['resume', run], ['done', 'done'])));
  // At the very same moment neither may get it; then it waits on.
  const codes = both.map(({ code }) => code).toSorted();
  expect([
    [0, 2],
    [2, 2],
  ]).toContainEqual(codes);
  if (codes[0] === 2) expect((await processOf(['resume', run], ['done', 'done'])).code).toBe(0);
  expect(groups()).toEqual([]);
});
