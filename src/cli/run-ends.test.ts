import { type StdioOptions, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Ended, killStarted, program, startProgram, until } from '../../test/support/cli/started-program.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

type Kind = 'waits' | 'passes' | 'fails';

/** A group that comes and goes; in between a wait that never ends by itself, or a step that passes or fails at once. */
const scenario = (name: string, kind: Kind): string => `title: ${name}
actors:
  admin: { permissions: [Group.ReadWrite.All, Directory.ReadWrite.All] }
steps:
  - id: create-group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: Group of ${name}
        description: "\${run.id}"
        mailNickname: "${name}-\${run.id}"
        mailEnabled: false
        securityEnabled: true
    response: { status: 201, body: { id: <uuid> } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq '${name}-\${run.id}'
  - id: look
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: ${kind === 'passes' ? `Group of ${name}` : 'Never'} } }
${kind === 'waits' ? '    eventually: { within: PT5M, every: PT0.2S }\n' : ''}cleanup:
  - id: delete-group
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

let sample: SampleServer;
let folder: string;
let before: readonly string[];

beforeAll(async () => {
  sample = await sampleServer();
});
afterAll(() => sample.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-ends-'));
  before = names();
});
afterEach(async () => {
  killStarted();
  sample.server.sandbox().faults.clear();
  await rm(folder, { recursive: true });
});

const names = (): readonly string[] => sample.groups().map(({ displayName }) => String(displayName));
const isThere = (name: string): boolean => names().includes(`Group of ${name}`);
const environment = () => ({ HOME: folder, ...sample.settings() });

const start = (command: readonly string[], stdio: StdioOptions = 'pipe') =>
  startProgram(command, { cwd: folder, environment: environment(), stdio, detached: true });

/** The command line of a live run of these scenarios, written beforehand. */
async function run(scenarios: { readonly [name: string]: Kind }, ...flags: readonly string[]): Promise<string[]> {
  const files = Object.entries(scenarios).map(([name, kind]) => ({ file: `${name}.scenario.yaml`, name, kind }));
  for (const { file, name, kind } of files) await writeFile(join(folder, file), scenario(name, kind));
  const live = ['--against', 'live', '--tenant', sample.tenant()];
  return [process.execPath, program, 'run', ...live, ...flags, ...files.map(({ file }) => file)];
}

/** The directory is as it was, nothing is open in a ledger, and no reader got a stack trace. */
async function expectClean({ out, err }: Pick<Ended, 'out' | 'err'>): Promise<void> {
  expect(names()).toEqual(before);
  expect(out + err).not.toMatch(/^ +at |node:internal|defect of tutorial-replay/m);
  const ledgers = await readdir(join(folder, '.tutorial-replay', 'runs')).catch(() => []);
  for (const name of ledgers.filter((one) => one.endsWith('.jsonl'))) {
    expect(await readFile(join(folder, '.tutorial-replay', 'runs', name), 'utf8')).not.toMatch(
      /"created"(?![\s\S]*"deleted")/,
    );
  }
}

const isMissing = (command: string): boolean => spawnSync('which', [command]).status !== 0;

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'P2 %s, twice within a second, is one stop: it cleans up, exit %i',
  async (signal, code) => {
    const stopped = start(await run({ waiting: 'waits' }));
    await until(() => isThere('waiting'));
    stopped.process.kill(signal);
    setTimeout(() => stopped.process.kill(signal), 30);
    const ended = await stopped.ended;
    expect(ended.code).toBe(code);
    await expectClean(ended);
  },
  120_000,
);

test('P2 `timeout`, which signals its child and its group, is one stop', async ({ skip }) => {
  if (isMissing('timeout')) skip('there is no `timeout` here');
  const stopped = start(['timeout', '-s', 'TERM', '600', ...(await run({ waiting: 'waits' }))]);
  await until(() => isThere('waiting'));
  stopped.process.kill('SIGTERM');
  const ended = await stopped.ended;
  expect(ended.code).toBe(143);
  await expectClean(ended);
}, 120_000);

test('F35: to /dev/full nothing is sent: exit 3, in words', async ({ skip }) => {
  if (!existsSync('/dev/full')) skip('there is no /dev/full here');
  const full = openSync('/dev/full', 'w');
  const ended = await start(await run({ one: 'passes', two: 'passes' }), ['ignore', full, 'pipe']).ended;
  closeSync(full);
  expect(ended.code).toBe(3);
  expect(ended.err).toContain('the output cannot be written');
  await expectClean(ended);
}, 120_000);

test('F35: what a command prints to /dev/full is exit 2, in words', async ({ skip }) => {
  if (!existsSync('/dev/full')) skip('there is no /dev/full here');
  for (const args of [['--help'], ['list', 'library:files'], ['schema']]) {
    const full = openSync('/dev/full', 'w');
    const ended = await start([process.execPath, program, ...args], ['ignore', full, 'pipe']).ended;
    closeSync(full);
    expect(ended).toMatchObject({ code: 2, err: 'the output cannot be written (ENOSPC)\n' });
  }
}, 120_000);

test('F35: a file of output that reaches its largest size stops the run, which cleans up: exit 3', async ({ skip }) => {
  if (isMissing('bash')) skip('there is no bash here');
  // What is written first fits in; the first scenario that ends does not.
  await writeFile(join(folder, 'out'), ' '.repeat(16 * 1024 - 100));
  const command = await run({ one: 'passes', waiting: 'waits', late: 'passes' }, '-j', '2');
  const limited = ['bash', '-c', 'ulimit -f 16; exec "$@" >>out', 'bash', ...command];
  const ended = await start(limited).ended;
  expect(ended.code).toBe(3);
  await expectClean(ended);
}, 120_000);

test.each([
  ['passes', 3],
  ['fails', 1],
] as const)(
  'F35: a reader that goes away in the middle, after one that %s: exit %i',
  async (kind, code) => {
    const started = start(await run({ one: kind, waiting: 'waits', late: 'passes' }, '-j', '2'));
    // The first line is read; the end of the first scenario is not.
    started.process.stdout?.once('data', () => started.process.stdout?.destroy());
    const ended = await started.ended;
    expect(ended.code).toBe(code);
    expect(ended.err).toContain('the output cannot be written');
    await expectClean(ended);
  },
  120_000,
);

test('F35: a reader that goes away after the last step changes nothing', async () => {
  const started = start(await run({ one: 'passes' }));
  // Its line is written when the last step has ended.
  started.process.stdout?.on('data', (chunk) => {
    if (String(chunk).includes('delete-group')) started.process.stdout?.destroy();
  });
  const ended = await started.ended;
  expect(ended.code).toBe(0);
  expect(ended.err).toBe('');
  await expectClean(ended);
}, 120_000);

test('F35: what cannot be deleted stays exit 4, whatever becomes of the output', async () => {
  sample.server.sandbox().faults.add({ kind: 'missing-consent', method: 'DELETE', times: 99 });
  const started = start(await run({ one: 'passes', waiting: 'waits' }, '-j', '2'));
  started.process.stdout?.once('data', () => started.process.stdout?.destroy());
  const { code } = await started.ended;
  expect(code).toBe(4);
  expect(isThere('one') || isThere('waiting')).toBe(true);
  sample.server.sandbox().faults.clear();
  const ended = await start([process.execPath, program, 'cleanup', '--all']).ended;
  expect(ended.code).toBe(0);
  await expectClean(ended);
}, 120_000);

/** Runs a command on a terminal of its own, which is closed when a line comes on standard input. */
const terminal = `
import os, pty, select, subprocess, sys, time
leads = sys.argv[1] == 'leads'
master, slave = pty.openpty()
def take():
    if leads:
        import fcntl, termios
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
child = subprocess.Popen(sys.argv[2:], stdin=slave, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=take)
os.close(slave)
while True:
    ready, _, _ = select.select([master, 0], [], [], 60)
    if 0 in ready or not ready:
        break
    os.read(master, 65536)
os.close(master)
sys.exit(child.wait() % 256)
`;

// Python has terminals; where it is absent, these are reported as skipped.
test.skipIf(isMissing('python3')).each([
  ['its own, which is closed: SIGHUP', 'leads', 129],
  ['that of others, which is closed: no signal, and nothing can be written', 'follows', 3],
] as const)(
  'P2 on a terminal, %s',
  async (_, mode, code) => {
    const started = start(['python3', '-c', terminal, mode, ...(await run({ waiting: 'waits' }))]);
    await until(() => isThere('waiting'));
    started.process.stdin?.end('close\n');
    const ended = await started.ended;
    expect(ended.code, ended.err).toBe(code);
    await expectClean(ended);
  },
  120_000,
);

/** A replay whose report outgrows the largest file that may be written. */
async function replay(text: (scenario: string) => string = (scenario) => scenario): Promise<Ended> {
  await copyFile(join(fixtures, 'users.recording.json'), join(folder, 'users.recording.json'));
  const users = await readFile(join(fixtures, 'users.scenario.yaml'), 'utf8');
  await writeFile(join(folder, 'users.scenario.yaml'), text(users));
  const command = [process.execPath, program, 'run', 'users.scenario.yaml', '-r', 'terminal', '-r', 'json=result.json'];
  return start(['bash', '-c', 'ulimit -f 1; exec "$@"', 'bash', ...command]).ended;
}

test('F35: a report that cannot be written makes 0 a 2, and the footer reports what was sent', async ({ skip }) => {
  if (isMissing('bash')) skip('there is no bash here');
  const ended = await replay();
  expect(ended.code).toBe(2);
  expect(ended.err).toMatch(/result\.json[\s\S]*1 problem; \d+ requests? (?:was|were) sent\n$/);
  expect(ended.out).toMatch(/^Sent +\d+ request/m);
  await expectClean(ended);
  expect(existsSync(join(folder, 'result.json'))).toBe(false);
});

test('F35: a report that cannot be written never hides that a step failed', async ({ skip }) => {
  if (isMissing('bash')) skip('there is no bash here');
  const ended = await replay((scenario) => scenario.replace('status: 200', 'status: 201'));
  expect(ended.code).toBe(1);
  expect(ended.err).toMatch(/1 problem; \d+ requests? (?:was|were) sent\n$/);
});
