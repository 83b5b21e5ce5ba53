import { parseScenario } from '../src/format/scenario/parse-scenario.ts';
import { makePlan } from '../src/run/plan/make-plan.ts';
import { longScenario } from './long-scenario.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';

const sizes = [125, 250, 500, 1_000] as const;

/** Parsing, checking and planning of long scenarios: twice the steps, twice the time. */
export async function measureLoading(): Promise<readonly Row[]> {
  const cases = Object.fromEntries(
    sizes.map((steps) => {
      const text = longScenario(steps);
      return [String(steps), () => timed(() => load(text))];
    }),
  );
  const medians = await sideBySide(cases, { rounds: 9, warmUp: 3 });
  const perStep = (steps: number) => ((medians[String(steps)] ?? Number.NaN) * 1000) / steps;
  return sizes.map((steps, at) => ({
    group: 'loading',
    what: `${steps} steps`,
    value: perStep(steps),
    unit: 'µs/step',
    ratio: perStep(steps) / perStep(sizes[0]),
    // Linear: what a step costs does not depend on how many there are.
    ...(at === 0 ? {} : { aim: 1.25 }),
  }));
}

function load(text: string): void {
  const scenario = parseScenario({ path: 'long.scenario.yaml', text });
  if (!scenario.ok) throw new Error(scenario.problems[0]?.message);
  const plan = makePlan(scenario.value, {
    against: 'recorded',
    run: { id: 'r4n1d', now: '2026-01-31T08:00:00Z', password: 'S3cret-w0rd!' },
    sources: { given: new Map(), environment: {} },
  });
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
}
