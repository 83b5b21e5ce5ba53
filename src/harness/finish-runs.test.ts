import { execFile, spawn } from 'node:child_process';
import {
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { samplePlan } from '../../test/support/run/sample-plan.ts';
import { type StatefulService, statefulService } from '../../test/support/run/stateful-service.ts';
import { replayPlan } from '../run/execute/replay.ts';
import type { Backend, Reply } from '../run/ports.ts';
import { Entries } from '../tenant/ledger/entries.ts';
import { diskFiles } from '../tenant/ledger/files.ts';
import { JournalFile } from '../tenant/ledger/journal-file.ts';
import { ledgerOver } from '../tenant/ledger/memory-ledger.ts';
import { journalOver, openRunLedger } from '../tenant/ledger/run-ledger.ts';
import { storedRuns } from '../tenant/ledger/stored-runs.ts';
import { finishRun } from './finish-runs.ts';

const child = fileURLToPath(new URL('../../test/support/harness/finish-runs.child.mts', import.meta.url));
const yaml = `
title: T
actors: { admin: {} }
steps:
  - id: group
    request: { method: POST, url: /v1.0/teams, body: { displayName: Doors, alias: "doors-\${run.id}" } }
    response: { status: 201 }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/teams/\${groupId}", find: "/v1.0/teams?$filter=alias eq 'doors-\${run.id}'" }
  - id: note
    request: { method: POST, url: /v1.0/notes, body: { about: "\${groupId}", secret: "\${run.password}" } }
    response: { status: 201 }
    capture: { noteId: $.id }
    creates: { delete: "/v1.0/notes/\${noteId}", find: "/v1.0/notes?$filter=about eq '\${groupId}'" }
cleanup:
  - id: delete-group
    request: { method: DELETE, url: "/v1.0/teams/\${groupId}" }
    response: { status: 204 }
`;

/** The stateful service behind a real port. `killAt`: after the n-th request is done, its sender dies unanswered. */
type Served = { readonly service: StatefulService; readonly server: Server; readonly origin: string; killAt: number };

let served: Served;
let folder: string;

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'runs');
  served = await serve();
});
afterEach(async () => {
  served.server.closeAllConnections();
  await new Promise((resolve) => served.server.close(resolve));
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

async function serve(): Promise<Served> {
  const service = statefulService({ now: Date.now, sleep: async () => {} });
  const old = new Date(0).toISOString();
  service.things.set('/v1.0/teams', [{ id: 'decoy', createdDateTime: old, displayName: 'Doors', alias: 'doors' }]);
  service.things.set('/v1.0/notes', [{ id: 'decoy', createdDateTime: old, about: 'decoy' }]);
  const counted: { killAt: number; requests: number } = { killAt: 0, requests: 0 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? {} : { body: JSON.parse(text) };
    const sent = { method: request.method as 'GET', url: request.url ?? '', headers: {}, ...body };
    const reply = await service.send(sent, { step: '', actor: '' });
    counted.requests += 1;
    if (counted.requests === result.killAt) process.kill(Number(request.headers['x-pid']), 'SIGKILL');
    if (reply.kind === 'answered') response.writeHead(reply.response.status, reply.response.headers);
    response.end(reply.kind === 'answered' ? reply.response.text : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const result = { service, server, origin: `http://127.0.0.1:${port}`, killAt: 0 };
  return result;
}

/** Runs the child; how many points it passed, or the signal that ended it. */
function runChild(dieAt: number, run = 'r4n1d-of-a-child', where = folder): Promise<number | string> {
  const reported = JSON.stringify({ origin: served.origin, folder: where, yaml, run, dieAt });
  return new Promise((resolve) => {
    execFile(process.execPath, [child, reported], (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout).points);
      else resolve(error.signal ?? `${stdout}${stderr}`);
    });
  });
}

const clock = { now: Date.now, sleep: async () => {} };

async function cleanup(purge = false) {
  const { runs, damaged } = storedRuns(folder);
  expect(damaged).toEqual([]);
  const results = [];
  for (const stored of runs) {
    const session = { backend: () => served.service as Backend, clock };
    results.push(await finishRun(stored, { session, folder, pid: process.pid, purge }));
  }
  return results;
}

const ids = () => [...served.service.things.values()].map((things) => things.map(({ id }) => id));
const onlyDecoys = [['decoy'], ['decoy']];

test('P3 F34: kill -9 at every point around every write: cleanup leaves nothing, and a second one changes nothing', async () => {
  const points = await runChild(0);
  expect(points).toBeGreaterThan(15);
  expect(ids()).toEqual(onlyDecoys);
  const requests = served.service.log.length;
  let leftovers = 0;
  let dirty = 0;
  const dieAndCleanUp = async (dieAt: number, run: string) => {
    expect(await runChild(dieAt, run)).toBe('SIGKILL');
    if (storedRuns(folder).runs.some(({ open }) => open.length > 0)) dirty += 1;
    await cleanup();
    leftovers += ids().flat().length - 2;
    expect(ids(), run).toEqual(onlyDecoys);
    const before = served.service.log.length;
    await cleanup();
    expect(served.service.log.length, 'a second cleanup sends nothing').toBe(before);
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
  };
  for (let at = 1; at <= Number(points); at++) await dieAndCleanUp(at, `r4n1d-point-${at}`);
  // The service has done it, and the response never comes.
  for (let at = 1; at <= requests; at++) {
    await new Promise<void>((resolve) => served.server.close(() => resolve()).closeAllConnections());
    served = await serve();
    served.killAt = at;
    await dieAndCleanUp(0, `r4n1d-request-${at}`);
  }
  process.stdout.write(
    `kill -9: ${Number(points) + requests} points, ${dirty} left something to do, leftovers: ${leftovers}\n`,
  );
  expect(dirty).toBeGreaterThan(8);
  expect(leftovers).toBe(0);
}, 240_000);

test('a ledger is private, and knows neither secrets nor values that were sent', async () => {
  await runChild(9, 'r4n1d-private');
  const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.jsonl'));
  const text = readFileSync(join(folder, name), 'utf8');
  expect(text).toContain('"intent"');
  expect(text).not.toContain('secret-of-the-run');
  expect(text).not.toContain('Doors');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
});

test('P1 F36: fifty pairs of runs at the same time: no run deletes what is not its own', async () => {
  const foreign: string[] = [];
  const owner = new Map<string, string>();
  const watch = (run: string): Backend => ({
    ...served.service,
    send: async (request, context): Promise<Reply> => {
      const reply = await served.service.send(request, context);
      await new Promise(setImmediate);
      if (reply.kind !== 'answered') return reply;
      if (request.method === 'POST') owner.set(String(JSON.parse(reply.response.text).id), run);
      const id = request.url.split('/').at(-1) ?? '';
      if (request.method === 'DELETE' && owner.get(id) !== run) foreign.push(request.url);
      return reply;
    },
  });
  const one = async (run: string) => {
    const about = {
      run,
      tenant: 't',
      origin: served.origin,
      scenario: 's',
      startedAt: new Date().toISOString(),
      actors: [],
    };
    const ledger = openRunLedger({ folder, pid: process.pid, run: about });
    const plan = samplePlan(yaml, { run: { id: run, now: new Date().toISOString(), password: 'p' } });
    return replayPlan(plan, { backend: watch(run), clock, listener: () => {}, ledger });
  };
  for (let pair = 0; pair < 50; pair++) {
    const results = await Promise.all([one(`r4n1d-${pair}-a`), one(`r4n1d-${pair}-b`)]);
    expect(results.map(({ leftovers }) => leftovers)).toEqual([[], []]);
  }
  process.stdout.write(`50 pairs of runs: ${owner.size} objects, ${foreign.length} foreign deletions\n`);
  expect(owner.size).toBe(200);
  expect(foreign).toEqual([]);
  expect(ids()).toEqual(onlyDecoys);
});

test('F36: a run that another process works on is left alone', async () => {
  const reported = JSON.stringify({ origin: served.origin, folder, yaml, run: 'r4n1d-busy', dieAt: 0 });
  const running = spawn(process.execPath, [child, reported]);
  const ended = new Promise((resolve) => running.once('exit', resolve));
  while (!served.service.log.includes('POST /v1.0/teams')) await new Promise((resolve) => setTimeout(resolve, 5));
  running.kill('SIGSTOP');
  const [stored] = storedRuns(folder).runs;
  expect(stored?.isRunning).toBe(true);
  const deletions = () => served.service.log.filter((line) => line.startsWith('DELETE')).length;
  const before = deletions();
  expect(await cleanup()).toEqual([{ kind: 'taken' }]);
  expect(deletions()).toBe(before);
  running.kill('SIGKILL');
  await ended;
  expect(storedRuns(folder).runs[0]?.isRunning).toBe(false);
  await cleanup();
  expect(ids()).toEqual(onlyDecoys);
});

const exec = promisify(execFile);

/** The child's result for its first step, where its ledger cannot be written. */
async function refusal(command: string, args: readonly string[], options = {}): Promise<unknown> {
  const reported = JSON.stringify({ origin: served.origin, folder, yaml, run: 'r4n1d-refused', dieAt: 0 });
  const { stdout } = await exec(command, [...args, process.execPath, child, reported], options);
  expect(served.service.log.filter((line) => line.startsWith('POST'))).toEqual([]);
  return JSON.parse(stdout).outcomes[0];
}

const refused = (why: string) => ({ kind: 'blocked', reason: 'refused', message: expect.stringContaining(why) });

test('P4 F35: no POST leaves where something else is in the folder\u2019s place', async () => {
  writeFileSync(folder, '');
  expect(await refusal('env', [])).toMatchObject(refused('another kind of file has that name'));
});

test('P4 F35: no POST leaves where the folder is not writable', async () => {
  mkdirSync(folder, { mode: 0o500 });
  // Root may write everywhere, unless it drops that capability.
  const asOthers = process.getuid?.() === 0 ? ['--bounding-set=-all', '--inh-caps=-all', '--reuid=0'] : undefined;
  const outcome = asOthers === undefined ? refusal('env', []) : refusal('setpriv', asOthers);
  expect(await outcome).toMatchObject(refused('is not writable'));
});

test('P4 F35: no POST leaves where files may not grow (ulimit -f)', async () => {
  expect(await refusal('bash', ['-c', 'ulimit -f 0; "$@" | cat', '-'])).toMatchObject(refused('exceed the size limit'));
});

test('P4 F35: no POST leaves where the disk is full (/dev/full)', async () => {
  const files = { ...diskFiles, open: () => openSync('/dev/full', constants.O_RDWR) };
  const file = new JournalFile(join(folder, 'full'), files);
  const journal = journalOver((record, how) => file.append([record], how));
  const ledger = ledgerOver({ entries: new Entries(), journal, end: () => {} });
  const plan = samplePlan(yaml, { run: { id: 'r4n1d-full', now: new Date().toISOString(), password: 'p' } });
  const result = await replayPlan(plan, { backend: served.service, clock, listener: () => {}, ledger });
  expect(served.service.log).toEqual([]);
  expect(result.steps[0]?.outcome).toMatchObject(refused('the disk is full'));
});
