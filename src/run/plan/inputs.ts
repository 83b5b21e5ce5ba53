import { type Place, placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Input, Scenario } from '../../format/scenario/scenario.ts';
import { type RunValues, runValueEntries, type Value, type Values } from '../../format/template/values.ts';
import type { Against } from '../result.ts';
import { checkInput, readInput, type TypedValue } from './typed-inputs.ts';

/**
 * Where inputs may come from, in order of precedence: the data row, the recording, the command line, the environment,
 * the example.
 */
export type InputSources = {
  readonly given: ReadonlyMap<string, string>;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly recorded?: RecordedInputs;
};

/** The inputs of a recording, and their places. */
type RecordedInputs = {
  readonly values: ReadonlyMap<string, Value>;
  readonly placeOf: (name: string) => Place;
};

export type InputOptions = {
  readonly scenario: Scenario;
  readonly run: RunValues;
  readonly against: Against;
  readonly sources: InputSources;
};

/** All values that are known before the first response. Problems: `missing-input` and `invalid-input`, all of them. */
export function resolveInputs(options: InputOptions): { values: Values; problems: readonly Problem[] } {
  const values = new Map<string, Value>(runValueEntries(options.run));
  const problems: Problem[] = [];
  for (const input of options.scenario.inputs) {
    const example = exampleProblem(input, options.scenario);
    if (example !== undefined) problems.push(example);
    const found = findInput(input, options);
    if (found === undefined) {
      // An example that does not fit is not missing.
      if (example === undefined || options.against === 'live') problems.push(missing(input, options));
    } else if (found.typed.ok) values.set(input.name, found.typed.value);
    else {
      const { message, fix } = found.typed;
      const said = `${found.from} ${message}, which the input \`${input.name}\` requires`;
      problems.push({ code: 'invalid-input', message: said, at: found.at(), fix });
    }
  }
  return { values, problems };
}

/**
 * A value, its source (for people) and its place, which is determined only for a problem: that requires reading the
 * recording again.
 */
type FoundInput = { readonly from: string; readonly at: () => Place; readonly typed: TypedValue };

function findInput(input: Input, { scenario, run, sources, against }: InputOptions): FoundInput | undefined {
  const { name, env } = input;
  const at = () => placeAt(scenario.source, input.span);
  const recorded = sources.recorded?.values.get(name);
  // Recordings contain no secrets: a placeholder is sent, as for the password of a replay.
  const isStandIn = typeof recorded === 'string' && recorded.includes(run.password);
  if (input.fixed !== undefined && !isStandIn) {
    const from = `the value of \`${name}\` in the row`;
    const { span, value } = input.fixed;
    return { from, at: () => placeAt(scenario.source, span), typed: checkInput(input, value) };
  }
  // A recording answers only the requests it was made with: its inputs are part of it.
  if (sources.recorded !== undefined) {
    const value = recorded;
    if (value === undefined) return foundExample(input, at);
    const { placeOf } = sources.recorded;
    return { from: 'the recorded value', at: () => placeOf(name), typed: checkInput(input, value) };
  }
  const given = sources.given.get(name);
  if (given !== undefined) return { from: `the value of \`--var ${name}\``, at, typed: readInput(input, given) };
  const fromEnvironment = env === undefined ? undefined : sources.environment[env];
  if (env !== undefined && fromEnvironment !== undefined && fromEnvironment !== '')
    return { from: `the value of ${env}`, at, typed: readInput(input, fromEnvironment) };
  return against === 'live' ? undefined : foundExample(input, at);
}

/** One that does not fit its type is a problem of the file, also where it is not used. */
function foundExample(input: Input, at: () => Place): FoundInput | undefined {
  if (input.example === undefined) return undefined;
  const typed = checkInput(input, input.example);
  return typed.ok ? { from: 'the example', at, typed } : undefined;
}

function exampleProblem(input: Input, { source }: Scenario): Problem | undefined {
  const typed = input.example === undefined ? undefined : checkInput(input, input.example);
  if (typed === undefined || typed.ok) return undefined;
  const message = `the example of \`${input.name}\` ${typed.message}, which its \`type\` requires`;
  const at = placeAt(source, input.exampleSpan ?? input.span);
  return { code: 'invalid-input', message, at, fix: `${typed.fix}, or change the type` };
}

function missing(input: Input, { scenario: { source }, sources }: InputOptions): Problem {
  const environment = input.env === undefined ? '' : ` or the environment variable ${input.env}`;
  const fix =
    sources.recorded === undefined
      ? `set it with --var ${input.name}=…${environment}`
      : `add \`${input.name}\` to the \`inputs\` of the recording`;
  const what = input.description === undefined ? '' : `: ${input.description}`;
  return {
    code: 'missing-input',
    message: `the input \`${input.name}\` has no value${what}`,
    at: placeAt(source, input.span),
    fix,
  };
}
