import { readYaml } from '../../format/scenario/read-yaml.ts';
import type { Value, Values } from '../../format/template/values.ts';
import { addBound } from '../../run/plan/given/bound-values.ts';
import type { Plan } from '../../run/plan/plan.ts';
import type { ScenarioResult, StepResult } from '../../run/result.ts';
import type { Difference } from '../compare/difference.ts';
import { addSentTexts } from './sent-texts.ts';
import { expectedIn, stepChanges } from './step-changes.ts';
import type { Change } from './update-change.ts';

/** The changes that the file allows, step by step, and the differences that remain. */
export type StepChanges = {
  readonly step: StepResult;
  readonly changes: readonly Change[];
  /** Differences that changing an expectation does not settle: captures that select nothing, requests that changed. */
  readonly left: readonly Difference[];
  /** The values and options with which the step was evaluated. */
  readonly terms: { readonly values: Values; readonly strict: boolean };
};

/** Whether the response is evidence of how the service behaves. */
const isEvidence = ({ source }: StepResult): boolean => source === undefined || source === 'modeled';

/**
 * Looks at every step with differences. Values are those that the step had: a capture only after its step. `usual`: the
 * names whose values are replaced, however short they are.
 */
export function scenarioChanges(
  plan: Plan,
  result: ScenarioResult,
  usual: ReadonlySet<string> = new Set(),
): readonly StepChanges[] {
  const root = readYaml(plan.scenario.source);
  if (!root.ok) return [];
  const values = new Map<string, Value>(plan.values);
  addBound(plan.bound, values);
  const planned = new Map([...plan.steps, ...plan.cleanup].map((step) => [step.id, step]));
  const sent = new Map<string, string | undefined>();
  return [...result.steps, ...result.cleanup].flatMap((step): readonly StepChanges[] => {
    const call = planned.get(step.id)?.call;
    if (call !== undefined && step.exchange !== undefined) addSentTexts(sent, call.request, values);
    const found = step.outcome.kind === 'failed' ? [changesOf(step, step.outcome.differences)] : [];
    for (const [name, value] of Object.entries(step.captured)) values.set(name, value);
    addBound(plan.bound, values);
    return found;
  });

  function changesOf(step: StepResult, differences: readonly Difference[]): StepChanges {
    const left = differences.filter(({ code }) => code === 'capture' || code === 'request-changed');
    const expectation = root.ok ? expectedIn(root.value, step.id) : undefined;
    const { source } = plan.scenario;
    const response = step.exchange?.response;
    const strict = planned.get(step.id)?.strict ?? false;
    const terms = { values: new Map(values), strict };
    // A response of the sandbox by metadata alone, or from a seed, is not evidence about the service.
    if (!isEvidence(step)) return { step, changes: [], left: differences, terms };
    if (expectation === undefined || response === undefined) return { step, changes: [], left: differences, terms };
    const redacted = plan.against === 'live';
    return {
      step,
      changes: stepChanges({ source, expectation, response, redacted, usual, sent, ...terms }),
      left,
      terms,
    };
  }
}
