/** Plans a scenario for a live run: what the guards let through, and the session that will answer. */
import { failure, type Outcome, type Problem, success } from './diagnostics/problem.ts';
import type { LiveSession } from './live-session.ts';
import type { InputSources } from './run/inputs.ts';
import { makePlan } from './run/make-plan.ts';
import type { Plan, PlannedStep } from './run/plan.ts';
import type { Backend, Clock } from './run/ports.ts';
import type { Selection } from './run/selection.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { RunValues } from './template/values.ts';

/** What a live run takes. */
export type LiveOptions = {
  readonly session: LiveSession;
  /** Values of inputs, by name. */
  readonly given?: InputSources['given'];
  readonly environment?: InputSources['environment'];
  /** Nothing will be sent: the plan may show what would not be allowed. */
  readonly dryRun?: boolean;
};

export type LivePlanOptions = LiveOptions & {
  readonly run: RunValues;
  readonly selection?: Selection;
  readonly strict?: boolean;
};

export type LivePlan = {
  readonly plan: Plan;
  readonly open: () => Promise<{ readonly backend: Backend; readonly clock: Clock }>;
};

/** Problems: those of `makePlan`, and `not-allowed` for each step that needs an `--allow`. */
export function planLive(scenario: Scenario, options: LivePlanOptions): Outcome<LivePlan> {
  const { session, given = new Map(), environment = {}, dryRun = false, ...rest } = options;
  const planned = makePlan(scenario, { ...rest, against: 'live', sources: { given, environment } });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const refused = dryRun ? [] : notAllowed(plan, session.config.allowed);
  if (refused.length > 0) return failure(refused);
  session.secrets.register(options.run.password);
  return success({
    plan,
    open: async () => ({ backend: session.backend(plan.actors), clock: session.clock }),
  });
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
