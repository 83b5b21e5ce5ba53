/** The paths of the files of runs, by what is still to do for them. */
import { join } from 'node:path';
import type { Entries } from './entries.ts';
import { attempt, diskFiles, type Files, namesIn } from './files.ts';
import { runName } from './ledger-record.ts';
import { statePath } from './state-file.ts';

/** Private to its owner. */
export type RunFolder = { readonly folder: string; readonly pid: number; readonly files: Files };

/** The same; default: the file system of this machine. */
export type RunPlace = Omit<RunFolder, 'files'> & { readonly files?: Files };

export const placed = (place: RunPlace): RunFolder => ({ files: diskFiles, ...place });

/** The file of a run of which something may still be there, or that waits. Only these are read when another run begins. */
export const ledgerPath = (folder: string, run: string): string => join(folder, `${run}.jsonl`);

/**
 * The folder of runs with objects only in a recycle bin: `deleted/DAY/RUN.jsonl`, where DAY is the first day without
 * them.
 */
const deleted = 'deleted';
const dayMs = 86_400_000;

/** The id of the run whose ledger a file of such a name is. */
export function ledgerOwner(name: string): string | undefined {
  return name.endsWith('.jsonl') && !name.startsWith('.') ? name.slice(0, -'.jsonl'.length) : undefined;
}

/** The ledgers of runs that are over, of which a recycle bin still has something. */
export function deletedLedgers({ folder, files }: Pick<RunFolder, 'folder' | 'files'>): readonly string[] {
  return namesIn(join(folder, deleted), files).flatMap((day) =>
    namesIn(join(folder, deleted, day), files)
      .filter((name) => ledgerOwner(name) !== undefined)
      .map((name) => join(folder, deleted, day, name)),
  );
}

/** Removes the ledgers of runs without objects in a recycle bin: the name of their folder contains the day. */
export function removeExpired({ folder, files }: Pick<RunFolder, 'folder' | 'files'>, nowMs: number): void {
  for (const day of namesIn(join(folder, deleted), files)) {
    const path = join(folder, deleted, day);
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || !(Date.parse(day) <= nowMs)) continue;
    for (const name of namesIn(path, files)) attempt(() => files.remove(join(path, name)));
    attempt(() => files.removeFolder(path));
  }
}

export type SettledRun = {
  readonly path: string;
  readonly run: string;
  readonly entries: Entries;
  /** Some lines cannot be read: the file stays, regardless of the others. */
  readonly isDamaged: boolean;
};

/**
 * Moves the ledger of a run that no process works on to its place. A ledger that cannot be moved is found where it is;
 * one that cannot be removed lists only objects that are gone.
 */
export function settle({ path, run, entries, isDamaged }: SettledRun, { folder, files }: Omit<RunFolder, 'pid'>): void {
  const waits = entries.waiting !== undefined;
  // A file that names the person who closed an entry is kept as evidence.
  const stays = isDamaged || waits || entries.isAnswered || entries.open().length > 0;
  const place = stays ? ledgerPath(folder, run) : deletedPath(folder, run, entries);
  if (place === undefined) attempt(() => files.remove(path));
  else if (place !== path) attempt(() => move(path, place, files));
  if (!waits && runName.test(run)) attempt(() => files.remove(statePath(folder, run)));
}

function deletedPath(folder: string, run: string, entries: Entries): string | undefined {
  const untils = entries.kept().map(({ until }) => Date.parse(until));
  if (untils.length === 0) return undefined;
  const day = new Date(Math.max(...untils) + dayMs).toISOString().slice(0, 10);
  return join(folder, deleted, day, `${run}.jsonl`);
}

function move(path: string, place: string, files: Files): void {
  files.makeFolder(join(place, '..'));
  files.rename(path, place);
}
