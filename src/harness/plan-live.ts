/** Plans a scenario for a live run: what the guards let through, and the session that will answer. */
import { failure, type Outcome, type Problem, success } from '../diagnostics/problem.ts';
import type { InputSources } from '../run/inputs.ts';
import { makePlan } from '../run/make-plan.ts';
import type { Plan, PlannedStep } from '../run/plan.ts';
import type { Ledger } from '../run/ports.ts';
import type { RunPorts } from '../run/scenario-run.ts';
import type { Selection } from '../run/selection.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunValues } from '../template/values.ts';
import type { LiveSession } from './live-session.ts';

/** What a live run takes. */
export type LiveOptions = {
  readonly session: LiveSession;
  /** Values of inputs, by name. */
  readonly given?: InputSources['given'];
  readonly environment?: InputSources['environment'];
  /** Nothing will be sent: the plan may show what would not be allowed. */
  readonly dryRun?: boolean;
  readonly keeping?: Keeping;
  /** Who does the steps for people; without anybody, their `unattended` calls do. */
  readonly people?: RunPorts['people'];
};

/** Where is written down what runs create. Without it nothing is, and what a killed run made stays. */
export type Keeping = {
  readonly folder: string;
  readonly pid: number;
  /** Told of the ledger of each run. */
  readonly opened?: (ledger: Ledger, run: string) => void;
};

export type LivePlanOptions = LiveOptions & {
  readonly run: RunValues;
  readonly selection?: Selection;
  readonly strict?: boolean;
};

export type LivePlan = {
  readonly plan: Plan;
  readonly open: () => Promise<Omit<RunPorts, 'listener' | 'signal'>>;
};

/** Problems: those of `makePlan`, and `not-allowed` for each step that needs an `--allow`. */
export function planLive(scenario: Scenario, options: LivePlanOptions): Outcome<LivePlan> {
  const { session, given = new Map(), environment = {}, dryRun = false, keeping, people, ...rest } = options;
  const { origin } = new URL(session.cloud.graphOrigin);
  const planned = makePlan(scenario, { ...rest, origin, against: 'live', sources: { given, environment } });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const refused = dryRun ? [] : notAllowed(plan, session.config.allowed);
  if (refused.length > 0) return failure(refused);
  session.secrets.register(options.run.password);
  return success({
    plan,
    open: async () => {
      const backend = session.backend(plan.actors);
      return {
        backend,
        clock: session.clock,
        ...(people === undefined ? {} : { people }),
        ...(keeping === undefined
          ? {}
          : { ledger: await openLedger(plan, { keeping, session, origin: backend.origin }) }),
      };
    },
  });
}

type LedgerOf = { readonly keeping: Keeping; readonly session: LiveSession; readonly origin: string };

async function openLedger(plan: Plan, { keeping, session, origin }: LedgerOf): Promise<Ledger> {
  const { openRunLedger } = await import('../ledger/run-ledger.ts');
  const { folder, pid, opened } = keeping;
  const run = {
    run: plan.run.id,
    tenant: session.config.tenant,
    origin,
    scenario: plan.scenario.source.path,
    startedAt: new Date(session.clock.now()).toISOString(),
    // Who they are is nobody's business but the tenant's.
    actors: plan.actors.map(({ name, context, permissions }) => ({ name, context, permissions })),
  };
  const ledger = openRunLedger({ folder, run, pid });
  opened?.(ledger, plan.run.id);
  return ledger;
}

/** Steps that do to a tenant what nobody should do unasked. */
function notAllowed({ steps, cleanup }: Plan, allowed: ReadonlySet<string>): readonly Problem[] {
  return [...steps.filter(({ selected }) => selected), ...cleanup].flatMap((step) =>
    step.labels.filter((label) => !allowed.has(label)).map((label) => labelProblem(step, label)),
  );
}

function labelProblem({ id, at }: PlannedStep, label: string): Problem {
  const message = `\`${id}\` is labelled \`${label}\`: ${meanings[label] ?? 'it must be allowed'}`;
  return { code: 'not-allowed', message, at, fix: `add \`--allow ${label}\` if that is meant` };
}

const meanings: { readonly [label: string]: string } = {
  'tenant-wide': 'it concerns everybody in the tenant',
  'sends-mail': 'people will get mail',
};
