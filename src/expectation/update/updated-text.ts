import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { applyEdits, type TextEdit } from '../../diagnostics/text-edit.ts';
import { expectedResponse } from '../../format/scenario/build-call.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import { readYaml } from '../../format/scenario/read-yaml.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import { evaluateResponse } from '../compare/evaluate.ts';
import { compileResponse } from '../compile/compile-response.ts';
import type { StepChanges } from './scenario-changes.ts';
import { expectedIn } from './step-changes.ts';
import type { Change } from './update-change.ts';

/** The edit that was chosen for one difference of a step. */
export type ChosenEdit = {
  readonly step: StepChanges;
  readonly change: Change;
  readonly edit: TextEdit;
  readonly to: string;
};

export type Updated = {
  /** The scenario's text with the edits that can be written. */
  readonly text: string;
  readonly written: readonly ChosenEdit[];
  /** `not-updated`, one for each edit that is left out, with its place. */
  readonly problems: readonly Problem[];
};

/**
 * Applies the edits that can be applied. An edit is left out if the file would not be a valid scenario after it; all
 * edits of a step in `whole` (all its differences are accepted) are left out if the step would still differ from its
 * response.
 */
export function updatedText(
  { source, used }: Pick<Scenario, 'source' | 'used'>,
  chosen: readonly ChosenEdit[],
  whole: ReadonlySet<StepChanges>,
): Updated {
  const file = { source, used };
  const unreadable = unreadableEdits(file, chosen, []);
  const problems = unreadable.map((one) => notUpdated(source, one, readProblem(file, [one])));
  let written = chosen.filter((one) => !unreadable.includes(one));
  for (;;) {
    const text = applyEdits(
      source.text,
      written.map(({ edit }) => edit),
    );
    const wrong = stepThatDiffers({ path: source.path, text }, wholeSteps(written, { whole, unreadable }));
    const left = written.filter(({ step }) => step === wrong);
    if (left.length === 0) return { text, written, problems };
    problems.push(...left.map((one) => notUpdated(source, one, 'the step would still differ from its response')));
    written = written.filter(({ step }) => step !== wrong);
  }
}

type Sides = { readonly whole: ReadonlySet<StepChanges>; readonly unreadable: readonly ChosenEdit[] };

/** The steps that must agree with their responses once these edits are made. */
function wholeSteps(written: readonly ChosenEdit[], { whole, unreadable }: Sides): ReadonlySet<StepChanges> {
  const broken = new Set(unreadable.map(({ step }) => step));
  return new Set(written.map(({ step }) => step).filter((step) => whole.has(step) && !broken.has(step)));
}

/** The edits that make the text invalid, found by halving. */
function unreadableEdits(
  file: Pick<Scenario, 'source' | 'used'>,
  edits: readonly ChosenEdit[],
  beside: readonly ChosenEdit[],
): readonly ChosenEdit[] {
  if (edits.length === 0 || readProblem(file, [...beside, ...edits]) === undefined) return [];
  if (edits.length === 1) return edits;
  const middle = edits.length >> 1;
  const first = unreadableEdits(file, edits.slice(0, middle), beside);
  const kept = edits.slice(0, middle).filter((one) => !first.includes(one));
  return [...first, ...unreadableEdits(file, edits.slice(middle), [...beside, ...kept])];
}

/** Why the text with these edits is not a scenario; `undefined` where it is one. */
function readProblem(
  { source, used }: Pick<Scenario, 'source' | 'used'>,
  edits: readonly ChosenEdit[],
): string | undefined {
  const text = applyEdits(
    source.text,
    edits.map(({ edit }) => edit),
  );
  const parsed = parseScenario({ path: source.path, text }, used);
  return parsed.ok ? undefined : parsed.problems[0]?.message;
}

function notUpdated(source: Source, { change }: ChosenEdit, why = 'no scenario can express it'): Problem {
  return {
    code: 'not-updated',
    message: `the value received at \`${change.path}\` cannot be written here: ${why}`,
    at: placeAt(source, change.span),
    fix: 'change it by hand: the report shows the received value',
  };
}

function stepThatDiffers(source: Source, steps: ReadonlySet<StepChanges>): StepChanges | undefined {
  if (steps.size === 0) return undefined;
  const root = readYaml(source);
  return [...steps].find((one) => !root.ok || !agrees(one, { root: root.value, source }));
}

type Rewritten = { readonly root: Parameters<typeof expectedIn>[0]; readonly source: Source };

function agrees({ step, terms }: StepChanges, { root, source }: Rewritten): boolean {
  const expectation = expectedIn(root, step.id);
  const response = step.exchange?.response;
  if (expectation === undefined || response === undefined) return true;
  const compiled = compileResponse(expectedResponse(expectation), source);
  if (compiled.problems.length > 0) return false;
  return evaluateResponse({ expectation: compiled.expectation, response, source, ...terms }).findings.isKept;
}
