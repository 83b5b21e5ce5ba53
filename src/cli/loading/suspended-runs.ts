import { followUp, type Whereabouts } from '../output/follow-up.ts';
import type { Streams } from '../output/streams.ts';

/** Notes the runs that a person leaves, and reports at the end how to go on with them. */
export function leftRuns(
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
        stdout.write(`${run}  waits. Go on with it: ${followUp('resume', where, run)}\n`);
        stdout.write(`${run}  or delete what it made: ${followUp('cleanup', where, run)}\n`);
      }
    },
  };
}
