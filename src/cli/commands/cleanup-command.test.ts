import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { killStarted, program, startProgram, until } from '../../../test/support/cli/started-program.ts';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';

/** A group, and then a wait that never ends by itself. */
const scenario = `title: A group comes and goes
actors:
  admin: { permissions: [Group.ReadWrite.All, Directory.ReadWrite.All] }
steps:
  - id: create-group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: Left group, mailNickname: "left-\${run.id}", mailEnabled: false, securityEnabled: true }
    response: { status: 201, body: { id: <uuid> } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'left-\${run.id}'
  - id: wait
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: Never } }
    eventually: { within: PT5M, every: PT1S }
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
  folder = await mkdtemp(join(tmpdir(), 'cleanup-'));
  await writeFile(join(folder, 'a.scenario.yaml'), scenario);
});
afterEach(async () => {
  killStarted();
  sample.server.sandbox().faults.clear();
  await rm(folder, { recursive: true });
});

const start = (...args: readonly string[]) =>
  startProgram([process.execPath, program, ...args], { cwd: folder, environment: sample.settings() });

const live = (...args: readonly string[]) =>
  start('run', '--against', 'live', '--tenant', sample.tenant(), ...args, 'a.scenario.yaml');
const groups = () => sample.groups('Left group');

/** The response to the create was received and recorded. */
const made = () => groups().length === 1 && readFileSync(ledgerFile(), 'utf8').includes('"created"');
const ledgerFile = () => {
  const runs = join(folder, '.tutorial-replay', 'runs');
  return join(runs, readdirSync(runs).find((name) => name.endsWith('.jsonl')) ?? 'none');
};

const ledgers = async () =>
  (await readdir(join(folder, '.tutorial-replay', 'runs'))).filter((name) => /jsonl/.test(name));

test('P3 what a killed run left is refused by the next run, shown by --dry-run, and deleted once', async () => {
  const killed = live();
  await until(made);
  killed.process.kill('SIGKILL');
  expect((await killed.ended).code).toBe('SIGKILL');

  const refused = await live().ended;
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/left something[\s\S]*cleanup [a-z2-7]{13}/) });
  const shown = await start('cleanup', '--dry-run').ended;
  expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('DELETE /v1.0/groups/') });
  expect(groups()).toHaveLength(1);

  const done = await start('cleanup').ended;
  expect(done).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/deleted {2}\/v1\.0\/groups\/[\s\S]*recycle bin until/),
  });
  expect(groups()).toEqual([]);
  const again = await start('cleanup').ended;
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('nothing is left') });

  const purged = await start('cleanup', '--purge').ended;
  expect(purged).toMatchObject({ code: 0, out: expect.stringContaining('purged') });
  expect(await ledgers()).toEqual([]);
});

test('leftovers at a service that is gone stop no run at another, and cleanup shows how to close them', async () => {
  const killed = live();
  await until(made);
  killed.process.kill('SIGKILL');
  await killed.ended;
  const { origin } = JSON.parse(readFileSync(ledgerFile(), 'utf8').split('\n', 1)[0] ?? '');
  const [gone, path] = ['https://127.0.0.1:9', ledgerFile()];
  await writeFile(path, readFileSync(path, 'utf8').replaceAll(origin, gone));

  const looked = await start('doctor', '--tenant', sample.tenant(), 'a.scenario.yaml').ended;
  expect(looked.out).toMatch(/✓ no leftovers of earlier runs/);
  const next = live();
  await until(() => groups().length === 2);
  next.process.kill('SIGINT');
  expect((await next.ended).code).toBe(130);

  const refused = await start('cleanup').ended;
  expect(refused).toMatchObject({ code: 4, err: expect.stringContaining(`ran against ${gone}, and`) });
  expect(refused.err).toMatch(/ cleanup --forget [a-z2-7]{13}:\d+$/m);
  await writeFile(path, readFileSync(path, 'utf8').replaceAll(gone, origin));
  expect((await start('cleanup').ended).code).toBe(0);
  expect(groups()).toEqual([]);
});

test('P15 of a damaged ledger, what is intact is deleted, what is not is reported with its place, and it stays', async () => {
  const killed = live();
  await until(made);
  killed.process.kill('SIGKILL');
  await killed.ended;
  const path = ledgerFile();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  await writeFile(path, `${['\0\0\0', ...lines.slice(1)].join('\n')}\n{"kind":"del`);
  const first = `${path}:1:1: leftovers: not valid JSON: expected a value, so what the run left is not fully known\n`;
  const last = `${path}:5:9: leftovers: not valid JSON: a string without its closing \`"\`, so what the run left is not fully known\n`;
  const fix = '  fix: look for what the run created, delete it, then remove the file';

  const refused = await live().ended;
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/left something/) });
  expect(refused.err).toContain(`leftovers: ${first.replace('leftovers: ', '')}${fix}; or add`);
  const done = await start('cleanup').ended;
  expect(done).toMatchObject({ code: 4, out: expect.stringMatching(/deleted {2}\/v1\.0\/groups\//) });
  expect(done.err).toBe(`${first}${fix}\n${last}${fix}\n`);
  expect(groups()).toEqual([]);
  const again = await start('cleanup').ended;
  expect(again).toMatchObject({
    code: 4,
    err: done.err,
    out: expect.stringContaining('the ledgers that can be read have nothing left'),
  });
  expect((await start('cleanup', '--dry-run').ended).code).toBe(4);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('P2 %s in the middle cleans up and is exit %i', async (signal, code) => {
  const stopped = live();
  await until(() => groups().length === 1);
  stopped.process.kill(signal);
  const { code: exit, out } = await stopped.ended;
  expect(groups()).toEqual([]);
  expect(exit).toBe(code);
  expect(out).toContain('stopped');
});

test('P2 a signal in the middle of the response to a create: it is found again and deleted', async () => {
  sample.server.sandbox().faults.add({ kind: 'drip', method: 'POST', path: '/groups', bytesPerSecond: 40 });
  const stopped = live();
  await until(() => groups().length === 1);
  stopped.process.kill('SIGINT');
  const { code } = await stopped.ended;
  expect(groups()).toEqual([]);
  expect(code).toBe(130);
});

test('P2 F34: a second signal leaves at once, and reports what remains and the command that removes it', async () => {
  sample.server.sandbox().faults.add({ kind: 'throttled', method: 'DELETE', retryAfterSeconds: 60, times: 9 });
  const stopped = live();
  await until(() => groups().length === 1);
  stopped.process.kill('SIGINT');
  await until(() =>
    sample.server
      .sandbox()
      .faults.list()
      .some(({ hitsLeft }) => hitsLeft < 9),
  );
  // Within a second, it would be the same stop.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  stopped.process.kill('SIGINT');
  const { code, err } = await stopped.ended;
  expect(code).toBe(4);
  expect(err).toMatch(/DELETE \/v1\.0\/groups\/[\s\S]*npx tutorial-replay cleanup [a-z2-7]{13}/);
  expect(groups()).toHaveLength(1);
  sample.server.sandbox().faults.clear();
  expect((await start('cleanup', '--all').ended).code).toBe(0);
  expect(groups()).toEqual([]);
});

test.each(['SIGINT', 'SIGHUP'] as const)(
  'P2 %s stops `cleanup` after the request that has left; it says what remains, and another one finishes',
  async (signal) => {
    const killed = live();
    await until(made);
    killed.process.kill('SIGKILL');
    await killed.ended;
    const { faults } = sample.server.sandbox();
    faults.add({ kind: 'throttled', method: 'DELETE', retryAfterSeconds: 60, times: 9 });
    const started = start('cleanup');
    await until(() => faults.list().some(({ hitsLeft }) => hitsLeft < 9));
    started.process.kill(signal);
    const { code, out, err } = await started.ended;
    expect(code).toBe(4);
    expect(out).not.toContain('delete it yourself');
    expect(err).toMatch(
      /stopped by a signal[\s\S]*DELETE \/v1\.0\/groups\/[\s\S]*npx tutorial-replay cleanup [a-z2-7]{13}/,
    );
    expect(groups()).toHaveLength(1);
    faults.clear();
    expect((await start('cleanup').ended).code).toBe(0);
    expect(groups()).toEqual([]);
  },
);

test('an unknown run is exit 2, and sends nothing', async () => {
  const { code, err } = await start('cleanup', 'abcdefghijklm').ended;
  expect(code).toBe(2);
  expect(err).toContain('no ledger here has a run abcdefghijklm');
});
