import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Keeping } from '../../harness/plan-live.ts';
import { openLine } from '../../run/cleanup/leftover-results.ts';
import type { OpenEntry } from '../../run/ports.ts';
import { followUp, type Whereabouts } from '../output/follow-up.ts';
import type { Streams } from '../output/streams.ts';
import { suspendedRuns } from './suspended-runs.ts';

export type KeepOptions = {
  /** The folder of the ledgers. */
  readonly folder: string;
  readonly where: Whereabouts;
  readonly bail: boolean;
  readonly streams: Streams;
};

/** Keeps ledgers of what runs create; `report` prints at the end which runs are suspended. */
export function keep({ folder, where, bail, streams }: KeepOptions): {
  readonly keeping: Keeping;
  readonly report: () => void;
  /** Whether a run was suspended. */
  readonly waits: () => boolean;
} {
  const { left, report, waits } = suspendedRuns(streams, where);
  const cleanupCommand = (run: string) => followUp('cleanup', where, run);
  const opened: Keeping['opened'] = (ledger, run) =>
    void streams.remains.add(() => remaining(ledger.open(), cleanupCommand(run)));
  return { keeping: { folder, pid: streams.pid, opened, left, cleanupCommand, chosen: { bail } }, report, waits };
}

/** For a user who ends the process early: the leftovers, and the command that deletes them. */
export function remaining(open: readonly OpenEntry[], command: string): readonly string[] {
  if (open.length === 0) return [];
  const things = open.map(openLine).map((line) => `  ${safeLine(line)}`);
  return ['still exists, or may exist:', ...things, `delete it with: ${command}`];
}
