import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';
import { defined } from '../../defined.ts';
import type { Clock } from '../../run/ports.ts';
import { scriptedClock } from '../../run/scripted-clock.ts';
import { dispatch } from '../dispatch.ts';
import { followUp, repeatedOf, withoutPrivate } from './follow-up.ts';

/** A group, a step for a person that has a call, and an expectation that can be made wrong. */
const scenario = (expected: string, justification = 'none') => `title: A group is looked at
actors:
  admin: { permissions: [Group.ReadWrite.All, Directory.ReadWrite.All] }
inputs:
  name: { description: Its name. }
steps:
  - id: create-group
    actor: admin
    labels: [tenant-wide]
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "\${name}", mailNickname: "reported-\${run.id}", mailEnabled: false, securityEnabled: true }
    response: { status: 201, body: { displayName: "${expected}" } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'reported-\${run.id}'
  - id: describe
    actor: admin
    manual: { prompt: Describe the group. }
    unattended:
      request: { method: PATCH, url: "/v1.0/groups/\${groupId}", body: { description: "${justification}" } }
      response: { status: 204 }
  - id: read
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { description: ${justification} } }
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
  folder = await mkdtemp(join(tmpdir(), 'follow up-'));
  const settings = sample.settings();
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  await writeFile(join(folder, 'my.env'), lines.join('\n'));
});
afterEach(async () => {
  sample.server.sandbox().faults.clear();
  for (const { id } of groups()) sample.server.sandbox().world.directory.delete(id);
  await rm(folder, { recursive: true });
});

const groups = () => sample.groups('Reported group');

/** Nothing comes from the environment: all that a command knows is what it is reported. */
async function command(args: readonly string[], answers?: readonly string[], atTerminal = true, clock?: Clock) {
  const { streams, out, err } = capturedStreams();
  const left = [...(answers ?? [])];
  const code = await dispatch(args, {
    ...streams,
    stdout: { ...streams.stdout, isTTY: atTerminal },
    // A terminal that rewrites nothing.
    environment: { NO_COLOR: '1', TERM: 'dumb' },
    ...(answers !== undefined && { ask: async () => left.shift() }),
    ...defined({ clock }),
  });
  return { code, out: out(), err: err() };
}

/** The words of a printed command, as a shell reads them. */
function words(printed: RegExpExecArray | null): readonly string[] {
  const line = printed?.[1] ?? 'nothing was printed';
  const read = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
  const [npx, program, ...args] = read.trimEnd().split('\n');
  expect([npx, program]).toEqual(['npx', 'tutorial-replay']);
  return args;
}

async function live(text: string, more: readonly string[] = []): Promise<readonly string[]> {
  const path = join(folder, 'a.scenario.yaml');
  await writeFile(path, text);
  const tenant = sample.tenant();
  const reported = ['--ledger', join(folder, 'the runs'), '--env', join(folder, 'my.env'), '--allow', 'tenant-wide'];
  return ['run', path, '--against', 'live', '--tenant', tenant, ...reported, '--var', 'name=Reported group', ...more];
}

test('a command is quoted for a shell, and names only what was named', () => {
  expect(followUp('cleanup', {})).toBe('npx tutorial-replay cleanup');
  expect(followUp('resume', { ledger: "it's here", envProxy: true }, 'ab12')).toBe(
    "npx tutorial-replay resume ab12 --ledger 'it'\\''s here' --use-env-proxy",
  );
  const fleet = { file: 'tenants.yaml', tags: { text: 'pilot and not contoso' } };
  expect(followUp('cleanup', { fleet })).toBe(
    "npx tutorial-replay cleanup --tenants tenants.yaml --tenant-tags 'pilot and not contoso'",
  );
  expect(followUp('cleanup', { fleet }, 'ab12')).toBe('npx tutorial-replay cleanup ab12 --tenants tenants.yaml');
});

test('values of many lines go whole', () => {
  expect(withoutPrivate(['--var', 'a=b\nc', '--strict', '--tenant', 'x'])).toEqual([
    '--var',
    'a=VALUE',
    '--strict',
    '--tenant',
    'ID',
  ]);
});

test('P11 only a live run that writes into a log hides what was given', () => {
  const flags = ['--var', 'a=b', '--tenant', 'x'];
  const hidden = ['--var', 'a=VALUE', '--tenant', 'ID'];
  expect(repeatedOf(flags, { against: 'live', isTTY: false })).toEqual(hidden);
  expect(repeatedOf(flags, { against: 'live', isTTY: true })).toEqual(flags);
  expect(repeatedOf(flags, { against: 'sandbox', isTTY: false })).toEqual(flags);
});

test('the printed `again` runs the step again, live, without anything else', async () => {
  const first = await command(await live(scenario('Another name'), ['--unattended', '--step-budget', 'PT30S']));
  expect(first.code).toBe(1);
  const again = words(/^ +again +(npx .*)$/m.exec(first.out));
  expect(again).toEqual(expect.arrayContaining(['--only', 'create-group', '--step-budget', 'PT30S']));
  const second = await command(again);
  expect(second).toMatchObject({ code: 1, err: '', out: expect.stringContaining('displayName') });
  expect(groups()).toEqual([]);
});

test('P11 in a log, the printed `again` names neither the tenant nor what was given', async () => {
  const { out, err } = await command(await live(scenario('Another name'), ['--unattended']), undefined, false);
  expect(out).toMatch(/^ +again +npx .* --var name=VALUE .* --tenant ID /m);
  expect(out + err).not.toContain(sample.tenant());
});

test('leftovers are deleted by the printed command, and by the one that a new run prints', async () => {
  const { faults } = sample.server.sandbox();
  faults.add({ kind: 'missing-consent', method: 'DELETE', times: 9 });
  const args = await live(scenario('Reported group'), ['--unattended']);
  const first = await command(args);
  expect(first).toMatchObject({ code: 4 });
  faults.clear();
  expect(groups()).toHaveLength(1);
  const fix = words(/then: (npx tutorial-replay cleanup .*)$/m.exec(first.out));
  const summary = words(/still exists: delete it with `(npx .*)`\.$/m.exec(first.out));
  expect(summary).toEqual(fix.toSpliced(1, 1));
  const refused = await command(args);
  expect(refused.code).toBe(2);
  expect(words(/finish it with `(npx .*)`, or/.exec(refused.err))).toEqual(fix);
  expect(await command(fix)).toMatchObject({ code: 0, err: '' });
  expect(groups()).toEqual([]);
});

test('a suspended run continues by the printed command; its summary does not say to run again', async () => {
  const { code, out } = await command(await live(scenario('Reported group')), ['leave']);
  expect(code).toBe(3);
  expect(out).toContain('The run is suspended');
  expect(out).not.toContain('run again');
  const resume = words(/Resume it: (npx .*)$/m.exec(out));
  const last = await command(resume, ['done']);
  // The person says that it is done, and has not done it.
  expect(last).toMatchObject({ code: 1 });
  const again = words(/^ +again +(npx .*)$/m.exec(last.out));
  expect(await command(again, ['done'])).toMatchObject({ code: 1, err: '' });
  expect(groups()).toEqual([]);
});

test('a suspended run continues without anyone, by the call that a person would make', async () => {
  const { out } = await command(await live(scenario('Reported group', 'by no one')), ['leave']);
  const resume = words(/Resume it: (npx .*)$/m.exec(out));
  expect(await command(resume)).toMatchObject({ code: 2, err: expect.stringContaining('--unattended') });
  expect(await command([...resume, '--unattended'])).toMatchObject({ code: 0, err: '' });
  expect(groups()).toEqual([]);
});

test('without anyone, a call that needs the password of the run is refused, and the run waits on', async () => {
  const text = scenario('Reported group').replace('description: "none"', 'description: "${run.password}"');
  const { out } = await command(await live(text), ['leave']);
  const resume = words(/Resume it: (npx .*)$/m.exec(out));
  const refused = await command([...resume, '--unattended']);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('needs the password') });
  // What reads the thing that the skipped step should have changed says nothing about the service.
  expect(await command(resume, ['skip'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('it depends on step'),
  });
  expect(groups()).toEqual([]);
});

/** A clock that waits in no time: how long requests take on this machine does not count. */
const waitless = () => scriptedClock(Date.now());

/** Twenty seconds are spent before the run is left; the call that a person would make is asked to wait twenty more. */
async function leftAfterTwentySeconds() {
  const { faults } = sample.server.sandbox();
  faults.add({ kind: 'throttled', method: 'POST', path: '/groups', retryAfterSeconds: 20, times: 1 });
  const args = await live(scenario('Reported group', 'by no one'), ['--run-budget', 'PT30S']);
  const { out } = await command(args, ['leave'], true, waitless());
  faults.add({ kind: 'throttled', method: 'PATCH', retryAfterSeconds: 20, times: 1 });
  return [...words(/Resume it: (npx .*)$/m.exec(out)), '--unattended'];
}

test('the budget of a run holds when it continues, and what was spent is spent', async () => {
  const { code, out } = await command(await leftAfterTwentySeconds(), undefined, true, waitless());
  expect(out).toContain('requested a wait of 20 s, and 10 s of the budget are left');
  // Its deletion is throttled as well.
  expect(code).toBe(4);
});

test('a run that continues may be given another budget', async () => {
  const resume = await leftAfterTwentySeconds();
  expect(await command([...resume, '--run-budget', 'PT1H'], undefined, true, waitless())).toMatchObject({
    code: 0,
    err: '',
  });
});
