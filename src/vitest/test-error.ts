import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problemText } from '../diagnostics/code-frame.ts';
import type { Place } from '../diagnostics/place.ts';
import type { Problem } from '../diagnostics/problem.ts';
import { safeLine, safeText } from '../diagnostics/safe-text.ts';
import type { Difference } from '../expectation/compare/difference.ts';
import { blockedReasons, type StepOutcome, type StepResult } from '../run/result.ts';
import { differencesText } from './differences-text.ts';

/** The kind of failure; test runners print the name before the message. */
type FailureName = 'ScenarioProblem' | 'ScenarioDifference' | 'ScenarioBlocked';

type Failure = {
  readonly name: FailureName;
  readonly message: string;
  readonly at: Place | undefined;
  /** The expected and the actual value, if that is what failed. */
  readonly values?: { readonly expected: string; readonly actual: string };
};

/** The problems of a scenario or its recording, as one error that points at the first problem. */
export function problemsError(problems: readonly Problem[]): Error {
  const counted = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const at = problems.find((problem) => problem.at !== undefined)?.at;
  return toError({ name: 'ScenarioProblem', message: `${counted}\n${problems.map(problemText).join('\n\n')}`, at });
}

/** Why a step's expectation was not kept, or could not be checked. */
export function stepError(result: StepResult): Error {
  return toError(stepFailure(result));
}

/** Every cleanup step that is not as expected, as one error that points at the first. */
export function cleanupError(results: readonly StepResult[]): Error {
  const failures = results.map(stepFailure);
  const message = failures.map((failure) => failure.message).join('\n\n');
  return toError({ name: failures[0]?.name ?? 'ScenarioDifference', message, at: failures[0]?.at });
}

function stepFailure(result: StepResult): Failure {
  const { outcome, at } = result;
  switch (outcome.kind) {
    case 'failed':
      return { name: 'ScenarioDifference', ...differing(result, outcome.differences) };
    case 'blocked':
      return { name: 'ScenarioBlocked', message: blockedText(result, outcome), at };
    case 'skipped':
    case 'pending':
    case 'passed':
      return { name: 'ScenarioProblem', message: `${heading(result)} did not fail`, at };
    default:
      return outcome satisfies never;
  }
}

function differing(result: StepResult, differences: readonly [Difference, ...Difference[]]) {
  const [first, ...others] = differences;
  // The runner itself prints the excerpt of the place that the error points at.
  const shown = [{ ...first, at: { ...first.at, excerpt: [] } }, ...others];
  const values = { expected: safeText(first.expected ?? 'nothing'), actual: safeText(first.actual ?? 'nothing') };
  return { message: differencesText(heading(result), shown), at: first.at, values };
}

function blockedText(result: StepResult, outcome: Extract<StepOutcome, { kind: 'blocked' }>): string {
  const lines = [
    `${heading(result)}: blocked, ${outcome.reason}: ${blockedReasons[outcome.reason]}`,
    `  because: ${inGutter(outcome.message)}`,
  ];
  return [...lines, ...(outcome.fix === undefined ? [] : [`  fix: ${inGutter(outcome.fix)}`])].join('\n');
}

function heading({ id, phase, exchange }: StepResult): string {
  const step = `${phase === 'cleanup' ? 'cleanup step' : 'step'} ${id}`;
  if (exchange === undefined) return safeLine(step);
  const { request, response } = exchange;
  return safeLine(`${step}: ${request.method} ${request.url} returned ${response.status}`);
}

function inGutter(text: string): string {
  return safeText(text).trim().replaceAll('\n', '\n    | ');
}

/** An error whose stack is the one place to look at. */
function toError({ name, message, at, values }: Failure): Error {
  const error = new Error(message);
  error.name = name;
  // Without the message: its lines that name places would be read as stack frames.
  error.stack = at === undefined ? name : `${name}\n    at ${frameText(at)}`;
  // By these, reporters distinguish a failed expectation from a broken test; vitest itself prints the message alone.
  return values === undefined ? error : Object.assign(error, { ...values, showDiff: false });
}

function frameText({ file, line, column }: Place): string {
  return `${pathToFileURL(resolve(file)).href}:${line}:${column}`;
}
