import type { ScenarioChoice } from '../config.ts';
import { failure, type Outcome, type Problem, unlessProblems } from '../diagnostics/problem.ts';
import { type PlanOptions, planRun, type ReadyPlan } from '../harness.ts';
import { namedSteps } from '../run/selection.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { findScenarios } from './find-scenarios.ts';

/** Loads what a command is about, with every problem of every file. Problems: those of each file; `nothing-selected`. */
export async function loadScenarios(choice: ScenarioChoice): Promise<Outcome<readonly Scenario[]>> {
  const files = await findScenarios(choice.operands);
  if (!files.ok) return files;
  const problems: Problem[] = [];
  const scenarios: Scenario[] = [];
  for (const file of files.value) {
    const loaded = await loadScenario(file);
    if (!loaded.ok) problems.push(...loaded.problems);
    else if (choice.tags?.(loaded.value.tags) ?? true) scenarios.push(loaded.value);
  }
  if (problems.length === 0 && scenarios.length === 0) return failure([nothingFits]);
  return unlessProblems(problems, () => scenarios);
}

const nothingFits: Problem = {
  code: 'nothing-selected',
  message: 'no scenario has tags that fit',
  fix: '`tutorial-replay list` shows the tags there are',
};

/** Plans what was loaded. A selection of steps concerns the scenarios that have them, and must concern at least one. */
export async function planScenarios(
  scenarios: readonly Scenario[],
  options: PlanOptions,
): Promise<Outcome<readonly ReadyPlan[]>> {
  const named = namedSteps(options.selection ?? { only: [] });
  const concerned = scenarios.filter(({ steps }) => named.every((id) => steps.some((step) => step.id === id)));
  const problems: Problem[] = [];
  const plans: ReadyPlan[] = [];
  // Where no scenario has the step, planning all of them says so for each.
  for (const scenario of concerned.length > 0 ? concerned : scenarios) {
    const ready = await planRun(scenario, options);
    if (ready.ok) plans.push(ready.value);
    else problems.push(...ready.problems);
  }
  return unlessProblems(problems, () => plans);
}
