import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../run/ports.ts';
import { openRunLedger } from './run-ledger.ts';
import { statePath, writeState } from './state-file.ts';
import { forgetOldRuns, type StoredRun, storedRuns, takeOver } from './stored-runs.ts';
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
  if (one === undefined) throw new Error('nothing is written down');
  return one;
}

const later = Date.parse('2030-01-01T00:00:00Z');

test('a run that waits is kept, also where it made nothing', () => {
  const ledger = open();
  expect(ledger.wait('look', 'the state')).toEqual({ ok: true });
  ledger.end();
  forgetOldRuns(folder, later);
  expect(stored()).toMatchObject({ waiting: { step: 'look' }, open: [], isRunning: false });
  expect(statSync(statePath(folder, run)).mode & 0o777).toBe(0o600);
  expect(takeUp(stored(), folder, process.pid)).toMatchObject({ kind: 'taken-up', state: 'the state' });
});

test('who takes it up and dies before anybody answers leaves it waiting; after that it is a killed run', () => {
  const ledger = open();
  ledger.intend(intent);
  ledger.wait('look', 'the state');
  ledger.end();
  takeUp(stored(), folder, deadPid);
  const again = takeUp(stored(), folder, deadPid + 1);
  if (again.kind !== 'taken-up') throw new Error(again.kind);
  again.ledger.goOn();
  expect(stored().waiting).toBeUndefined();
  expect(takeUp(stored(), folder, process.pid)).toEqual({ kind: 'not-waiting' });
  expect(stored().open).toHaveLength(1);
});

test('P15 who dies between the state and the line that says so has not left', () => {
  open(deadPid).intend(intent);
  writeState(folder, run, 'the state');
  forgetOldRuns(folder, later);
  expect(stored().waiting).toBeUndefined();
  const ledger = takeOver(stored(), folder, process.pid);
  ledger?.notCreated(1);
  ledger?.end();
  expect(existsSync(statePath(folder, run))).toBe(false);
  expect(storedRuns(folder)).toEqual({ runs: [], damaged: [] });
});

test('a state whose run is gone is forgotten', () => {
  open().wait('look', 'the state');
  writeState(folder, 'r4n1d-gone', 'a state');
  forgetOldRuns(folder, later);
  expect([run, 'r4n1d-gone'].map((one) => existsSync(statePath(folder, one)))).toEqual([true, false]);
});

test('where the state cannot be written, the run cannot be left', () => {
  const ledger = open();
  ledger.intend(intent);
  rmSync(folder, { recursive: true });
  expect(ledger.wait('look', 'the state')).toMatchObject({ ok: false });
});

test('what has ended once is not ended again', () => {
  const ledger = open();
  ledger.wait('look', 'the state');
  ledger.end();
  const taken = takeUp(stored(), folder, process.pid);
  if (taken.kind !== 'taken-up') throw new Error(taken.kind);
  ledger.end();
  expect(stored().isRunning).toBe(true);
});
