import type { Ledger } from '../run/ports.ts';
import { Entries, intentRecord } from './entries.ts';
import type { LedgerRecord } from './record.ts';

/** Where lines go. `ok: false`: the line is not safe on disk. */
export type Journal = (
  record: LedgerRecord,
) => { readonly ok: true } | { readonly ok: false; readonly message: string };

/** A ledger of a service that ends with its process: nothing needs to be on disk. */
export function memoryLedger(): Ledger {
  return ledgerOver({ entries: new Entries(), journal: () => ({ ok: true }), end: () => {} });
}

export type LedgerParts = {
  readonly entries: Entries;
  readonly journal: Journal;
  readonly end: (entries: Entries) => void;
};

/**
 * A ledger over a journal. An intent that cannot be written is refused; what comes after an intent is kept in memory all
 * the same, because a disk that is full must not keep this run from deleting what it made.
 */
export function ledgerOver({ entries, journal, end }: LedgerParts): Ledger {
  const note = (record: LedgerRecord) => {
    journal(record);
    entries.add(record);
  };
  return {
    intend: (intent) => {
      const id = entries.nextId;
      const record = intentRecord(id, intent);
      const written = journal(record);
      if (!written.ok) return written;
      entries.add(record);
      return { ok: true, id };
    },
    created: (id, url) => note({ kind: 'created', id, delete: url }),
    notCreated: (id) => note({ kind: 'not-created', id }),
    deleted: (id, until) => note({ kind: 'deleted', id, ...(until === undefined ? {} : { until }) }),
    purged: (id) => note({ kind: 'purged', id }),
    open: () => entries.open(),
    kept: () => entries.kept(),
    end: () => end(entries),
  };
}
