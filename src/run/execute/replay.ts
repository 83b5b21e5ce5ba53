import type { Plan } from '../plan/plan.ts';
import type { ScenarioResult, StepOutcome } from '../result.ts';
import type { RunPorts } from './run-ports.ts';
import { ScenarioRun } from './scenario-run.ts';

export type ReplayOptions = {
  /** Stop at the first step that is not as expected; cleanup runs all the same. */
  readonly bail?: boolean;
};

const notSelected = { kind: 'skipped', reason: 'not-selected', message: 'not selected' } as const;
const waits = { kind: 'skipped', reason: 'stopped', message: 'the run waits for a person at an earlier step' } as const;
const stopped = { kind: 'skipped', reason: 'stopped', message: 'the run was stopped before this step' } as const;

/** Replays one planned scenario, step by step, and cleans up whatever happens, unless a person suspends it. */
export async function replayPlan(plan: Plan, ports: RunPorts, options: ReplayOptions = {}): Promise<ScenarioResult> {
  const run = new ScenarioRun(plan, ports);
  try {
    let halted = false;
    for (const step of plan.steps) {
      if (!step.selected) run.skip(step, notSelected);
      else if (run.waits) run.skip(step, waits);
      else if (halted || ports.signal?.aborted === true) run.skip(step, stopped);
      else halted = isFailure((await run.step(step)).outcome) && options.bail === true;
    }
  } finally {
    await run.cleanup();
  }
  return run.finish();
}

export function isFailure(outcome: StepOutcome): boolean {
  return outcome.kind === 'failed' || outcome.kind === 'blocked';
}
