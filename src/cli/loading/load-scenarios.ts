import { failure, type Outcome, type Problem, success, unlessProblems } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { loadScenario } from '../../format/scenario/load-scenario.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import type { ScenarioChoice } from '../options/config.ts';
import { findScenarios } from './find-scenarios.ts';

/**
 * How many scenarios, and how many of their plans, are kept until their turn comes. A thousand would take half a gigabyte;
 * those after these are read and planned again (bench/README.md says what that costs).
 */
export const mostKept = 50;

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

/** Loads what a command is about, with every problem of every file. Problems: those of each file; `nothing-selected`. */
export async function loadScenarios(choice: ScenarioChoice): Promise<Outcome<readonly LoadedScenario[]>> {
  const chosen = await chooseScenarios(choice);
  return chosen.ok ? success(chosen.value.found) : chosen;
}

/** The scenarios that fit, and how many were left out because their tags do not. */
export type ChosenScenarios = { readonly found: readonly LoadedScenario[]; readonly leftOut: number };

/** The same, and how many do not fit. */
export async function chooseScenarios(choice: ScenarioChoice): Promise<Outcome<ChosenScenarios>> {
  const files = await findScenarios(choice.operands);
  if (!files.ok) return files;
  const problems: Problem[] = [];
  const scenarios: LoadedScenario[] = [];
  const tags = new Set<string>();
  let leftOut = 0;
  for (const file of files.value) {
    const loaded = await loadScenario(file);
    if (!loaded.ok) {
      problems.push(...loaded.problems);
      continue;
    }
    for (const tag of loaded.value.tags) tags.add(tag);
    if (choice.tags?.(loaded.value.tags) === false) {
      leftOut += 1;
      continue;
    }
    const scenario = scenarios.length < mostKept ? kept(loaded.value) : () => loadScenario(file);
    scenarios.push({ ...outline(loaded.value), scenario });
  }
  if (problems.length === 0 && scenarios.length === 0) return failure([nothingFits([...tags].sort())]);
  return unlessProblems(problems, () => ({ found: scenarios, leftOut }));
}

function outline({ inputs, steps, cleanup, actors }: Scenario): Omit<LoadedScenario, 'scenario'> {
  const ids = (of: Scenario['steps']) => of.map(({ id }) => id);
  // A copy: a part of a text keeps all of the text in memory.
  return structuredClone({ inputs, steps: ids(steps), cleanup: ids(cleanup), actors: actors.map(({ name }) => name) });
}

/** In a function of its own: closures made side by side keep alive what any of them uses. */
export function kept<T>(value: T): () => Promise<Outcome<T>> {
  return async () => success(value);
}

function nothingFits(tags: readonly string[]): Problem {
  const fix = tags.length === 0 ? 'leave `--tags` out: no scenario here has tags' : suggestion('', tags);
  return { code: 'nothing-selected', message: 'no scenario has tags that fit', fix };
}
