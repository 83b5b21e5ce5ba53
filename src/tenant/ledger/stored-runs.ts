import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptEntry, Ledger, OpenEntry } from '../../run/ports.ts';
import { Entries, type Waiting } from './entries.ts';
import { JournalFile } from './journal-file.ts';
import { parseRecord, type RunRecord } from './ledger-record.ts';
import { isLocked, removeDeadLocks, takeLock } from './lock.ts';
import { ledgerOver } from './memory-ledger.ts';
import { attempt, endFile, journalOver, ledgerPath } from './run-ledger.ts';
import { removeState, stateOwner, writeState } from './state-file.ts';

/** A run of which something is written down: by a process that still runs, was killed, or left something. */
export type StoredRun = {
  readonly path: string;
  readonly run: RunRecord;
  readonly open: readonly OpenEntry[];
  readonly kept: readonly KeptEntry[];
  /** A person left it, to go on later. */
  readonly waiting?: Waiting;
  /** A living process works on it. */
  readonly isRunning: boolean;
};

/** A file that is no ledger, or of which a line in the middle cannot be read: nobody can say what it knew. */
export type DamagedRun = { readonly path: string; readonly line: number };

export type StoredRuns = { readonly runs: readonly StoredRun[]; readonly damaged: readonly DamagedRun[] };

/** All that is written down in a folder; nothing where there is no folder. Oldest first. */
export function storedRuns(folder: string): StoredRuns {
  const runs: StoredRun[] = [];
  const damaged: DamagedRun[] = [];
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const read = readLedger(path);
    if (read === undefined) continue;
    if ('line' in read) damaged.push({ path, line: read.line });
    else {
      const { run, entries } = read;
      const { waiting } = entries;
      const about = { ...(waiting === undefined ? {} : { waiting }), isRunning: isLocked(folder, run.run) };
      runs.push({ path, run, open: entries.open(), kept: entries.kept(), ...about });
    }
  }
  return { runs: runs.sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1)), damaged };
}

/** Removes what nobody needs anymore: files of runs of which nothing is kept by now, and locks of dead processes. */
export function forgetOldRuns(folder: string, nowMs: number): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    if (isLocked(folder, name.replace(/\.jsonl$/, ''))) continue;
    const read = readLedger(path);
    if (read !== undefined && ('line' in read || read.entries.waiting !== undefined)) continue;
    const open = read?.entries.open() ?? [];
    const kept = read?.entries.kept() ?? [];
    if (open.length === 0 && kept.every(({ until }) => Date.parse(until) < nowMs)) rmSync(path, { force: true });
  }
  removeOrphanedStates(folder);
  removeDeadLocks(folder);
}

/** States whose run is gone: it died between its end and theirs. */
function removeOrphanedStates(folder: string): void {
  for (const name of namesIn(folder, '.json')) {
    const run = stateOwner(name);
    if (run !== undefined && !isLocked(folder, run) && !existsSync(ledgerPath(folder, run))) removeState(folder, run);
  }
}

function namesIn(folder: string, ending = '.jsonl'): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

type ReadLedger = { readonly run: RunRecord; readonly entries: Entries; readonly bytes: number };

/** `undefined`: it ended before its first line was whole, and so nothing was sent. */
function readLedger(path: string): ReadLedger | { readonly line: number } | undefined {
  if (!lstatSync(path).isFile()) return { line: 1 };
  const text = readFileSync(path, 'utf8');
  // What stands after the last line feed was never finished, and so never acted on.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const entries = new Entries();
  let run: RunRecord | undefined;
  const lines = whole.split('\n').slice(0, -1);
  for (const [at, line] of lines.entries()) {
    const record = parseRecord(line);
    if (record === undefined || (at === 0) !== (record.kind === 'run')) return { line: at + 1 };
    if (record.kind === 'run') run = record;
    entries.add(record);
  }
  return run && { run, entries, bytes: Buffer.byteLength(whole) };
}

/** Takes over a run that nobody works on anymore; `undefined` where somebody does, or it is gone by now. */
export function takeOver(stored: StoredRun, folder: string, pid: number): Ledger | undefined {
  return takeFile(stored, folder, pid)?.ledger;
}

/** The same, with where it waits. */
export function takeFile(
  stored: StoredRun,
  folder: string,
  pid: number,
): { readonly ledger: Ledger; readonly waiting: Waiting | undefined } | undefined {
  const { run } = stored;
  const lock = takeLock(folder, run.run, { pid });
  if (lock === undefined) return undefined;
  try {
    // Somebody may have worked on it since it was listed.
    const read = readLedger(stored.path);
    if (read === undefined || 'line' in read) {
      lock.release();
      return undefined;
    }
    const file = new JournalFile(ledgerPath(folder, run.run));
    file.resume(read.bytes);
    const ledger = ledgerOver({
      entries: read.entries,
      journal: journalOver((record) => file.append([record])),
      keepState: attempt((text) => writeState(folder, run.run, text)),
      end: (entries) => endFile({ file, entries, lock, folder, run }),
    });
    return { ledger, waiting: read.entries.waiting };
  } catch (error) {
    lock.release();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
