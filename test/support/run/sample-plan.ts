import { problemText } from '../../../src/diagnostics/code-frame.ts';
import { parseScenario } from '../../../src/format/scenario/parse-scenario.ts';
import type { Scenario } from '../../../src/format/scenario/scenario.ts';
import { type MakePlanOptions, makePlan } from '../../../src/run/plan/make-plan.ts';
import type { Plan } from '../../../src/run/plan/plan.ts';

/** The run values tests plan with. */
export const sampleRun = { id: 'r4n1d', now: '2026-01-31T08:00:00Z', password: 'S3cret-w0rd!' } as const;

/** A scenario from its YAML, for tests: throws what is wrong with it. */
export function sampleScenario(yaml: string): Scenario {
  const parsed = parseScenario({ path: 'sample.scenario.yaml', text: yaml });
  if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'));
  return parsed.value;
}

/** A plan from a scenario's YAML, for tests: throws what is wrong with it. */
export function samplePlan(yaml: string, options: Partial<MakePlanOptions> = {}): Plan {
  const planned = makePlan(sampleScenario(yaml), {
    against: 'sandbox',
    run: sampleRun,
    sources: { given: new Map(), environment: {} },
    ...options,
  });
  if (!planned.ok) throw new Error(planned.problems.map(problemText).join('\n'));
  return planned.value;
}
