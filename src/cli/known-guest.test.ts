import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { killStarted, program, startProgram } from '../../test/support/cli/started-program.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { defined } from '../defined.ts';
import type { Clock } from '../run/ports.ts';
import { storedRuns } from '../tenant/ledger/stored-runs.ts';
import { dispatch } from './dispatch.ts';

/** The shipped tutorial, live, with the address of a guest who has been in the tenant for long. */
const shipped = resolve('scenarios/access-reviews/m365-group-guests.scenario.yaml');
const address = 'kim@fabrikam.com';

let sample: SampleServer;
let folder: string;

beforeEach(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'known-guest-'));
  await copyFile(shipped, join(folder, 'guests.scenario.yaml'));
});
afterEach(async () => {
  killStarted();
  await sample.close();
  await rm(folder, { recursive: true });
});

const directory = () => sample.server.sandbox().world.directory;
const guest = () =>
  directory()
    .users()
    .filter(({ mail }) => mail === address);
const listing = () => [directory().users(), directory().groups()].map((all) => all.map(({ id }) => id));

function environment() {
  return {
    TUTORIAL_REPLAY_LEDGER: join(folder, 'runs'),
    ...sample.settings(),
    REPLAY_DOMAIN: 'contoso.com',
    REPLAY_GUEST_EMAIL: address,
    REPLAY_ADMIN: 'b828cc0e-4240-46ed-bb25-888744487e2d',
    REPLAY_OWNER: 'cdb555e3-b33e-4fd5-a427-17fadacbdfa7',
  };
}

const args = () => {
  const tenant = sample.tenant();
  const allowed = ['--allow', 'tenant-wide', '--allow', 'sends-mail'];
  return ['run', '--unattended', '--against', 'live', '--tenant', tenant, ...allowed];
};

/** The sandbox's own time; to sleep is to move it. */
const clock: Clock = {
  now: () => sample.server.sandbox().clock.now(),
  sleep: async (ms) => {
    const body = { advance: `PT${Math.ceil(ms / 1000)}S` };
    expect((await sample.send('POST', '/sandbox/clock', { body })).status).toBe(200);
  },
};

test('P1 a guest who was there before the run stays, and the step that would delete them reports why', async () => {
  const before = listing();
  expect(guest()).toHaveLength(1);
  const { streams, out, err } = capturedStreams();
  const report = join(folder, 'result.json');
  const path = join(folder, 'guests.scenario.yaml');
  const code = await dispatch([...args(), '-r', `json=${report}`, path], {
    ...streams,
    clock,
    environment: environment(),
  });
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const [scenario] = result.scenarios;
  const outcome = scenario.cleanup.find(({ id }: { readonly id: string }) => id === 'delete-guest').outcome;
  expect(outcome, out() + err()).toMatchObject({ kind: 'skipped', reason: 'not-ours' });
  expect(outcome.message).toMatch(/before this run began/);
  // The guest has another name than the invitation said: that is the verdict, and nothing is left.
  expect([code, scenario.leftovers]).toEqual([1, []]);
  expect(listing()).toEqual(before);
  expect(storedRuns(join(folder, 'runs')).runs.flatMap(({ open }) => open)).toEqual([]);
});

test.each([
  ['', { code: 1, outcome: 'skipped', changed: false }],
  ['changes-existing', { code: 1, outcome: 'passed', changed: true }],
])('P1 nor is that guest changed, unless that is allowed: %s', async (label, expected) => {
  const invitation = resolve('scenarios/guests/invitation.scenario.yaml');
  const before = JSON.stringify(guest());
  const { streams, out, err } = capturedStreams();
  const report = join(folder, 'result.json');
  const allowed = label === '' ? [] : ['--allow', label];
  const code = await dispatch([...args(), ...allowed, '-r', `json=${report}`, invitation], {
    ...streams,
    clock,
    environment: environment(),
  });
  expect(err()).not.toContain('fix:');
  const [scenario] = JSON.parse(readFileSync(report, 'utf8')).scenarios;
  const outcomes = new Map(
    scenario.steps.map((step: { readonly id: string; readonly outcome: object }) => [step.id, step.outcome]),
  );
  expect(outcomes.get('block'), out() + err()).toMatchObject({ kind: expected.outcome });
  expect(JSON.stringify(guest()) !== before).toBe(expected.changed);
  expect([code, scenario.leftovers]).toEqual([expected.code, []]);
});

test('P1 and so does the guest whom a killed run leaves to `cleanup`', async () => {
  const before = listing();
  const start = (...words: readonly string[]) =>
    startProgram([process.execPath, program, ...words], { cwd: folder, environment: environment() });
  const killed = start(...args(), 'guests.scenario.yaml');
  const ledger = () => {
    const [name] = readdirSync(join(folder, 'runs')).filter((one) => one.endsWith('.jsonl'));
    return name === undefined ? '' : readFileSync(join(folder, 'runs', name), 'utf8');
  };
  await expect
    .poll(() => (directory().groups().length > (before[1] ?? []).length ? ledger() : ''), { timeout: 30_000 })
    .toMatch(/"created","id":3/);
  killed.process.kill('SIGKILL');
  await killed.ended;
  const { code, out } = await start('cleanup').ended;
  expect(out).toMatch(/existed before, and stays: +\/beta\/users\//);
  expect(code).toBe(0);
  expect(listing()).toEqual(before);
});

test('P1 what cannot be proved is exit 4 until a person answers for it by name', async () => {
  const scenario = `title: A group
actors: { admin: { permissions: [Group.ReadWrite.All] } }
steps:
  - id: create
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "G \${run.id}", mailNickname: "g-\${run.id}", mailEnabled: false, securityEnabled: true }
    response: { status: 201 }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}", find: "/v1.0/groups?$filter=mailNickname eq 'g-\${run.id}'" }
  - id: wait
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200, body: { displayName: Theirs } }
    eventually: { within: PT1M, every: PT1S }
`;
  const path = join(folder, 'group.scenario.yaml');
  await writeFile(path, scenario);
  const dispatched = async (words: readonly string[], ask?: (question: string) => Promise<string>) => {
    const { streams, out, err } = capturedStreams();
    const prompting = defined({ ask });
    const code = await dispatch(words, {
      ...streams,
      ...prompting,
      clock: renaming,
      environment: { ...environment(), USER: 'ada' },
    });
    return { code, out: out() + err() };
  };
  // An administrator renames it while the run waits.
  const renaming: Clock = {
    now: clock.now,
    sleep: async (ms) => {
      const [made] = directory()
        .groups()
        .filter(({ displayName }) => displayName.startsWith('G '));
      if (made !== undefined) {
        const token = await sample.token();
        await sample.send('PATCH', `/v1.0/groups/${made.id}`, { token, body: { displayName: 'Theirs' } });
      }
      await clock.sleep(ms);
    },
  };
  const ran = await dispatched([...args(), path]);
  expect(ran.code, ran.out).toBe(4);
  const theirs = () =>
    directory()
      .groups()
      .filter(({ displayName }) => displayName === 'Theirs');
  expect(theirs()).toHaveLength(1);
  const [stored] = storedRuns(join(folder, 'runs')).runs;
  const [run, entry] = [stored?.run.run ?? '', stored?.open[0]?.id ?? 0];
  const again = await dispatched(['cleanup']);
  expect(again).toMatchObject({ code: 4, out: expect.stringContaining(`--forget ${run}:${entry}`) });
  expect((await dispatched(['cleanup', '--forget', `${run}:99`, '--yes'])).code).toBe(2);
  expect((await dispatched(['cleanup', '--forget', `${run}`])).code).toBe(2);
  // No one is there to confirm it; then a person says no; then yes, but not why.
  expect((await dispatched(['cleanup', '--forget', `${run}:${entry}`])).code).toBe(4);
  expect((await dispatched(['cleanup', '--forget', `${run}:${entry}`], async () => 'n')).code).toBe(4);
  expect(
    (await dispatched(['cleanup', '--forget', `${run}:${entry}`], async (q) => (/Why/.test(q) ? '' : 'y'))).code,
  ).toBe(4);
  expect(storedRuns(join(folder, 'runs')).runs[0]?.open).toHaveLength(1);
  const forgotten = await dispatched(['cleanup', '--forget', `${run}:${entry}`], async (q) =>
    /Why/.test(q) ? 'theirs now' : 'y',
  );
  expect(forgotten.code, forgotten.out).toBe(0);
  const file = readFileSync(join(folder, 'runs', `${run}.jsonl`), 'utf8');
  expect(file).toMatch(/"forgotten".*"who":"ada".*"why":"theirs now"/);
  expect((await dispatched(['cleanup'])).code).toBe(0);
  expect(readFileSync(join(folder, 'runs', `${run}.jsonl`), 'utf8')).toBe(file);
  expect(theirs()).toHaveLength(1);
});
