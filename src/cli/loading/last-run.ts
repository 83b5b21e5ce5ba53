import { type Result, success } from '../../diagnostics/problem.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import type { RunResult, StepResult } from '../../run/result.ts';
import { readResult } from './read-result.ts';

export type LastRun = (scenario: Pick<Scenario, 'source' | 'row'>, step: string) => StepResult | undefined;

/** The result of the last run by step; empty if there was none. Problems: those of reading a result. */
export async function lastRun(file: string | undefined): Promise<Result<LastRun>> {
  if (file === undefined) return success(() => undefined);
  const result = await readResult(file);
  return result.ok ? success(stepsOf(result.value)) : result;
}

function stepsOf({ scenarios }: RunResult): LastRun {
  const steps = new Map<string, StepResult>();
  // A run may have started in another folder: the name of a file and of a step are enough.
  const key = (path: string, row: string | undefined, step: string) =>
    `${path.split(/[\\/]/).at(-1)}#${row ?? ''}\n${step}`;
  for (const { file, row, steps: own, cleanup } of scenarios) {
    for (const step of [...own, ...cleanup]) steps.set(key(file, row, step.id), step);
  }
  return ({ source, row }, step) => steps.get(key(source.path, row, step));
}
