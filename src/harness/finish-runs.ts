/** Finishes what runs left behind, from their ledgers alone: a ledger meets a live session. */

import { type Purge, purgeKept, type Removal, removeLeftovers } from '../run/cleanup/remove-leftovers.ts';
import type { PlannedActor } from '../run/plan/plan.ts';
import type { Backend, KeptEntry, OpenEntry } from '../run/ports.ts';
import type { StoredRun } from '../tenant/ledger/stored-runs.ts';
import { takeOver } from '../tenant/ledger/stored-runs.ts';
import type { LiveSession } from './live-session.ts';

export type FinishOptions = {
  readonly session: Pick<LiveSession, 'clock'> & { readonly backend: (actors: readonly PlannedActor[]) => Backend };
  readonly folder: string;
  readonly pid: number;
  /** Also delete what the service keeps for a while. */
  readonly purge: boolean;
  readonly done?: (removal: Removal) => void;
  /** Aborted: ends after the request that has left. */
  readonly halt?: AbortSignal;
};

/** What finishing a run came to. */
export type Finished =
  | {
      readonly kind: 'finished';
      readonly removals: readonly Removal[];
      readonly purges: readonly Purge[];
      /** What is still there. */
      readonly open: readonly OpenEntry[];
      /** What is deleted, and kept by the service. */
      readonly kept: readonly KeptEntry[];
    }
  /** Another process works on it, or has finished it. */
  | { readonly kind: 'taken' };

/** Deletes what a run left. Nobody else can take the run meanwhile. */
export async function finishRun(stored: StoredRun, options: FinishOptions): Promise<Finished> {
  const { session, folder, pid, purge, done, halt } = options;
  const ledger = takeOver(stored, folder, pid);
  if (ledger === undefined) return { kind: 'taken' };
  // Of what is half deleted, nobody can go on.
  ledger.goOn();
  const actors = stored.run.actors.map((actor): PlannedActor => actor);
  const backend = session.backend(actors);
  try {
    const removing = {
      backend,
      clock: session.clock,
      ledger,
      startedMs: Date.parse(stored.run.startedAt),
      ...(done === undefined ? {} : { done }),
      ...(halt === undefined ? {} : { halt }),
    };
    const removals = await removeLeftovers(removing);
    const purges = purge ? await purgeKept(removing) : [];
    return { kind: 'finished', removals, purges, open: ledger.open(), kept: ledger.kept() };
  } finally {
    ledger.end();
    await backend.close();
  }
}
