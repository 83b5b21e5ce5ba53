import type { ScenarioChoice } from '../config.ts';
import { failure, type Outcome, type Problem, success, unlessProblems } from '../diagnostics/problem.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import { type PlanOptions, planRun, type ReadyPlan } from '../harness.ts';
import { namedSteps } from '../run/selection.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { findScenarios } from './find-scenarios.ts';

/**
 * How many scenarios, and how many of their plans, are kept until their turn comes. A thousand would take half a gigabyte;
 * those after these are read and planned again (bench/README.md says what that costs).
 */
const mostKept = 50;

/** A scenario that can be read: what all of them together must be asked, and how to get at the rest. */
export type LoadedScenario = Pick<Scenario, 'inputs'> & {
  /** The ids of its steps. */
  readonly steps: readonly string[];
  readonly cleanup: readonly string[];
  /** The names of those who act. */
  readonly actors: readonly string[];
  /** Problems: those of a file that was changed since. */
  readonly scenario: () => Promise<Outcome<Scenario>>;
};

/** A scenario that can be run, and how to get at its plan. */
export type PlannedScenario = {
  /** How many, cleanup included. */
  readonly steps: number;
  /** When it begins for the service that answers: RFC 3339. */
  readonly now: string;
  /** Problems: those of a file that was changed since. */
  readonly ready: () => Promise<Outcome<ReadyPlan>>;
};

/** Loads what a command is about, with every problem of every file. Problems: those of each file; `nothing-selected`. */
export async function loadScenarios(choice: ScenarioChoice): Promise<Outcome<readonly LoadedScenario[]>> {
  const files = await findScenarios(choice.operands);
  if (!files.ok) return files;
  const problems: Problem[] = [];
  const scenarios: LoadedScenario[] = [];
  const tags = new Set<string>();
  for (const file of files.value) {
    const loaded = await loadScenario(file);
    if (!loaded.ok) {
      problems.push(...loaded.problems);
      continue;
    }
    for (const tag of loaded.value.tags) tags.add(tag);
    if (choice.tags?.(loaded.value.tags) === false) continue;
    const scenario = scenarios.length < mostKept ? kept(loaded.value) : () => loadScenario(file);
    scenarios.push({ ...outline(loaded.value), scenario });
  }
  if (problems.length === 0 && scenarios.length === 0) return failure([nothingFits([...tags].sort())]);
  return unlessProblems(problems, () => scenarios);
}

function outline({ inputs, steps, cleanup, actors }: Scenario): Omit<LoadedScenario, 'scenario'> {
  const ids = (of: Scenario['steps']) => of.map(({ id }) => id);
  // A copy: a part of a text keeps all of the text in memory.
  return structuredClone({ inputs, steps: ids(steps), cleanup: ids(cleanup), actors: actors.map(({ name }) => name) });
}

/** In a function of its own: closures made side by side keep alive what any of them uses. */
function kept<T>(value: T): () => Promise<Outcome<T>> {
  return async () => success(value);
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
  scenarios: readonly LoadedScenario[],
  options: PlanOptions,
): Promise<Outcome<readonly PlannedScenario[]>> {
  const named = namedSteps(options.selection ?? { only: [] });
  const concerned = scenarios.filter(({ steps }) => named.every((id) => steps.includes(id)));
  if (concerned.length === 0) return failure(unknownSteps(named, scenarios));
  const problems: Problem[] = [];
  const plans: PlannedScenario[] = [];
  for (const { scenario } of concerned) {
    const ready = await planOf(scenario, options);
    if (!ready.ok) {
      problems.push(...ready.problems);
      continue;
    }
    const { plan } = ready.value;
    plans.push({
      steps: plan.steps.length + plan.cleanup.length,
      now: plan.run.now,
      ready: plans.length < mostKept ? kept(ready.value) : () => planOf(scenario, options),
    });
  }
  return unlessProblems(problems, () => plans);
}

async function planOf(load: LoadedScenario['scenario'], options: PlanOptions): Promise<Outcome<ReadyPlan>> {
  const scenario = await load();
  return scenario.ok ? planRun(scenario.value, options) : scenario;
}

function unknownSteps(named: readonly string[], scenarios: readonly LoadedScenario[]): readonly Problem[] {
  const ids = new Set(scenarios.flatMap(({ steps }) => steps));
  const cleanup = new Set(scenarios.flatMap((scenario) => scenario.cleanup));
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
