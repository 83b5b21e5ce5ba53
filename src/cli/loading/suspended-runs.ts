import { followUp, type Whereabouts } from '../output/follow-up.ts';
import type { Streams } from '../output/streams.ts';

/** Collects the runs that are suspended, and prints at the end how to resume them. */
export function suspendedRuns(
  { stdout }: Pick<Streams, 'stdout'>,
  where: Whereabouts,
): {
  readonly left: (run: string) => void;
  readonly report: () => void;
  readonly waits: () => boolean;
} {
  const runs: string[] = [];
  return {
    left: (run) => void runs.push(run),
    waits: () => runs.length > 0,
    report: () => {
      for (const run of runs) {
        stdout.write(`${run}  waits. Resume it: ${followUp('resume', where, run)}\n`);
        stdout.write(`${run}  or delete what it created: ${followUp('cleanup', where, run)}\n`);
      }
    },
  };
}
