import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, success } from '../../diagnostics/problem.ts';
import { applyEdits, type TextEdit } from '../../diagnostics/text-edit.ts';
import { expectedResponse } from '../../format/scenario/build-call.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import { readYaml } from '../../format/scenario/read-yaml.ts';
import type { Value, Values } from '../../format/template/values.ts';
import type { Plan } from '../../run/plan/plan.ts';
import type { ScenarioResult, StepResult } from '../../run/result.ts';
import type { Difference } from '../compare/difference.ts';
import { evaluateResponse } from '../compare/evaluate.ts';
import { compileResponse } from '../compile/compile-response.ts';
import { expectedIn, stepChanges } from './step-changes.ts';
import type { Change } from './update-change.ts';

/** What the file can be made to agree with, step by step, and what it cannot. */
export type StepChanges = {
  readonly step: StepResult;
  readonly changes: readonly Change[];
  /** Differences that no expectation can be blamed for: captures that select nothing, requests that changed. */
  readonly left: readonly Difference[];
  /** What checked the step. */
  readonly terms: { readonly values: Values; readonly strict: boolean };
};

/** Looks at every step that differs. Values are known as the step knew them: a capture only after its step. */
export function scenarioChanges(plan: Plan, result: ScenarioResult): readonly StepChanges[] {
  const root = readYaml(plan.scenario.source);
  if (!root.ok) return [];
  const values = new Map<string, Value>(plan.values);
  return [...result.steps, ...result.cleanup].flatMap((step): readonly StepChanges[] => {
    const found = step.outcome.kind === 'failed' ? [changesOf(step, step.outcome.differences)] : [];
    for (const [name, value] of Object.entries(step.captured)) values.set(name, value);
    return found;
  });

  function changesOf(step: StepResult, differences: readonly Difference[]): StepChanges {
    const left = differences.filter(({ code }) => code === 'capture' || code === 'request-changed');
    const expectation = root.ok ? expectedIn(root.value, step.id) : undefined;
    const { source } = plan.scenario;
    const response = step.exchange?.response;
    const strict = [...plan.steps, ...plan.cleanup].find(({ id }) => id === step.id)?.strict ?? false;
    const terms = { values: new Map(values), strict };
    if (expectation === undefined || response === undefined) return { step, changes: [], left: differences, terms };
    const redacted = plan.against === 'live';
    return { step, changes: stepChanges({ source, expectation, response, redacted, ...terms }), left, terms };
  }
}

/**
 * The scenario's text with these edits. Problems: `not-updated` where what comes out would be no scenario, or steps that
 * shall agree with their responses would not; then nothing must be written.
 */
export function updatedText(
  { scenario: { source } }: Plan,
  edits: readonly TextEdit[],
  accepted: readonly StepChanges[],
): Outcome<string> {
  const text = applyEdits(source.text, edits);
  const changed = { path: source.path, text };
  const parsed = parseScenario(changed);
  const root = readYaml(changed);
  const wrong =
    parsed.ok && root.ok ? accepted.find((one) => !agrees(one, { root: root.value, source: changed })) : undefined;
  if (parsed.ok && root.ok && wrong === undefined) return success(text);
  const at = wrong?.step.at ?? placeAt(source, { start: 0, end: 1 });
  const message = 'the expectation cannot be rewritten safely, and was left as it is';
  return failure([{ code: 'not-updated', message, at, fix: 'change it by hand: the report shows what was received' }]);
}

type Rewritten = {
  readonly root: Parameters<typeof expectedIn>[0];
  readonly source: Plan['scenario']['source'];
};

function agrees({ step, terms }: StepChanges, { root, source }: Rewritten): boolean {
  const expectation = expectedIn(root, step.id);
  const response = step.exchange?.response;
  if (expectation === undefined || response === undefined) return true;
  const compiled = compileResponse(expectedResponse(expectation), source);
  if (compiled.problems.length > 0) return false;
  return evaluateResponse({ expectation: compiled.expectation, response, source, ...terms }).differences.length === 0;
}
