import type { ScenarioChoice } from '../config.ts';
import { failure, type Outcome, type Problem, unlessProblems } from '../diagnostics/problem.ts';
import { suggestion } from '../diagnostics/suggest.ts';
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
  const tags = new Set<string>();
  for (const file of files.value) {
    const loaded = await loadScenario(file);
    if (!loaded.ok) {
      problems.push(...loaded.problems);
      continue;
    }
    for (const tag of loaded.value.tags) tags.add(tag);
    if (choice.tags?.(loaded.value.tags) ?? true) scenarios.push(loaded.value);
  }
  if (problems.length === 0 && scenarios.length === 0) return failure([nothingFits([...tags].sort())]);
  return unlessProblems(problems, () => scenarios);
}

function nothingFits(tags: readonly string[]): Problem {
  const fix = tags.length === 0 ? 'leave `--tags` out: no scenario here has tags' : suggestion('', tags);
  return { code: 'nothing-selected', message: 'no scenario has tags that fit', fix };
}

/**
 * Plans what was loaded. A selection of steps concerns the scenarios that have them, and must concern at least one.
 * Problems: those of each plan; `unknown-step`.
 */
export async function planScenarios(
  scenarios: readonly Scenario[],
  options: PlanOptions,
): Promise<Outcome<readonly ReadyPlan[]>> {
  const named = namedSteps(options.selection ?? { only: [] });
  const concerned = scenarios.filter(({ steps }) => named.every((id) => steps.some((step) => step.id === id)));
  if (concerned.length === 0) return failure(unknownSteps(named, scenarios));
  const problems: Problem[] = [];
  const plans: ReadyPlan[] = [];
  for (const scenario of concerned) {
    const ready = await planRun(scenario, options);
    if (ready.ok) plans.push(ready.value);
    else problems.push(...ready.problems);
  }
  return unlessProblems(problems, () => plans);
}

function unknownSteps(named: readonly string[], scenarios: readonly Scenario[]): readonly Problem[] {
  const ids = new Set(scenarios.flatMap(({ steps }) => steps.map(({ id }) => id)));
  const cleanup = new Set(scenarios.flatMap((scenario) => scenario.cleanup.map(({ id }) => id)));
  const problems = named
    .filter((id) => !ids.has(id))
    .map((id): Problem => {
      if (!cleanup.has(id)) {
        return { code: 'unknown-step', message: `no scenario has a step \`${id}\``, fix: suggestion(id, ids) };
      }
      const message = `\`${id}\` is a step of the cleanup, which always runs`;
      return { code: 'unknown-step', message, fix: 'name a step before it' };
    });
  if (problems.length > 0) return problems;
  const message = `no scenario has all of ${named.map((id) => `\`${id}\``).join(', ')}`;
  return [{ code: 'unknown-step', message, fix: 'name steps of one scenario' }];
}
