import { placeAt } from '../diagnostics/place.ts';
import type { Problem } from '../diagnostics/problem.ts';
import type { Input, Scenario } from '../scenario/scenario.ts';
import { type RunValues, runValueEntries, type Value, type Values } from '../template/values.ts';
import type { Against } from './result.ts';

/** Where inputs may come from, first wins: given on the command line, the environment, the recording, the example. */
export type InputSources = {
  readonly given: ReadonlyMap<string, string>;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly recorded?: ReadonlyMap<string, Value>;
};

export type InputOptions = {
  readonly scenario: Scenario;
  readonly run: RunValues;
  readonly against: Against;
  readonly sources: InputSources;
};

/** All that is known before the first answer, and a `missing-input` problem for each input that is not. */
export function resolveInputs(options: InputOptions): { values: Values; problems: readonly Problem[] } {
  const values = new Map<string, Value>(runValueEntries(options.run));
  const problems: Problem[] = [];
  for (const input of options.scenario.inputs) {
    const value = inputValue(input, options);
    if (value !== undefined) values.set(input.name, value);
    else problems.push(missing(input, options));
  }
  return { values, problems };
}

function inputValue(input: Input, { sources, against }: InputOptions): Value | undefined {
  // A recording answers only the requests it was made with: its inputs are part of it.
  if (sources.recorded !== undefined) return sources.recorded.get(input.name) ?? input.example;
  const given = sources.given.get(input.name);
  if (given !== undefined) return given;
  const fromEnvironment = input.env === undefined ? undefined : sources.environment[input.env];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment;
  return against === 'live' ? undefined : input.example;
}

function missing(input: Input, { scenario: { source }, sources }: InputOptions): Problem {
  const environment = input.env === undefined ? '' : ` or the environment variable ${input.env}`;
  const fix =
    sources.recorded === undefined
      ? `give it with --var ${input.name}=…${environment}`
      : `add \`${input.name}\` to the \`inputs\` of the recording`;
  const what = input.description === undefined ? '' : `: ${input.description}`;
  return {
    code: 'missing-input',
    message: `the input \`${input.name}\` has no value${what}`,
    at: placeAt(source, input.span),
    fix,
  };
}
