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
  /** Writes the state of a suspended run beside its ledger. Without it, no run can be suspended. */
  readonly keepState?: (text: string) => Promise<Written>;
  readonly end: (entries: Entries) => void | Promise<void>;
};

/**
 * A ledger over a journal. An intent is synced, and refused if it cannot be. Records after an intent are always kept in
 * memory, because a full disk must not keep this run from deleting its objects, and are synced with the next intent:
 * records that a power failure loses are found again by the intent's mark. Without a mark, they are synced immediately.
 */
export function ledgerOver({ entries, journal: lines, keepState = cannotKeep, end }: LedgerParts): Ledger {
  // A ledger that has ended may belong to another process: a late reply adds nothing to it.
  let ended = false;
  const journal: Journal = async (record, how) => (ended ? hasEnded : lines(record, how));
  let turn: Promise<unknown> = Promise.resolve();
  const note = async (record: LedgerRecord, synced = false) => {
    entries.add(record);
    const written = await journal(record, { synced });
    // If the disk has failed, a line that may be lost is better than none.
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
      // The line about the suspension comes last: a run that dies before it is not suspended.
      const kept = ended ? hasEnded : await keepState(state);
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

const hasEnded = { ok: false, message: 'the ledger has ended' } as const;
const cannotKeep = async () => ({ ok: false, message: 'nothing keeps it' }) as const;

/** A digest by which a ledger recognizes its own state. */
export function stateDigest(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
