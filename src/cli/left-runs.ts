import type { Streams } from './streams.ts';

/** Notes the runs that a person leaves, and tells at the end how to go on with them. */
export function leftRuns({ stdout }: Pick<Streams, 'stdout'>): {
  readonly left: (run: string) => void;
  readonly tell: () => void;
} {
  const runs: string[] = [];
  return {
    left: (run) => void runs.push(run),
    tell: () => {
      for (const run of runs) {
        stdout.write(`${run}  waits. Go on with it: npx tutorial-replay resume ${run}\n`);
        stdout.write(`${run}  or delete what it made: npx tutorial-replay cleanup ${run}\n`);
      }
    },
  };
}
