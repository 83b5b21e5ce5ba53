import { createHash } from 'node:crypto';
import type { Ledger } from '../../run/ports.ts';
import { Entries, intentRecord } from './entries.ts';
import type { LedgerRecord } from './ledger-record.ts';

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
  /** Writes the state of a run that is left beside its ledger. Without it, none can be left. */
  readonly keepState?: (text: string) => ReturnType<Journal>;
  readonly end: (entries: Entries) => void;
};

/**
 * A ledger over a journal. An intent that cannot be written is refused; what comes after an intent is kept in memory all
 * the same, because a disk that is full must not keep this run from deleting what it made.
 */
export function ledgerOver({ entries, journal, keepState = cannotKeep, end }: LedgerParts): Ledger {
  // What is ended may be somebody else's by now.
  let ended = false;
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
    wait: (step, state) => {
      // The line that says so comes last: a run that dies before it was never left.
      const kept = keepState(state);
      if (!kept.ok) return kept;
      const record = { kind: 'waiting', step, sha256: stateDigest(state) } as const;
      const written = journal(record);
      if (written.ok) entries.add(record);
      return written;
    },
    goOn: () => {
      if (entries.waiting !== undefined) note({ kind: 'resumed' });
    },
    open: () => entries.open(),
    kept: () => entries.kept(),
    made: () => entries.made(),
    end: () => {
      if (!ended) end(entries);
      ended = true;
    },
  };
}

const cannotKeep = () => ({ ok: false, message: 'nothing keeps it' }) as const;

/** By it a ledger knows the state that was written for it. */
export function stateDigest(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
