import { defined } from '../../defined.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import type { PartyValue } from '../../run/party-value.ts';
import type { ScenarioResult, StepResult } from '../../run/result.ts';
import type { Page } from '../page/page.ts';
import { findDrift } from './find-drift.ts';
import type { ServiceReply } from './parties.ts';

/** A result with the values about which page, scenario and service disagree, step by step. */
export function holdAgainstPage(result: ScenarioResult, scenario: Scenario, page: Page): ScenarioResult {
  const steps = new Map([...result.steps, ...result.cleanup].map((step) => [step.id, step]));
  const { drifts } = findDrift(scenario, page, (id) => serviceReplyOf(steps.get(id)));
  const byStep = new Map<string, PartyValue[]>();
  for (const { step, value, inPage, inScenario } of drifts) {
    if (step === undefined || value === undefined || inPage === undefined) continue;
    const { alone, path, page: shown, scenario: expected, service } = value;
    const own = byStep.get(step.id) ?? [];
    byStep.set(step.id, own);
    own.push({
      alone,
      path,
      ...(shown !== undefined && { page: shown }),
      ...(expected !== undefined && { scenario: expected }),
      ...(service !== undefined && { service }),
      inPage,
      inScenario,
    });
  }
  const held = (step: StepResult): StepResult => {
    const parties = byStep.get(step.id);
    return parties === undefined ? step : { ...step, parties };
  };
  return {
    ...result,
    comparedPage: page.source.path,
    steps: result.steps.map(held),
    cleanup: result.cleanup.map(held),
  };
}

/** The service's response to a step that passed or failed. */
export function serviceReplyOf(step: StepResult | undefined): ServiceReply {
  const outcome = step?.outcome;
  if (outcome?.kind !== 'passed' && outcome?.kind !== 'failed') return { kind: 'none' };
  const response = step?.exchange?.response;
  const differences = outcome.kind === 'failed' ? outcome.differences : [];
  return { kind: 'response', differences, ...defined({ response }) };
}
