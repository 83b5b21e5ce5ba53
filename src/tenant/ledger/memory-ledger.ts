import { createHash } from 'node:crypto';
import { defined } from '../../defined.ts';
import type { Intent, Ledger } from '../../run/ports.ts';
import { Entries, intentRecord } from './entries.ts';
import type { LedgerRecord } from './ledger-record.ts';

export type Written = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Where lines go. `ok: false`: the line is not there; of one that shall be `synced`, it is not safe on disk. */
export type Journal = (record: LedgerRecord, how: { readonly synced: boolean }) => Promise<Written>;

/** A ledger of a service that ends with its process: nothing needs to be on disk. */
export function memoryLedger(): Ledger {
  return ledgerOver({ entries: new Entries(), journal: async () => ({ ok: true }), end: () => {} });
}

export type LedgerParts = {
  readonly entries: Entries;
  readonly journal: Journal;
  /** Writes the state of a run that is left beside its ledger. Without it, none can be left. */
  readonly keepState?: (text: string) => Promise<Written>;
  readonly end: (entries: Entries) => void | Promise<void>;
};

/**
 * A ledger over a journal. An intent is synced, and one that cannot be is refused. What comes after an intent is kept in
 * memory in any case, because a disk that is full must not keep this run from deleting what it made; and it is synced with
 * the next intent: what a power failure takes of it, the intent's mark finds again. Where there is no mark, it is synced at
 * once.
 */
export function ledgerOver({ entries, journal, keepState = cannotKeep, end }: LedgerParts): Ledger {
  // What is ended may belong to another process by now.
  let ended = false;
  let turn: Promise<unknown> = Promise.resolve();
  const note = async (record: LedgerRecord, synced = false) => {
    entries.add(record);
    const written = await journal(record, { synced });
    // Where the disk has failed, a line that may be lost is better than none.
    if (!written.ok && synced) await journal(record, { synced: false });
  };
  const intend = async (intent: Intent) => {
    const id = entries.nextId;
    const record = intentRecord(id, intent);
    const written = await journal(record, { synced: true });
    if (!written.ok) return written;
    entries.add(record);
    return { ok: true, id } as const;
  };
  return {
    intend: (intent) => {
      const mine = turn.then(() => intend(intent));
      turn = mine;
      return mine;
    },
    created: (id, url) => note({ kind: 'created', id, delete: url }, !entries.canBeFound(id)),
    notCreated: (id) => note({ kind: 'not-created', id }, !entries.canBeFound(id)),
    existed: (id, why, url) => note({ kind: 'existed', id, why, ...defined({ delete: url }) }, true),
    forgotten: (id, by) => note({ kind: 'forgotten', id, ...by }, true),
    deleted: (id, until) => note({ kind: 'deleted', id, ...defined({ until }) }),
    purged: (id) => note({ kind: 'purged', id }),
    wait: async (step, state) => {
      // The line that says so comes last: a run that dies before it was never left.
      const kept = await keepState(state);
      if (!kept.ok) return kept;
      const record = { kind: 'waiting', step, sha256: stateDigest(state) } as const;
      const written = await journal(record, { synced: true });
      if (written.ok) entries.add(record);
      return written;
    },
    goOn: async () => {
      if (entries.waiting !== undefined) await note({ kind: 'resumed' }, true);
    },
    open: () => entries.open(),
    kept: () => entries.kept(),
    made: () => entries.made(),
    madeAt: (url) => entries.madeAt(url),
    ownersOf: (url) => entries.ownersOf(url),
    end: async () => {
      if (ended) return;
      ended = true;
      await end(entries);
    },
  };
}

const cannotKeep = async () => ({ ok: false, message: 'nothing keeps it' }) as const;

/** By it a ledger knows the state that was written for it. */
export function stateDigest(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
