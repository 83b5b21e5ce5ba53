import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../run/ports.ts';
import { diskFiles } from './files.ts';
import { openRunLedger } from './run-ledger.ts';
import { statePath, writeState } from './state-file.ts';
import { type StoredRun, storedRuns, takeOver, tidyRuns } from './stored-runs.ts';
import { takeUp } from './take-up.ts';

/** No process has it: what it locked counts for nothing. */
const deadPid = 2 ** 22 + 1;
const run = 'r4n1d-waits';
const intent = { step: 's', actor: 'a', method: 'POST', url: '/v1.0/x', delete: '/v1.0/x/1', captures: {} } as const;

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'take-up-')), 'runs');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

function open(pid = process.pid): Ledger {
  const about = { run, tenant: 't', origin: 'o', scenario: 's', startedAt: '2026-11-22T08:30:00Z', actors: [] };
  return openRunLedger({ folder, pid, run: about });
}

function stored(): StoredRun {
  const [one] = storedRuns(folder).runs;
  if (one === undefined) throw new Error('nothing is recorded');
  return one;
}

const later = Date.parse('2030-01-01T00:00:00Z');

test('a run that waits is kept, also where it made nothing', async () => {
  const ledger = open();
  expect(await ledger.wait('look', 'the state')).toEqual({ ok: true });
  await ledger.end();
  tidyRuns(folder, { nowMs: later });
  expect(stored()).toMatchObject({ waiting: { step: 'look' }, open: [], isRunning: false });
  expect(statSync(statePath(folder, run)).mode & 0o777).toBe(0o600);
  expect(await takeUp(stored(), { folder, pid: process.pid })).toMatchObject({ kind: 'taken-up', state: 'the state' });
});

test('a process that resumes it and dies at the prompt leaves it suspended; later it is a killed run', async () => {
  const ledger = open();
  await ledger.intend(intent);
  await ledger.wait('look', 'the state');
  await ledger.end();
  await takeUp(stored(), { folder, pid: deadPid });
  const again = await takeUp(stored(), { folder, pid: deadPid + 1 });
  if (again.kind !== 'taken-up') throw new Error(again.kind);
  await again.ledger.goOn();
  expect(stored().waiting).toBeUndefined();
  expect(await takeUp(stored(), { folder, pid: process.pid })).toEqual({ kind: 'not-suspended' });
  expect(stored().open).toHaveLength(1);
});

test('P15 who dies between the state and the line that says so has not left', async () => {
  await open(deadPid).intend(intent);
  await writeState(statePath(folder, run), 'the state', diskFiles);
  tidyRuns(folder, { nowMs: later });
  expect(stored().waiting).toBeUndefined();
  const ledger = takeOver(stored(), { folder, pid: process.pid });
  await ledger?.notCreated(1);
  await ledger?.end();
  expect(existsSync(statePath(folder, run))).toBe(false);
  expect(storedRuns(folder)).toEqual({ runs: [], damaged: [] });
});

test('P4 of two runs of the same id, the second writes nothing down, and so creates nothing', async () => {
  const first = open();
  await first.intend(intent);
  const second = await open(process.pid + 1).intend({ ...intent, url: '/v1.0/second' });
  expect(second).toMatchObject({ ok: false, message: expect.stringContaining('another process') });
  expect(stored().open.map(({ url }) => url)).toEqual(['/v1.0/x']);
  await first.end();
});

test('P3 the ledger of a run that died with nothing left goes; with something open, and while it runs, it stays', async () => {
  const done = open(deadPid);
  await done.intend(intent);
  tidyRuns(folder, { nowMs: later });
  expect(stored().open).toHaveLength(1);
  await done.notCreated(1);
  expect(existsSync(join(folder, `${run}.jsonl`))).toBe(true);
  tidyRuns(folder, { nowMs: later });
  expect(existsSync(join(folder, `${run}.jsonl`))).toBe(false);

  const running = open();
  await running.intend(intent);
  await running.notCreated(1);
  tidyRuns(folder, { nowMs: later });
  expect(existsSync(join(folder, `${run}.jsonl`))).toBe(true);
  await running.end();
});

test('a state whose run is gone is forgotten', async () => {
  await open().wait('look', 'the state');
  await writeState(statePath(folder, 'r4n1d-gone'), 'a state', diskFiles);
  tidyRuns(folder, { nowMs: later });
  expect([run, 'r4n1d-gone'].map((one) => existsSync(statePath(folder, one)))).toEqual([true, false]);
});

test('a run whose state cannot be written cannot be suspended', async () => {
  const ledger = open();
  await ledger.intend(intent);
  rmSync(folder, { recursive: true });
  expect(await ledger.wait('look', 'the state')).toMatchObject({ ok: false });
});

test('a run that has ended is not ended again', async () => {
  const ledger = open();
  await ledger.wait('look', 'the state');
  await ledger.end();
  const taken = await takeUp(stored(), { folder, pid: process.pid });
  if (taken.kind !== 'taken-up') throw new Error(taken.kind);
  await ledger.end();
  expect(stored().isRunning).toBe(true);
});
