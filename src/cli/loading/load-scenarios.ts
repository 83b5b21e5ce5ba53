import { defined } from '../../defined.ts';
import { failure, type Problem, problemsOf, type Result, success, unlessProblems } from '../../diagnostics/problem.ts';
import { rowsOf } from '../../format/scenario/compose/rows.ts';
import { loadScenario, loadSource } from '../../format/scenario/load-scenario.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import { selectionProblem } from '../../format/scenario/tag-expression.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import type { ScenarioChoice } from '../options/config.ts';
import { findScenarios } from './find-scenarios.ts';
import { readStandardInput, standardInput } from './standard-input.ts';

/**
 * The total length of texts, in characters, whose scenarios and plans are kept until they run: a parsed text takes five
 * to fifteen times its size. Further ones are parsed and planned again, from the text that was checked.
 */
const mostKeptText = 16 * 2 ** 20;

/** A readable scenario: the parts that concern all scenarios together, and a function that loads the rest. */
export type LoadedScenario = Pick<Scenario, 'inputs'> & {
  /** By its file, and its row where it has one. */
  readonly key: string;
  /** The ids of its steps. */
  readonly steps: readonly string[];
  readonly cleanup: readonly string[];
  /** The names of the actors. */
  readonly actors: readonly string[];
  /** As the file was when it was loaded: it is read once. */
  readonly scenario: () => Promise<Result<Scenario>>;
};

/** Loads the scenarios of a command, with every problem of every file. Problems: those of each file; `nothing-selected`. */
export async function loadScenarios(choice: ScenarioChoice): Promise<Result<readonly LoadedScenario[]>> {
  const chosen = await chooseScenarios(choice);
  return chosen.ok ? success(chosen.value.found) : chosen;
}

/** All of each scenario, for commands that hold them side by side. */
export async function wholeScenarios(loaded: readonly LoadedScenario[]): Promise<Result<readonly Scenario[]>> {
  const all: Result<Scenario>[] = [];
  for (const { scenario } of loaded) all.push(await scenario());
  return unlessProblems(problemsOf(...all), () => all.flatMap((one) => (one.ok ? [one.value] : [])));
}

/** The selected scenarios, and how many were left out by their tags. */
export type ChosenScenarios = { readonly found: readonly LoadedScenario[]; readonly leftOut: number };

/** The same, and how many do not fit. */
export async function chooseScenarios(choice: ScenarioChoice): Promise<Result<ChosenScenarios>> {
  const read = await readScenarios(choice);
  return read.ok ? unlessProblems(read.value.problems, () => read.value) : read;
}

/** The same for the readable files, and the problems of the others. */
export async function readScenarios(
  choice: ScenarioChoice,
): Promise<Result<ChosenScenarios & { readonly problems: readonly Problem[] }>> {
  const files = await findScenarios(choice.operands);
  if (!files.ok) return files;
  const problems: Problem[] = [];
  const scenarios: LoadedScenario[] = [];
  const tags = new Set<string>();
  let leftOut = 0;
  const keep = keepWithin();
  for (const file of files.value) {
    const loaded = file === standardInput ? await fromStandardInput() : await loadScenario(file);
    if (!loaded.ok) {
      problems.push(...loaded.problems);
      continue;
    }
    for (const [index, one] of rowsOf(loaded.value).entries()) {
      for (const tag of one.tags) tags.add(tag);
      if (choice.tags?.matches(one.tags) === false) {
        leftOut += 1;
        continue;
      }
      scenarios.push({ ...outline(one), scenario: keep(one, textOf(one), parsedAgain(one, index)) });
    }
  }
  if (problems.length === 0 && choice.tags !== undefined) {
    const known = new Set([...tags].sort());
    const problem = selectionProblem(choice.tags, known, scenarios.length === 0, 'scenario');
    if (problem !== undefined) return failure([problem]);
  }
  return success({ found: scenarios, leftOut, problems });
}

async function fromStandardInput(): Promise<Result<Scenario>> {
  const source = await readStandardInput();
  return source.ok ? loadSource(source.value) : source;
}

/** How much text a scenario was made of, in characters. */
function textOf({ source, used }: Scenario): number {
  return [...used.values()].reduce((sum, file) => sum + (file.ok ? file.value.text.length : 0), source.text.length);
}

/** A separate function, so that no closure keeps the scenario itself alive. `index`: of its row. */
function parsedAgain({ source, used }: Scenario, index: number): () => Promise<Result<Scenario>> {
  return async () => {
    const parsed = parseScenario(source, used);
    const row = parsed.ok ? rowsOf(parsed.value)[index] : undefined;
    return row === undefined ? parsed : success(row);
  };
}

function outline({ source, row, inputs, steps, cleanup, actors }: Scenario): Omit<LoadedScenario, 'scenario'> {
  const ids = (of: Scenario['steps']) => of.map(({ id }) => id);
  // A value from a row needs no value from the caller.
  const given = inputs.filter(({ fixed }) => fixed === undefined);
  // A copy: a part of a text keeps all of the text in memory.
  return structuredClone({
    key: scenarioKey({ file: source.path, ...defined({ row }) }),
    inputs: given,
    steps: ids(steps),
    cleanup: ids(cleanup),
    actors: actors.map(({ name }) => name),
  });
}

/** Keeps a value for the first caller that takes it; later callers, and callers of a value that is too large to keep, make it again. `text` is its size. */
export type Keep = <T>(value: T, text: number, again: () => Promise<Result<T>>) => () => Promise<Result<T>>;

export function keepWithin(room = mostKeptText): Keep {
  let left = room;
  return (value, text, again) => {
    if (text > left) return again;
    left -= text;
    return onceKept(value, again);
  };
}

/** A separate function: closures that are created together keep alive what any of them uses. */
function onceKept<T>(value: T, again: () => Promise<Result<T>>): () => Promise<Result<T>> {
  let held: { readonly value: T } | undefined = { value };
  return async () => {
    const taken = held;
    held = undefined;
    return taken === undefined ? again() : success(taken.value);
  };
}

export function kept<T>(value: T): () => Promise<Result<T>> {
  return async () => success(value);
}
