import { failure, type Outcome, type Problem, success, unlessProblems } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { planRun } from '../../harness/harness.ts';
import type { PlanOptions, ReadyPlan } from '../../harness/plan-options.ts';
import { isNamed, namedSteps, type Selection } from '../../run/plan/selection.ts';
import { keeper, type LoadedScenario } from './load-scenarios.ts';

/** A scenario that can be run, and how to get at its plan. */
export type PlannedScenario = {
  /** How many, cleanup included. */
  readonly steps: number;
  /** Problems: those of a recording that was changed since. */
  readonly ready: () => Promise<Outcome<ReadyPlan>>;
};

export type Planner = typeof planRun;

/**
 * Plans what was loaded. A selection of steps concerns the scenarios that have them, and must concern at least one.
 * Problems: those of each plan; `unknown-step`.
 */
export async function planScenarios(
  scenarios: readonly LoadedScenario[],
  options: PlanOptions,
  plan: Planner = planRun,
): Promise<Outcome<readonly PlannedScenario[]>> {
  const concerned = selectedOf(scenarios, options.selection);
  if (!concerned.ok) return concerned;
  const problems: Problem[] = [];
  const plans: PlannedScenario[] = [];
  const keep = keeper();
  for (const { scenario } of concerned.value) {
    const planned = () => planOf(scenario, options, plan);
    const ready = await planned();
    if (!ready.ok) {
      problems.push(...ready.problems);
      continue;
    }
    const { steps, cleanup, scenario: about } = ready.value.plan;
    plans.push({
      steps: steps.length + cleanup.length,
      ready: keep(ready.value, about.source.text.length + (ready.value.recordedText ?? 0), planned),
    });
  }
  return unlessProblems(problems, () => plans);
}

/** The scenarios that a selection of steps concerns. Problems: `unknown-step` where it concerns none. */
export function selectedOf(
  scenarios: readonly LoadedScenario[],
  selection: Selection = { only: [] },
): Outcome<readonly LoadedScenario[]> {
  const named = namedSteps(selection);
  const concerned = scenarios.filter(({ steps }) => named.every((name) => steps.some((id) => isNamed(id, name))));
  return concerned.length === 0 ? failure(unknownSteps(named, scenarios)) : success(concerned);
}

async function planOf(
  load: LoadedScenario['scenario'],
  options: PlanOptions,
  plan: Planner,
): Promise<Outcome<ReadyPlan>> {
  const scenario = await load();
  return scenario.ok ? plan(scenario.value, options) : scenario;
}

function unknownSteps(named: readonly string[], scenarios: readonly LoadedScenario[]): readonly Problem[] {
  const ids = new Set(scenarios.flatMap(({ steps }) => steps));
  const cleanup = new Set(scenarios.flatMap((scenario) => scenario.cleanup));
  const problems = named
    .filter((name) => ![...ids].some((id) => isNamed(id, name)))
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
