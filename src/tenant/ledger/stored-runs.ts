import { basename, join } from 'node:path';
import { defined } from '../../defined.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { KeptEntry, Ledger, OpenEntry } from '../../run/ports.ts';
import type { Waiting } from './entries.ts';
import { attempt, diskFiles, namesIn } from './files.ts';
import { JournalFile } from './journal-file.ts';
import type { RunRecord } from './ledger-record.ts';
import { lockedRuns, takeLock } from './lock.ts';
import { ledgerOver } from './memory-ledger.ts';
import { type Damage, fileDamage, type ReadLedger, readLedger } from './read-ledger.ts';
import {
  deletedLedgers,
  ledgerOwner,
  placed,
  type RunFolder,
  type RunPlace,
  removeExpired,
  settle,
} from './run-folder.ts';
import { journalOver, written } from './run-ledger.ts';
import { stateOwner, statePath, writeState } from './state-file.ts';

/** A run with a ledger: its process still runs, was killed, or left something. */
export type StoredRun = {
  readonly path: string;
  readonly run: RunRecord;
  readonly open: readonly OpenEntry[];
  readonly kept: readonly KeptEntry[];
  /** A person suspended it, to resume it later. */
  readonly waiting?: Waiting;
  /** A living process works on it. */
  readonly isRunning: boolean;
};

/** Lines that cannot be used: their objects may still exist. The intact lines of the same file count nevertheless. */
type DamagedLedger = {
  /** The run that the file is named for; empty of a folder that cannot be listed. */
  readonly run: string;
  readonly problem: Problem;
};

export type StoredRuns = { readonly runs: readonly StoredRun[]; readonly damaged: readonly DamagedLedger[] };

type Stored = Pick<RunFolder, 'folder' | 'files'> & {
  /** `all`: also runs with objects only in a recycle bin. Without it, the work does not grow with them. */
  readonly which: 'unfinished' | 'all';
};

/** The runs in a folder, oldest first; empty if the folder does not exist. A folder that cannot be listed is damage. */
export function storedRuns(folder: string, { files = diskFiles, which = 'all' }: Partial<Stored> = {}): StoredRuns {
  try {
    return listed({ folder, files, which });
  } catch {
    return { runs: [], damaged: [{ run: '', problem: inFull(fileDamage(folder)) }] };
  }
}

function listed({ folder, files, which }: Stored): StoredRuns {
  const names = namesIn(folder, files);
  const { held } = lockedRuns(names);
  const here = names.filter((name) => ledgerOwner(name) !== undefined).map((name) => join(folder, name));
  const runs: StoredRun[] = [];
  const damaged: DamagedLedger[] = [];
  for (const path of which === 'all' ? [...here, ...deletedLedgers({ folder, files })] : here) {
    const name = ownerOf(path);
    const isRunning = held.has(name);
    const read = readLedger(path, name, files);
    if (read === undefined) continue;
    // In a run in progress, the last line may be incomplete.
    if (!isRunning) damaged.push(...damageOf(read, path));
    const { run, entries } = read;
    if (run === undefined) continue;
    const { waiting } = entries;
    const about = { ...defined({ waiting }), isRunning };
    runs.push({ path, run, open: entries.open(), kept: entries.kept(), ...about });
  }
  return { runs: runs.sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1)), damaged };
}

/** Moves every file to its place, and removes files without content, including locks and states of dead processes. */
export function tidyRuns(
  folder: string,
  { files = diskFiles, nowMs }: Partial<Stored> & { readonly nowMs: number },
): void {
  const names = namesIn(folder, files);
  const { held, dead } = lockedRuns(names);
  const owners = new Set(names.map((name) => ledgerOwner(name)));
  for (const name of names) {
    const run = ledgerOwner(name);
    const state = stateOwner(name);
    const path = join(folder, name);
    if (run !== undefined && !held.has(run)) tidy(path, { folder, files });
    // Its run died between its end and that of its state.
    if (state !== undefined && !held.has(state) && !owners.has(state)) attempt(() => files.remove(path));
    const half = /^(.+?)(?:\.jsonl|\.state\.json)\.tmp$/.exec(name)?.[1];
    if (half !== undefined && !held.has(half)) attempt(() => files.remove(path));
  }
  for (const name of dead) attempt(() => files.remove(join(folder, name)));
  removeExpired({ folder, files }, nowMs);
}

function tidy(path: string, at: Pick<RunFolder, 'folder' | 'files'>): void {
  const read = readLedger(path, ownerOf(path), at.files);
  if (read === undefined || read.damage.length > 0) return;
  settle({ path, run: ownerOf(path), entries: read.entries, isDamaged: false }, at);
}

/** Objects that intact lines name are reported once. */
function damageOf({ damage, orphans }: ReadLedger, path: string): readonly DamagedLedger[] {
  return damage.map((one, at) => ({ run: ownerOf(path), problem: inFull(one, at === 0 ? orphans : []) }));
}

function inFull({ lines, ...problem }: Damage, orphans: readonly string[] = []): Problem {
  const more = lines > 1 ? ` (and ${lines - 1} more after it)` : '';
  const known = orphans.length === 0 ? '' : `; it names ${orphans.join(', ')}`;
  return { ...problem, message: `${problem.message}${more}, so what the run left is not fully known${known}` };
}

const ownerOf = (path: string): string => ledgerOwner(basename(path)) ?? '';

/** Takes over a run whose process has ended; `undefined` if it has not, or if the run no longer exists. */
export function takeOver(stored: StoredRun, place: RunPlace): Ledger | undefined {
  return takeFile(stored, placed(place))?.ledger;
}

/** The same, with where it waits. */
export function takeFile(
  { path, run: { run } }: Pick<StoredRun, 'path' | 'run'>,
  at: RunFolder,
): { readonly ledger: Ledger; readonly waiting: Waiting | undefined } | undefined {
  const { folder, files } = at;
  const lock = takeLock(run, at);
  if (lock === undefined) return undefined;
  try {
    // Another process may have worked on it since it was listed.
    const read = readLedger(path, ownerOf(path), files);
    if (read?.run === undefined || ownerOf(path) !== run) {
      lock.release();
      return undefined;
    }
    const file = new JournalFile(path, files);
    file.resume(read);
    const ledger = ledgerOver({
      entries: read.entries,
      journal: journalOver((record, how) => file.append([record], how)),
      keepState: (text) => written(() => writeState(statePath(folder, run), text, files)),
      end: (entries) => {
        file.close();
        settle({ path, run, entries, isDamaged: read.damage.length > 0 }, at);
        lock.release();
      },
    });
    return { ledger, waiting: read.entries.waiting };
  } catch (error) {
    lock.release();
    throw error;
  }
}
