import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-sandbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scenario = (steps: string, head = '') => `title: Read
actors:
  admin: { permissions: [User.Read.All, Group.ReadWrite.All] }
  reader: { permissions: [User.Read], user: "\${who}" }
  job: { context: application, permissions: [User.Read.All] }
inputs:
  who: { example: AlexM@contoso.com, env: REPLAY_WHO }
${head}
steps:
${steps}
`;

let written = 0;
function file(text: string, name = `${++written}.scenario.yaml`): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(args: readonly string[], environment: { readonly [name: string]: string } = {}) {
  const { streams, out, err } = capturedStreams();
  const result = join(folder, `${++written}.result.json`);
  const code = await dispatch(['run', ...args, '-r', `json=${result}`, '-r', 'terminal'], { ...streams, environment });
  return { code, out: out(), err: err(), result: () => import(result, { with: { type: 'json' } }) };
}

const me = (actor: string, displayName: string) => `  - id: me
    actor: ${actor}
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { displayName: ${displayName} } }`;

describe('run --against sandbox', () => {
  test('an actor is the user that the scenario names, or the administrator', async () => {
    expect(await run([file(scenario(me('reader', 'Alex Marlow'))), '--against', 'sandbox'])).toMatchObject({ code: 0 });
    const steps = `${me('reader', 'Alex Marlow')}
  - id: users
    actor: reader
    request: { method: GET, url: /v1.0/users }
    response: { status: 403 }
  - id: all-users
    actor: admin
    request: { method: GET, url: /v1.0/users }
    response: { status: 200 }
  - id: no-one
    actor: job
    request: { method: GET, url: /v1.0/me }
    response: { status: 400 }
  - id: users-of-the-job
    actor: job
    request: { method: GET, url: /v1.0/users }
    response: { status: 200 }
  - id: what-the-job-may-not
    actor: job
    request: { method: GET, url: /v1.0/groups }
    response: { status: 403 }`;
    const { code, out } = await run([file(scenario(steps)), '--against', 'sandbox']);
    expect(code, out).toBe(0);
  });

  test('inputs come from --var, then the environment, then a file of it, then the example', async () => {
    const env = file('REPLAY_WHO=JamieQ@contoso.com\n', 'own.env');
    const ran = (name: string, args: readonly string[], environment = {}) =>
      run([file(scenario(me('reader', name))), '--against', 'sandbox', ...args], environment);
    expect(await ran('Casey Lund', ['--var', 'who=CaseyL@contoso.com', '--env-file', env])).toMatchObject({
      code: 0,
    });
    expect(await ran('Sam Harrow', ['--env-file', env], { REPLAY_WHO: 'SamH@contoso.com' })).toMatchObject({
      code: 0,
    });
    expect(await ran('Jamie Quill', ['--env-file', env])).toMatchObject({ code: 0 });
    expect(await ran('Alex Marlow', [])).toMatchObject({ code: 0 });
  });

  test('a person who is not there cannot sign in, which is not a difference', async () => {
    const args = [
      file(scenario(me('reader', 'Alex Marlow'))),
      '--against',
      'sandbox',
      '--var',
      'who=unknown@contoso.com',
    ];
    const { code, out } = await run(args);
    expect([code, out]).toEqual([3, expect.stringContaining('the sandbox has no user `unknown@contoso.com`')]);
  });

  test('waiting moves the clock of the sandbox and costs no time', async () => {
    const steps = `  - id: never
    actor: admin
    request: { method: GET, url: /v1.0/organization }
    eventually: { within: P2D, every: PT1H }
    response: { status: 404 }`;
    const { code, out, result } = await run([
      file(scenario(steps)),
      '--against',
      'sandbox',
      '--now',
      '2026-02-27T10:00:00Z',
    ]);
    expect([code, out]).toEqual([1, expect.stringContaining('after 49 attempts')]);
    const [first] = (await result()).default.scenarios;
    expect(first).toMatchObject({
      startedAt: '2026-11-29T08:30:00.000Z',
      durationMs: 0,
      clock: { of: 'sandbox', startedAt: '2026-02-27T10:00:00.000Z', durationMs: 48 * 3_600_000 },
    });
  });

  test('every scenario starts over, with ids of its own', async () => {
    const steps = `  - id: create
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "\${run.id}", mailNickname: blue, mailEnabled: false, securityEnabled: true }
    response: { status: 201, body: { displayName: "<matches ^[a-z2-7]{13}$>" } }
    creates: { stays: The sandbox is gone after the run. }
  - id: count
    actor: admin
    request: { method: GET, url: "/v1.0/groups?$filter=mailNickname eq 'blue'" }
    response: { status: 200, body: { value: { <count>: 1 } } }`;
    const { code, out, result } = await run([
      file(scenario(steps)),
      file(scenario(steps)),
      '--against',
      'sandbox',
      '-j',
      '2',
    ]);
    expect(code, out).toBe(0);
    const ids = (await result()).default.scenarios.map(({ runId }: { readonly runId: string }) => runId);
    expect(new Set(ids).size).toBe(2);
  });

  test('a seed brings another tenant, and what is wrong with it is reported', async () => {
    const tenant = {
      id: '00000000-0000-8000-8000-000000000001',
      displayName: 'Tiny',
      domains: ['tiny.example'],
      licenses: [],
    };
    const users = [{ displayName: 'Only One', userPrincipalName: 'one@tiny.example' }];
    const seed = file(JSON.stringify({ version: 1, tenant, users }), 'seed.json');
    const args = [file(scenario(me('reader', 'Only One'))), '--against', 'sandbox', '--var', 'who=one@tiny.example'];
    expect(await run([...args, '--seed', seed])).toMatchObject({ code: 0 });
    const wrong = file(JSON.stringify({ version: 1, tenant, usrs: users }), 'wrong.json');
    const { code, err } = await run([...args, '--seed', wrong]);
    expect([code, err]).toEqual([2, expect.stringMatching(/wrong\.json:1:\d+: seed-invalid: .*usrs/)]);
  });

  test.each([
    [['--against', 'sandbox', '--var', 'whoo=x'], /unknown-input: .*`whoo`[\s\S]*did you mean `who`/],
    [['--against', 'sandbox', '--var', 'who'], /usage: .*gives no input a value/],
    [['--against', 'sandbox', '--var', 'who=1', '--var', 'who=2'], /usage: .*given twice/],
    [['--against', 'sandbox', '--now', 'today'], /usage: .*not a time/],
    [['--against', 'sandbox', '--env-file', 'no-such.env'], /no-such\.env:1:1: file-unreadable/],
    [['--against', 'sandbox', '--seed', 'no-such.json'], /no-such\.json:1:1: file-unreadable/],
    [['--var', 'who=x'], /usage: `--var` changes nothing in a recording/],
    [['--env-file', 'x', '--seed', 'y', '--now', 'z'], /--env`[\s\S]*--seed[\s\S]*--now/],
    [['--against', 'sandbx'], /did you mean `sandbox`/],
  ])('%j is wrong', async (args, message) => {
    const { code, err } = await run([file(scenario(me('reader', 'x'))), ...args]);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });

  test.each([
    [
      '    user: ${unknown}',
      /:5:11: unknown-name: the user of `other` must be known before the first step, but `unknown` is not an input/,
    ],
    ['    user: ${who', /:5:11: bad-expression/],
    ['    user: x\n    context: application', /:5:11: invalid-value: an application is not a user/],
  ])('%j is wrong, at its place', async (line, message) => {
    const text = scenario(me('reader', 'x')).replace('  reader:', `  other:\n${line}\n  reader:`);
    const { code, err } = await run([file(text), '--against', 'sandbox']);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });
});
