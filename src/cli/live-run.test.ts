import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { dispatch } from './dispatch.ts';

let sample: SampleServer;
let folder: string;

beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'live-run-'));
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

const scenario = `title: A group comes and goes
actors:
  admin: { permissions: [Group.ReadWrite.All] }
steps:
  - id: create-group
    title: Create a group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: Live group
        mailNickname: live-\${run.id}
        mailEnabled: false
        securityEnabled: true
    response:
      status: 201
      body: { id: <uuid>, displayName: Live group }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'live-\${run.id}'
cleanup:
  - id: delete-group
    title: Delete the group
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

const settings = () => ({
  TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
  ...sample.settings(),
});

async function run(args: readonly string[], environment: { readonly [name: string]: string }, text = scenario) {
  const path = join(folder, 'a.scenario.yaml');
  await writeFile(path, text);
  const { streams, out, err } = capturedStreams();
  const code = await dispatch([...args, path], { ...streams, environment });
  return { code, out: out(), err: err(), all: out() + err() };
}

const live = () => ['run', '--against', 'live', '--tenant', sample.tenant()];
const groups = () => sample.groups('Live group');

test('a scenario passes live, and leaves nothing behind', async () => {
  const { code, out, err } = await run(live(), settings());
  expect(err + out).toContain('A group comes and goes');
  expect(code).toBe(0);
  expect(groups()).toEqual([]);
});

test('a later scenario sends the now and today of the day on which it begins', async () => {
  let passedMs = 0;
  const clock = { now: () => Date.now() + passedMs, sleep: async () => {} };
  const { streams, out } = capturedStreams();
  // The first takes two days.
  const stdout = {
    ...streams.stdout,
    write: (text: string) => {
      if (text.includes('A group comes and goes')) passedMs = 2 * 86_400_000;
      streams.stdout.write(text);
    },
  };
  const [first, second] = [join(folder, 'first.scenario.yaml'), join(folder, 'second.scenario.yaml')];
  await writeFile(first, scenario);
  await writeFile(
    second,
    scenario.replace('comes and goes', 'of another day').replace('Live group\n', '${run.today}\n'),
  );
  const report = join(folder, 'days.json');
  const args = [...live(), '-r', 'terminal', '-r', `json=${report}`, first, second];
  await dispatch(args, { ...streams, stdout, clock, environment: settings() });
  const { scenarios } = JSON.parse(await readFile(report, 'utf8'));
  expect(scenarios[1].steps[0].exchange?.request.body.displayName, out()).toBe(
    new Date(Date.now() + passedMs).toISOString().slice(0, 10),
  );
});

const deletedItems = () => sample.server.sandbox().world.directory.deletedItems().length;

test('P5 what a run leaves in the recycle bin is reported with its date, and is not a failure', async () => {
  const report = join(folder, 'kept.json');
  const { code, out } = await run([...live(), '-r', 'terminal', '-r', `json=${report}`], settings());
  expect(code).toBe(0);
  expect(out).toMatch(/^Recycle bin {2}until \d{4}-\d\d-\d\d {2}\/v1\.0\/groups\/[0-9a-f-]{36}$/m);
  const { scenarios, summary } = JSON.parse(await readFile(report, 'utf8'));
  const [{ url, until }] = summary.recycleBin;
  expect(scenarios[0].service).toBe(sample.server.origin);
  expect(scenarios[0].recycleBin).toEqual([{ url, until }]);
  expect((Date.parse(until) - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
  expect(summary).toMatchObject({ leftovers: [], exitCode: 0 });
});

test('with `--purge` nothing is in the recycle bin that was not there before, and no ledger is kept', async () => {
  const before = deletedItems();
  const ledger = join(folder, 'purged');
  const { code, out } = await run([...live(), '--purge', '--ledger', ledger], settings());
  expect(code).toBe(0);
  expect(out).not.toContain('Recycle bin');
  expect(deletedItems()).toBe(before);
  expect((await readdir(ledger)).filter((name) => name.endsWith('.jsonl'))).toEqual([]);
});

test('no secret and no token is in anything that is written, verbose or not', async () => {
  const report = join(folder, 'result.json');
  const { code, all } = await run([...live(), '-v', '-r', 'terminal', '-r', `json=${report}`], settings());
  expect(code).toBe(0);
  const written = all + (await readFile(report, 'utf8'));
  expect(written).toContain('create-group');
  expect(written).not.toContain(sample.server.password);
  expect(written).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}\./);
});

test.each([
  [
    'a wrong secret',
    { REPLAY_ADMIN_CLIENT_SECRET: 'canary-of-the-secret', REPLAY_ADMIN_CREDENTIAL: 'client-secret' },
    /7000215/,
  ],
  ['a wrong password', { REPLAY_ADMIN_PASSWORD: 'canary-of-the-password' }, /50126/],
])('%s is exit 3, says what to do next, and shows no secret', async (_, changes, expected) => {
  const { code, all } = await run([...live(), '-v'], { ...settings(), ...changes });
  expect(code).toBe(3);
  expect(all).toMatch(expected);
  expect(all).not.toContain('canary');
});

test('another tenant than that of the sign-in is exit 3', async () => {
  const other = '11111111-1111-4111-8111-111111111111';
  const { code, all } = await run(['run', '--against', 'live', '--tenant', other], settings());
  expect(all).toMatch(/90002/);
  expect(code).toBe(3);
});

test('an authority that no one answers for is exit 3', async () => {
  const { code, all } = await run(live(), { ...settings(), REPLAY_AUTHORITY: 'https://127.0.0.1:9' });
  expect(all).toMatch(/no connection to `127\.0\.0\.1:9`/);
  expect(code).toBe(3);
});

test.each([
  ['no tenant', ['run', '--against', 'live'], {}, /needs `--tenant ID`/],
  ['a tenant that is not a valid id', ['run', '--against', 'live', '--tenant', 'contoso.com'], {}, /is not a valid id/],
  ['a flag of live runs elsewhere', ['run', '--allow', 'tenant-wide'], {}, /concerns live runs only/],
  ['a label that is none', ['--against', 'live', '--allow', 'everything'], {}, /is not a label/],
  ['a clock of the sandbox', ['--against', 'live', '--now', '2026-11-22T08:30:00Z'], {}, /concerns the sandbox only/],
])('%s is exit 2, and nothing is sent', async (_, args, changes, expected) => {
  const { code, err } = await run(args, { ...settings(), ...changes });
  expect(err).toMatch(expected);
  expect(code).toBe(2);
});

test.each([
  ['no credential', { REPLAY_ADMIN_PASSWORD: '' }, /no setting defines how the actor `admin` signs in/],
  ['certificates that are not checked', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, /certificates would not be checked/],
  ['a cloud that is none', { REPLAY_CLOUD: 'sky' }, /`REPLAY_CLOUD=sky` is not a cloud/],
  ['another tenant in the settings', { AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111' }, /another tenant/],
  ['a graph that is not Microsoft\u2019s', { REPLAY_CLOUD: 'global' }, /is not used by the cloud `global`/],
])('%s is exit 2, and nothing is sent', async (_, changes, expected) => {
  const { code, err } = await run(live(), { ...settings(), ...changes });
  expect(err).toMatch(expected);
  expect(code).toBe(2);
});

test('a step that is labeled needs to be allowed, and a dry run shows it', async () => {
  const labeled = scenario.replace(
    '    actor: admin\n    request:\n',
    '    actor: admin\n    labels: [tenant-wide]\n    request:\n',
  );
  const refused = await run(live(), settings(), labeled);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--allow tenant-wide') });
  expect((await run([...live(), '--dry-run'], settings(), labeled)).code).toBe(0);
  expect((await run([...live(), '--allow', 'tenant-wide'], settings(), labeled)).code).toBe(0);
});

test('leftovers of an earlier run prevent a new run, unless it is allowed or nothing is sent', async () => {
  const left = join(folder, 'runs', 'left.jsonl');
  await mkdir(join(folder, 'runs'), { recursive: true });
  await writeFile(left, 'not a line of a ledger\n');
  const refused = await run(live(), settings());
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('add `--allow-dirty`') });
  expect((await run([...live(), '--allow-dirty'], settings())).code).toBe(0);
  expect((await run([...live(), '--dry-run'], settings())).code).toBe(0);
  await rm(left);
});

test('all that keeps a run from beginning is said at once', async () => {
  const labeled = scenario.replace('    request:\n', '    labels: [tenant-wide]\n    request:\n');
  const { code, err } = await run(
    [...live(), '--var', 'owner=x'],
    { ...settings(), REPLAY_ADMIN_PASSWORD: '' },
    labeled,
  );
  expect(err).toMatch(/no setting defines how the actor `admin` signs in/);
  expect(err).toMatch(/`owner`/);
  expect(err).toMatch(/--allow tenant-wide/);
  expect(code).toBe(2);
});

test('a live run takes no example for an input', async () => {
  const changed = scenario.replace(
    'steps:\n',
    'inputs:\n  owner: { description: The owner., example: a person }\nsteps:\n',
  );
  const { code, err } = await run(live(), settings(), changed);
  expect(err).toMatch(/the input `owner` has no value/);
  expect(code).toBe(2);
});

test('the settings may be in a file', async () => {
  const file = join(folder, 'settings.env');
  await writeFile(
    file,
    Object.entries(settings())
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  expect((await run([...live(), '--ledger', join(folder, 'runs'), '--env-file', file], {})).code).toBe(0);
});
