import { defined } from '../../defined.ts';
import { failure, type Problem, problemsOf, type Result, success } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import { loadBeta, loadSeeds } from '../../harness/load-seeds.ts';
import type { SandboxRunOptions } from '../../harness/plan-options.ts';
import type { OwnValues } from '../options/sandbox-config.ts';
import type { Streams } from '../output/streams.ts';
import { readEnvFile } from './read-env-file.ts';

/** Reads what a run against the sandbox begins with. Problems: those of reading its files, `unknown-input`. */
export async function readSandboxOptions(
  own: OwnValues,
  scenarios: readonly Pick<Scenario, 'inputs'>[],
  { environment }: Streams,
): Promise<Result<SandboxRunOptions>> {
  const { given, envFile, seeds, startMs, beta, onlyModeled = false } = own;
  const file = envFile === undefined ? success(undefined) : await readEnvFile(envFile);
  const loaded = await loadSeeds(seeds ?? []);
  const model = await loadBeta(beta);
  const problems = problemsOf(file, loaded, model);
  if (!file.ok || !loaded.ok || !model.ok) return failure(problems);
  const unknown = unknownInputs(given, scenarios);
  if (unknown.length > 0) return failure(unknown);
  return success({
    given,
    onlyModeled,
    // As Node and dotenv have it: what is set already wins.
    environment: { ...file.value, ...environment },
    ...(seeds !== undefined && { seed: loaded.value }),
    ...defined({ beta: model.value, startMs }),
  });
}

/** A value for an input that no scenario has is misspelled. */
export function unknownInputs(
  given: OwnValues['given'],
  scenarios: readonly Pick<Scenario, 'inputs'>[],
): readonly Problem[] {
  const names = new Set(scenarios.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  return [...given.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({
      code: 'unknown-input',
      message: `no scenario here has an input \`${name}\``,
      fix: suggestion(name, names),
    }));
}
