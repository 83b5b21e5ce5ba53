import type { Ledger } from '../../run/ports.ts';
import { Entries } from './entries.ts';
import { codeOf } from './files.ts';
import { JournalFile, makeFolder } from './journal-file.ts';
import { type LedgerRecord, type RunRecord, runName } from './ledger-record.ts';
import { type Lock, takeLock } from './lock.ts';
import { type Journal, ledgerOver, type Written } from './memory-ledger.ts';
import { ledgerPath, placed, type RunPlace, settle } from './run-folder.ts';
import { statePath, writeState } from './state-file.ts';

export type RunLedgerOptions = RunPlace & { readonly run: Omit<RunRecord, 'kind' | 'version'> };

/** The ledger of a new run. It touches the disk only when something is about to be created. */
export function openRunLedger(options: RunLedgerOptions): Ledger {
  const at = placed(options);
  const { folder, files } = at;
  const { run } = options;
  if (!runName.test(run.run)) throw new RangeError(`${run.run} cannot name a file`);
  const path = ledgerPath(folder, run.run);
  const file = new JournalFile(path, files);
  let lock: Lock | undefined;
  const begin = async () => {
    if (lock !== undefined) return;
    await makeFolder(folder, files);
    lock = takeLock(run.run, at);
    if (lock === undefined) throw new Error('another process has a run of the same id');
  };
  const append: Append = async (record, how) => {
    await begin();
    // Data that a later line needs is in both lines: one damaged line does not lose everything.
    const about = { kind: 'run', version: 1, ...run } as const;
    await file.append(file.isEmpty ? [about, record, about] : [record], how);
  };
  return ledgerOver({
    entries: new Entries(),
    journal: journalOver(append),
    keepState: (text) =>
      written(async () => {
        await begin();
        await writeState(statePath(folder, run.run), text, files);
      }),
    end: (entries) => {
      file.close();
      if (lock !== undefined) settle({ path, run: run.run, entries, isDamaged: false }, at);
      lock?.release();
    },
  });
}

type Append = (record: LedgerRecord, how: { readonly synced: boolean }) => Promise<void>;

/** A journal that reports why a line could not be written. */
export function journalOver(append: Append): Journal {
  return (record, how) => written(() => append(record, how));
}

/** Runs a write, and returns why it failed. */
export async function written(write: () => Promise<void>): Promise<Written> {
  try {
    await write();
    return { ok: true };
  } catch (error) {
    return { ok: false, message: whyNot(error) };
  }
}

const writeErrors: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EROFS: 'the disk is read-only',
  EACCES: 'the folder is not writable',
  EPERM: 'the folder is not writable',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'another kind of file has that name',
  ELOOP: 'the path is a link',
  EFBIG: 'the file would exceed the size limit',
  EIO: 'the disk fails',
};

/** The reason of a failed write, in words. */
export function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  return code === undefined ? error.message : (writeErrors[code] ?? code);
}
