import type { OpenEntry } from '../../run/ports.ts';
import type { StoredRun } from '../../tenant/ledger/stored-runs.ts';
import { remaining } from '../loading/keep-run-history.ts';
import type { CleanupConfig } from '../options/cleanup-config.ts';
import { followUp } from '../output/follow-up.ts';

/** The remaining deletions of a cleanup, printed when it is stopped. */
export type Remains = {
  readonly gone: (run: string, entry: OpenEntry) => void;
  readonly lines: () => readonly string[];
};

export function stillThere(runs: readonly Pick<StoredRun, 'run' | 'open'>[], config: CleanupConfig): Remains {
  const open = new Map(runs.map((stored) => [stored.run.run, stored.open]));
  return {
    gone: (run, { id }) =>
      open.set(
        run,
        (open.get(run) ?? []).filter((one) => one.id !== id),
      ),
    lines: () => [...open].flatMap(([run, entries]) => remaining(entries, followUp('cleanup', config, run))),
  };
}
