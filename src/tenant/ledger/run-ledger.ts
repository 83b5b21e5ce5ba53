import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../run/ports.ts';
import { Entries } from './entries.ts';
import { JournalFile, makeFolder } from './journal-file.ts';
import type { LedgerRecord, RunRecord } from './ledger-record.ts';
import { type Lock, takeLock } from './lock.ts';
import { type Journal, ledgerOver } from './memory-ledger.ts';
import { removeState, writeState } from './state-file.ts';

export type RunLedgerOptions = {
  /** Where the runs' files are: private to their owner. */
  readonly folder: string;
  readonly run: Omit<RunRecord, 'kind' | 'version'>;
  readonly pid: number;
};

/** The file of a run. */
export const ledgerPath = (folder: string, run: string): string => join(folder, `${run}.jsonl`);

/** The ledger of a new run. It touches the disk only when something is about to be created. */
export function openRunLedger(options: RunLedgerOptions): Ledger {
  const { folder, run, pid } = options;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(run.run)) throw new RangeError(`${run.run} cannot name a file`);
  const file = new JournalFile(ledgerPath(folder, run.run));
  let lock: Lock | undefined;
  const begin = () => {
    if (lock !== undefined) return;
    makeFolder(folder);
    lock = takeLock(folder, run.run, { pid });
    if (lock === undefined) throw new Error('another process has a run of the same id');
  };
  const journal = journalOver((record) => {
    begin();
    file.append(file.isEmpty ? [{ kind: 'run', version: 1, ...run }, record] : [record]);
  });
  return ledgerOver({
    entries: new Entries(),
    journal,
    keepState: attempt((text) => {
      begin();
      writeState(folder, run.run, text);
    }),
    end: (entries) => endFile({ file, entries, lock, ...options }),
  });
}

/** A journal that says why a line could not be written. */
export function journalOver(append: (record: LedgerRecord) => void): Journal {
  return attempt(append);
}

/** Writing that says why it could not be done. */
export function attempt<T>(write: (what: T) => void): (what: T) => ReturnType<Journal> {
  return (what) => {
    try {
      write(what);
      return { ok: true };
    } catch (error) {
      return { ok: false, message: whyNot(error) };
    }
  };
}

type Ending = {
  readonly file: JournalFile;
  readonly entries: Entries;
  readonly lock: Lock | undefined;
  readonly folder: string;
  readonly run: Pick<RunRecord, 'run'>;
};

/**
 * What is all gone needs no file; what is deleted and kept by the service may still be purged; a run that waits for a
 * person keeps everything.
 */
export function endFile({ file, entries, lock, folder, run }: Ending): void {
  const open = entries.open().length > 0 || entries.waiting !== undefined;
  if (!open && entries.kept().length > 0) journalOver((record) => file.append([record]))({ kind: 'closed' });
  file.close();
  if (!open && entries.kept().length === 0 && lock !== undefined) rmSync(ledgerPath(folder, run.run), { force: true });
  if (entries.waiting === undefined && lock !== undefined) removeState(folder, run.run);
  lock?.release();
}

const writeErrors: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'the folder may not be written',
  EPERM: 'the folder may not be written',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'there is something else of that name',
  ELOOP: 'the path is a link',
  EFBIG: 'a file may not become so large here',
  EIO: 'the disk fails',
};

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : undefined;
  return code === undefined ? error.message : (writeErrors[code] ?? code);
}
