/** Cleans up after runs from their ledgers alone: combines a ledger with a live session. */

import { defined } from '../defined.ts';
import { type Purge, purgeKept, type Removal, removeLeftovers } from '../run/cleanup/remove-leftovers.ts';
import type { PlannedActor } from '../run/plan/plan.ts';
import type { Backend, KeptEntry, Ledger, OpenEntry } from '../run/ports.ts';
import type { Files } from '../tenant/ledger/files.ts';
import type { RunPlace } from '../tenant/ledger/run-folder.ts';
import { whyNot } from '../tenant/ledger/run-ledger.ts';
import type { StoredRun } from '../tenant/ledger/stored-runs.ts';
import { takeOver } from '../tenant/ledger/stored-runs.ts';
import type { LiveSession } from './live-session.ts';

export type FinishOptions = {
  readonly session: Pick<LiveSession, 'clock'> & { readonly backend: (actors: readonly PlannedActor[]) => Backend };
  readonly folder: string;
  readonly pid: number;
  /** The file system of this machine, where no other is given. */
  readonly files?: Files;
  /** Also delete from the recycle bin. */
  readonly purge: boolean;
  readonly done?: (removal: Removal) => void;
  /** When aborted, ends after the request that was sent. */
  readonly halt?: AbortSignal;
};

/** The outcome of finishing a run. */
export type Finished =
  | {
      readonly kind: 'finished';
      readonly removals: readonly Removal[];
      readonly purges: readonly Purge[];
      /** Objects that still exist. */
      readonly open: readonly OpenEntry[];
      /** Objects that are deleted, and still kept by the service. */
      readonly kept: readonly KeptEntry[];
    }
  /** Another process works on it, or has finished it. */
  | { readonly kind: 'taken' }
  /** Its lock cannot be taken, so another process might work on it too. */
  | { readonly kind: 'unusable'; readonly message: string };

/** Closes an entry on a person's word; `taken`: another process works on the run. */
export async function forgetEntry(
  stored: StoredRun,
  { entry, by, ...place }: RunPlace & { readonly entry: number; readonly by: Parameters<Ledger['forgotten']>[1] },
): Promise<'forgotten' | 'taken'> {
  const ledger = takeOver(stored, place);
  if (ledger === undefined) return 'taken';
  const isOpen = ledger.open().some(({ id }) => id === entry);
  if (isOpen) await ledger.forgotten(entry, by);
  await ledger.end();
  return isOpen ? 'forgotten' : 'taken';
}

/** Deletes the leftovers of a run. Its lock keeps other processes out. */
export async function finishRun(stored: StoredRun, options: FinishOptions): Promise<Finished> {
  const { session, purge, done, halt } = options;
  let ledger: Ledger | undefined;
  try {
    ledger = takeOver(stored, options);
  } catch (error) {
    return { kind: 'unusable', message: `its ledger cannot be locked (${whyNot(error)})` };
  }
  if (ledger === undefined) return { kind: 'taken' };
  // A run whose objects are partly deleted cannot be resumed.
  await ledger.goOn();
  const actors = stored.run.actors.map((actor): PlannedActor => actor);
  const backend = session.backend(actors);
  try {
    const removing = {
      backend,
      clock: session.clock,
      ledger,
      startedMs: Date.parse(stored.run.startedAt),
      ...defined({ done, halt }),
    };
    const removals = await removeLeftovers(removing);
    const purges = purge ? await purgeKept(removing) : [];
    return { kind: 'finished', removals, purges, open: ledger.open(), kept: ledger.kept() };
  } finally {
    await ledger.end();
    await backend.close();
  }
}
