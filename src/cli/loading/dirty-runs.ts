import { placedMessage } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { storedRuns } from '../../harness/harness.ts';
import { followUp, type Whereabouts } from '../output/follow-up.ts';

/** `origin`: the origin of the service, if known. */
type DirtyOptions = Whereabouts & { readonly tenant: string; readonly origin: string | undefined };

/**
 * The reasons why a new run may not start in a tenant: leftovers of earlier runs. Runs in progress or suspended do not
 * count, and neither do runs at another service: a sandbox that was stopped has lost its objects.
 */
export async function dirtyRuns(folder: string, options: DirtyOptions): Promise<readonly Problem[]> {
  const { tenant, origin, ...where } = options;
  const { runs, damaged } = await storedRuns(folder);
  const left = runs.filter(
    ({ run, open, isRunning, waiting }) =>
      !isRunning &&
      waiting === undefined &&
      run.tenant === tenant &&
      (origin === undefined || run.origin === origin) &&
      open.length > 0,
  );
  return [
    ...left.map(({ run, open }): Problem => {
      const things = open.length === 1 ? 'something' : `${open.length} things`;
      return {
        code: 'leftovers',
        message: `the run ${run.run} of ${run.startedAt} (${safeLine(run.scenario)}) left ${things} in the tenant`,
        fix: `finish it with \`${followUp('cleanup', where, run.run)}\`, or add \`--allow-dirty\``,
      };
    }),
    ...damaged.map(({ problem }): Problem => {
      const { code, fix } = problem;
      return { code, message: placedMessage(problem), fix: `${fix}; or add \`--allow-dirty\`` };
    }),
  ];
}
