import { defined } from '../../defined.ts';
import { failure, type Problem, type Result, success, unlessProblems } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { planRun } from '../../harness/harness.ts';
import type { PlanOptions, ReadyPlan } from '../../harness/plan-options.ts';
import { isNamed, namedSteps, type Selection } from '../../run/plan/selection.ts';
import type { Clock } from '../../run/ports.ts';
import { keepWithin, type LoadedScenario } from './load-scenarios.ts';

/** A scenario that can be run, and how to get at its plan. */
export type PlannedScenario = {
  /** One of many, by its name. */
  readonly tenant?: string;
  /** By its file, and its row where it has one. */
  readonly key: string;
  /** How many, cleanup included. */
  readonly steps: number;
  /** Problems: those of a recording that was changed since. */
  readonly ready: () => Promise<Result<ReadyPlan>>;
};

export type Planner = typeof planRun;

/** The target of a plan: one tenant of many, or the only target. */
type RunTarget = { readonly tenant?: string; readonly options: PlanOptions };

/** A scenario that may not run in one tenant of many, although it may in others. */
export type RefusedScenario = { readonly tenant: string; readonly file: string; readonly problems: readonly Problem[] };

type PlannedAll = {
  /** Scenario after scenario, each in every tenant. */
  readonly plans: readonly PlannedScenario[];
  readonly refused: readonly RefusedScenario[];
};

type PlanningAll = {
  readonly targets: readonly RunTarget[];
  readonly plan?: Planner | undefined;
  /** Whether a scenario, counted from 0, in a tenant is this run's; default: it is. */
  readonly mine?: (scenario: number, tenant: string | undefined) => boolean;
};

/**
 * Plans the loaded scenarios. A selection of steps applies to the scenarios that have them, and must apply to at least
 * one. Problems: those of each plan; `unknown-step`.
 */
export async function planScenarios(
  scenarios: readonly LoadedScenario[],
  options: PlanOptions,
  plan?: Planner,
): Promise<Result<readonly PlannedScenario[]>> {
  const planned = await planAll(scenarios, { targets: [{ options }], plan });
  return planned.ok ? success(planned.value.plans) : planned;
}

/** The same for each tenant of many: a scenario that is not allowed there is refused there, which is not a problem. */
export async function planAll(
  scenarios: readonly LoadedScenario[],
  { targets, plan = planRun, mine = () => true }: PlanningAll,
): Promise<Result<PlannedAll>> {
  const concerned = selectedOf(scenarios, targets[0]?.options.selection);
  if (!concerned.ok) return concerned;
  const problems: Problem[] = [];
  const plans: PlannedScenario[] = [];
  const refused: RefusedScenario[] = [];
  const keep = keepWithin();
  for (const [index, { key, scenario }] of concerned.value.entries()) {
    // Read once for all tenants; kept values may be made again later.
    const read = await scenario();
    if (!read.ok) problems.push(...read.problems);
    for (const { tenant, options } of targets) {
      if (!read.ok || !mine(index, tenant)) continue;
      const ready = await plan(read.value, options);
      if (ready.ok) {
        const { steps, cleanup, scenario: about } = ready.value.plan;
        const planned = () => planOf(scenario, options, plan);
        plans.push({
          ...defined({ tenant }),
          key,
          steps: steps.length + cleanup.length,
          ready: ofItsDay(keep(ready.value, about.source.text.length + (ready.value.recordedText ?? 0), planned), {
            ...{ planned, now: ready.value.plan.run.now },
            clock: options.live?.session.clock,
          }),
        });
      } else if (tenant !== undefined && ready.problems.every(({ code }) => code === 'not-allowed')) {
        refused.push({ tenant, file: read.value.source.path, problems: ready.problems });
      } else
        problems.push(
          ...ready.problems.map((problem) => problemIn(problem, tenant, options.live?.session.config.member?.prefix)),
        );
    }
  }
  return unlessProblems(problems, () => ({ plans, refused }));
}

/** A problem of a tenant has its name; a problem of a scenario is the same everywhere. */
function problemIn(problem: Problem, tenant: string | undefined, prefix: string | undefined): Problem {
  if (tenant === undefined || problem.code !== 'missing-input') return problem;
  const own = problem.fix?.replace('variable ', prefix === undefined ? '$&' : `$&${prefix}_`) ?? '';
  const fix = `give it in the tenants file, below \`inputs\` of ${tenant} or of the defaults; or ${own}`;
  return { ...problem, message: `${tenant}: ${problem.message}`, fix };
}

/** The scenarios to which a selection of steps applies. Problems: `unknown-step` if there are none. */
export function selectedOf(
  scenarios: readonly LoadedScenario[],
  selection: Selection = { only: [] },
): Result<readonly LoadedScenario[]> {
  const named = namedSteps(selection);
  const concerned = scenarios.filter(({ steps }) => named.every((name) => steps.some((id) => isNamed(id, name))));
  return concerned.length === 0 ? failure(unknownSteps(named, scenarios)) : success(concerned);
}

/** A plan that waited so long for its turn is made again. */
const longestWaitMs = 60_000;

type Waiting = {
  readonly planned: PlannedScenario['ready'];
  /** When it was planned: RFC 3339. */
  readonly now: string;
  /** That of a live run; what else answers has a clock of its own for each scenario. */
  readonly clock: Clock | undefined;
};

/** Dates that a live run sends are of the day on which the scenario begins: those before it may take days. */
function ofItsDay(kept: PlannedScenario['ready'], { planned, now, clock }: Waiting): PlannedScenario['ready'] {
  if (clock === undefined) return kept;
  return () => (clock.now() - Date.parse(now) > longestWaitMs ? planned() : kept());
}

async function planOf(
  load: LoadedScenario['scenario'],
  options: PlanOptions,
  plan: Planner,
): Promise<Result<ReadyPlan>> {
  const scenario = await load();
  return scenario.ok ? plan(scenario.value, options) : scenario;
}

function unknownSteps(named: readonly string[], scenarios: readonly LoadedScenario[]): readonly Problem[] {
  const ids = new Set(scenarios.flatMap(({ steps }) => steps));
  const cleanup = new Set(scenarios.flatMap((scenario) => scenario.cleanup));
  const problems = named
    .filter((name) => ![...ids].some((id) => isNamed(id, name)))
    .map((id): Problem => {
      if (!cleanup.has(id)) {
        return { code: 'unknown-step', message: `no scenario has a step \`${id}\``, fix: suggestion(id, ids) };
      }
      const message = `\`${id}\` is a step of the cleanup, which always runs`;
      return { code: 'unknown-step', message, fix: 'name a step before it' };
    });
  if (problems.length > 0) return problems;
  const message = `no scenario has all of ${named.map((id) => `\`${id}\``).join(', ')}`;
  return [{ code: 'unknown-step', message, fix: 'name steps of one scenario' }];
}
