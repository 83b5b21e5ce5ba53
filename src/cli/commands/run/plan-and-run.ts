import { defined } from '../../../defined.ts';
import { type Problem, problemsOf, type Result } from '../../../diagnostics/problem.ts';
import type { PlanOptions } from '../../../harness/plan-options.ts';
import type { RecordOptions } from '../../../harness/record-run.ts';
import type { SecretVault } from '../../../redaction/redact/secret-vault.ts';
import { printText } from '../../../report/wording/terminal-view.ts';
import { exitCode, worstCode } from '../../../run/exit-code.ts';
import type { ExitCode, NotRun } from '../../../run/result.ts';
import type { LoadedScenario } from '../../loading/load-scenarios.ts';
import { type PlannedScenario, type Planner, planAll, type RefusedScenario } from '../../loading/plan-scenarios.ts';
import type { RunConfig } from '../../options/config.ts';
import { whereOf } from '../../output/follow-up.ts';
import { planText } from '../../output/plan-text.ts';
import { printProblems } from '../../output/print-problems.ts';
import type { Streams } from '../../output/streams.ts';
import { today } from '../../steps/today.ts';
import { acceptResponses } from '../../steps/update-scenarios.ts';
import type { Fleet } from './replay-all.ts';
import { type FoundReadiness, runPlans, secretsOf } from './run-plans.ts';

export type Part = {
  readonly config: RunConfig;
  readonly streams: Streams;
  /** Those of all shards. */
  readonly scenarios: readonly LoadedScenario[];
  readonly found: FoundReadiness;
  /** Named scenarios that are not part of this run. */
  readonly notRun: NotRun;
};

/** The recorder is loaded only when something is recorded. */
export const recording = () => import('../../../harness/record-run.ts');

type Running = Pick<RecordOptions, 'origin'> & {
  readonly streams: Streams;
  /** The targets of the run: one, or each of many tenants. */
  readonly targets: readonly {
    readonly tenant?: string;
    readonly options: Pick<PlanOptions, 'sandbox' | 'live'>;
  }[];
  /** The values that no report may contain. */
  readonly vault?: Pick<SecretVault, 'values'>;
  readonly waits?: () => boolean;
  readonly found: FoundReadiness;
  readonly notRun: NotRun;
  /** For a run over many tenants: how its plans are distributed, and what happens to refused ones. */
  readonly fleet?: FleetPlanning;
  /** The reasons why the run is refused, including problems of its plans. */
  readonly refusals?: (plans: Result<unknown>) => readonly Problem[];
};

type FleetPlanning = {
  readonly mine: (scenario: number, tenant: string | undefined) => boolean;
  readonly fleet: (refused: readonly RefusedScenario[]) => Fleet;
};

/** Plans all of it, and runs it where nothing is wrong with it. */
export async function planAndRun(
  part: readonly LoadedScenario[],
  config: RunConfig,
  { streams, targets, vault, waits, found, notRun, refusals, fleet, ...about }: Running,
): Promise<ExitCode> {
  const { against, selection, strict, record } = config;
  const expiry = { today: today(streams), fails: config.failOnExpired ?? false };
  const planned = { against, selection, strict, expiry };
  const plan: Planner | undefined =
    record &&
    (async (scenario, options) => (await recording()).planToRecord(scenario, { ...options, replace: record.replace }));
  const plans = await planAll(part, {
    targets: targets.map(({ options, ...one }) => ({ ...one, options: { ...planned, ...options } })),
    plan,
    ...(fleet !== undefined && { mine: fleet.mine }),
  });
  const refused = (refusals ?? problemsOf)(plans);
  if (!plans.ok || refused.length > 0) return printProblems(refused, streams);
  if (config.dryRun) return printPlans(plans.value.plans, streams);
  const secrets = secretsOf(vault);
  const how = {
    ...config,
    ...secrets,
    found,
    notRun: withRefused(notRun, plans.value.refused),
    ...(fleet !== undefined && { fleet: fleet.fleet(plans.value.refused) }),
    ...defined({ waits }),
    where: whereOf(config.live, config.own),
    ...(config.update !== undefined && { acceptor: acceptResponses(config.update, streams) }),
  };
  if (record === undefined || against === 'recorded') return runPlans(plans.value.plans, how, streams);
  const { keepRecordings } = await import('../../output/write-recordings.ts');
  const { expiry: expires, allowTyped = false } = record;
  const wished = { allowTyped, ...defined({ expiry: expires }) };
  const recordingWriter = keepRecordings(
    { source: against, today: expiry.today, strict, ...secrets, ...about, ...wished },
    streams,
  );
  return worstCode([await runPlans(plans.value.plans, { ...how, recordingWriter }, streams), recordingWriter.report()]);
}

const withRefused = (notRun: NotRun, refused: readonly unknown[]): NotRun => ({
  ...notRun,
  tenant: (notRun.tenant ?? 0) + refused.length,
});

async function printPlans(plans: readonly PlannedScenario[], streams: Streams): Promise<ExitCode> {
  for (const { tenant, ready } of plans) {
    const made = await ready();
    if (!made.ok) return printProblems(made.problems, streams);
    const where = tenant === undefined ? '' : `${tenant}: `;
    printText(`${where}${planText(made.value.plan)}\n`, streams.stdout);
  }
  return exitCode({});
}
