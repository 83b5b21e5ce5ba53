import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleRun } from '../test/support/run/sample-plan.ts';
import { answered } from '../test/support/run/scripted-backend.ts';
import { loadScenario } from './format/scenario/load-scenario.ts';
import { ScenarioRun } from './run/execute/scenario-run.ts';
import { makePlan } from './run/plan/make-plan.ts';
import type { Plan, PlannedStep } from './run/plan/plan.ts';
import type { Backend, Reply } from './run/ports.ts';
import type { OutcomeKind, ScenarioResult } from './run/result.ts';
import { openSandbox } from './sandbox/sandbox-backend.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The shipped scenarios, and some in which no step says with `after` what it depends on. */
const files = ['scenarios', 'test/support/run/causes'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.scenario.yaml'))
    .map((name) => join(root, folder, name))
    .sort(),
);

/** How one step differs from its expected result. `undone`: its request never arrives. */
const mishaps = ['blocked', 'skipped', 'pending', 'refused', 'undone', 'done'] as const;
type Mishap = (typeof mishaps)[number];

async function planOf(file: string): Promise<Plan> {
  const scenario = await loadScenario(file);
  if (!scenario.ok) throw new Error(`${file} is not a scenario`);
  const sources = { given: new Map(), environment: {} };
  const planned = makePlan(scenario.value, { against: 'sandbox', run: sampleRun, sources });
  if (!planned.ok) throw new Error(`${file} cannot be planned`);
  return planned.value;
}

/** The plan without what any step depends on: each is evaluated as if nothing had happened before it. */
function withoutCauses(plan: Plan): Plan {
  const alone = (step: PlannedStep): PlannedStep => ({ ...step, after: [], causes: [] });
  return { ...plan, steps: plan.steps.map(alone), cleanup: plan.cleanup.map(alone) };
}

/** Anyone who it is for, the call is sent: only `pending` leaves it undone. */
function attended(plan: Plan, point: string, mishap: Mishap): Plan {
  const of = (step: PlannedStep): PlannedStep => {
    const { prompt: _, ...sent } = step;
    return step.id === point && mishap === 'pending' ? { ...sent, prompt: 'Do it.' } : sent;
  };
  return { ...plan, steps: plan.steps.map(of), cleanup: plan.cleanup.map(of) };
}

/** The sandbox, in which one step comes out otherwise. */
function withMishap(backend: Backend, point: PlannedStep, mishap: Mishap): Backend {
  const statuses = point.call?.expectation.statuses ?? [];
  const other = [200, 202].find((status) => !statuses.includes(status)) ?? 299;
  const refused = [403, 500].find((status) => !statuses.includes(status)) ?? 400;
  const otherwise = async (send: () => Promise<Reply>): Promise<Reply> => {
    switch (mishap) {
      case 'blocked':
        return { kind: 'blocked', reason: 'auth', message: 'it cannot sign in' };
      case 'refused':
        return answered(refused, { error: { code: 'Refused', message: 'No.' } });
      case 'undone':
        return answered(other, {});
      default: {
        const reply = await send();
        return reply.kind === 'answered' ? { ...reply, response: { ...reply.response, status: other } } : reply;
      }
    }
  };
  return {
    ...backend,
    send: (request, context) => {
      const send = () => backend.send(request, context);
      return context.step === point.id ? otherwise(send) : send();
    },
  };
}

async function runWith(plan: Plan, point: PlannedStep, mishap: Mishap): Promise<ScenarioResult> {
  const { backend, clock } = openSandbox({ actors: plan.actors, startMs: Date.parse(sampleRun.now) });
  const run = new ScenarioRun(attended(plan, point.id, mishap), {
    backend: withMishap(backend, point, mishap),
    clock,
    listener: () => {},
    people: 'unknown',
  });
  for (const step of attended(plan, point.id, mishap).steps) {
    if (step.id === point.id && mishap === 'skipped')
      run.skip(step, { kind: 'skipped', reason: 'by-person', message: 'left out' });
    else await run.step(step);
  }
  await run.cleanup();
  return run.finish();
}

type Outcomes = ReadonlyMap<string, OutcomeKind>;
const outcomesOf = ({ steps, cleanup }: ScenarioResult): Outcomes =>
  new Map([...steps, ...cleanup].map(({ id, outcome }) => [id, outcome.kind]));

/** What becomes of each step without causes. Blocked, skipped and pending are the same: nothing is sent, and no time passes. */
function experiments(plan: Plan): (point: PlannedStep, mishap: Mishap) => Promise<Outcomes> {
  const known = new Map<string, Promise<Outcomes>>();
  return (point, mishap) => {
    const same = mishap === 'skipped' || mishap === 'pending' ? 'blocked' : mishap;
    const key = `${point.id} ${same}`;
    const made = known.get(key) ?? runWith(withoutCauses(plan), point, same).then(outcomesOf);
    known.set(key, made);
    return made;
  };
}

type Tried = { readonly plan: Plan; readonly point: PlannedStep; readonly mishap: Mishap; readonly truth: Outcomes };

/** What one mishap makes of every other step in the light of its causes, where that is wrong. */
async function compared({ plan, point, mishap, truth }: Tried): Promise<readonly string[]> {
  const result = await runWith(plan, point, mishap);
  return [...outcomesOf(result)].flatMap(([id, outcome]) => {
    if (id === point.id) return [];
    const depends = truth.get(id) !== 'passed';
    // Writes of the cleanup are tried whatever happened: what another still needs is refused then, and stays.
    const isTried = plan.cleanup.some((step) => step.id === id && step.call?.request.method !== 'GET');
    const isRight = outcome === 'passed' || (depends && (outcome === 'skipped' || (isTried && outcome === 'failed')));
    return isRight
      ? []
      : [`${point.id} ${mishap}: ${id} is ${outcome}, and ${depends ? 'depends' : 'does not depend'} on it`];
  });
}

describe.each(files.map((file) => [file.slice(root.length), file]))('%s', (_, file) => {
  let plan: Plan;
  let truthOf: ReturnType<typeof experiments>;
  beforeAll(async () => {
    plan = await planOf(file);
    truthOf = experiments(plan);
  });

  test.each(mishaps)(
    'no other step fails, and none is skipped that does not depend on it, where one is %s',
    async (mishap) => {
      const wrong: string[] = [];
      for (const point of [...plan.steps, ...plan.cleanup]) {
        if (point.phase === 'cleanup' && mishap === 'skipped') continue;
        const truth = await truthOf(point, mishap);
        wrong.push(...(await compared({ plan, point, mishap, truth })));
      }
      expect(wrong).toEqual([]);
    },
  );
});
