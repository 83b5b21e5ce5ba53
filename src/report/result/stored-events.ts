import { defined } from '../../defined.ts';
import type { RunEvent, RunResult } from '../../run/result.ts';

/** The events a stored run would have sent, so that every reporter can render it again. */
export function* storedEvents({ scenarios, summary }: RunResult): Generator<RunEvent> {
  const { against, startedAt } = summary;
  const steps = scenarios.reduce((count, one) => count + one.steps.length + one.cleanup.length, 0);
  yield { kind: 'run-started', against, scenarios: scenarios.length, steps, startedAt };
  for (const scenario of scenarios) {
    const { file, row, title, service, tenantName } = scenario;
    const about = defined({ origin: service });
    const where = { ...defined({ tenantName, row }) };
    yield { kind: 'scenario-started', ...where, file, title, steps: scenario.steps.length, ...about };
    for (const step of [...scenario.steps, ...scenario.cleanup]) {
      const { id, number, of, phase } = step;
      yield { kind: 'step-started', ...where, file, id, title: step.title, number, of, phase };
      yield { kind: 'step-ended', ...where, file, step };
    }
    yield { kind: 'scenario-ended', scenario };
  }
  yield { kind: 'run-ended', summary };
}
