import type { Outcome, Problem } from '../../diagnostics/problem.ts';
import type { PlanOptions } from '../../harness/plan-options.ts';
import type { RecordOptions } from '../../harness/record-run.ts';
import { exitCode, worstCode } from '../../run/exit-code.ts';
import type { ExitCode, NotRun } from '../../run/result.ts';
import { dirtyRuns } from '../loading/dirty-runs.ts';
import { keep } from '../loading/keep-run-history.ts';
import { ledgerFolder } from '../loading/ledger-folder.ts';
import { chooseScenarios, type LoadedScenario } from '../loading/load-scenarios.ts';
import { type PlannedScenario, type Planner, planScenarios, selectedOf } from '../loading/plan-scenarios.ts';
import { readinessOf } from '../loading/readiness-of.ts';
import { readSandboxOptions } from '../loading/sandbox-options.ts';
import { type RunConfig, runConfig } from '../options/config.ts';
import type { LiveConfig } from '../options/live-config.ts';
import { whereOf } from '../output/follow-up.ts';
import { planText } from '../output/plan-text.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { liveRefusals } from '../steps/live-refusals.ts';
import { openLiveCommand } from '../steps/open-live-command.ts';
import { peopleAt } from '../steps/prompt-person.ts';
import { withRealClock } from '../steps/real-clock.ts';
import { shardOf } from '../steps/shard-of.ts';
import { keepHeapSmall } from '../steps/small-heap.ts';
import { today } from '../steps/today.ts';
import { updateProblem } from '../steps/update-problem.ts';
import { acceptAnswers } from '../steps/update-scenarios.ts';
import { type FoundReadiness, runPlans, secretsOf } from './run/run-plans.ts';

/** `run`: replays scenarios and reports what differs. */
export async function runCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = runConfig(args);
  return parsed.ok ? runConfigured(parsed.value, streams) : printProblems(parsed.problems, streams);
}

/** Does what `run` and `record` were reported. */
export async function runConfigured(config: RunConfig, world: Streams): Promise<ExitCode> {
  const clocked = withRealClock(world, config.against);
  if (!clocked.ok) return printProblems(clocked.problems, world);
  const streams = clocked.value;
  if (config.live !== undefined) keepHeapSmall();
  const refused = updateProblem(config, streams);
  if (refused !== undefined) return printProblems([refused], streams);
  const found = await readinessOf(config.readiness);
  if (!found.ok) return printProblems(found.problems, streams);
  const scenarios = await chooseScenarios(config);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const selected = selectedOf(scenarios.value.found, config.selection);
  if (!selected.ok) return printProblems(selected.problems, streams);
  const part = shardOf(selected.value, config.shard);
  const notRun = {
    selection: scenarios.value.leftOut + scenarios.value.found.length - selected.value.length,
    shard: selected.value.length - part.length,
  };
  if (part.length === 0) return runNothing(config, notRun, streams);
  const { fromHar } = config.record ?? {};
  if (fromHar !== undefined) {
    const { recordFromHar } = await import('./record-from-har.ts');
    return recordFromHar(part, { config, file: fromHar, streams });
  }
  const whole = { config, streams, notRun, scenarios: scenarios.value.found, found: found.value };
  if (config.record?.missing !== true) return runPart(part, whole);
  const lacking = await withoutRecording(part);
  if (lacking.length > 0) return runPart(lacking, whole);
  streams.stdout.write('every scenario has its recording\n');
  return exitCode({});
}

type Part = {
  readonly config: RunConfig;
  readonly streams: Streams;
  /** Those of all shards. */
  readonly scenarios: readonly LoadedScenario[];
  readonly found: FoundReadiness;
  /** What of all that was named is no part of this run. */
  readonly notRun: NotRun;
};

async function runPart(part: readonly LoadedScenario[], whole: Part): Promise<ExitCode> {
  const { config, streams, scenarios, found, notRun } = whole;
  if (config.live !== undefined) return liveRun(part, { ...whole, live: config.live });
  const sandbox = await readSandboxOptions(config.own, scenarios, streams);
  if (!sandbox.ok) return printProblems(sandbox.problems, streams);
  return planAndRun(part, config, { streams, found, notRun, behind: { sandbox: sandbox.value } });
}

/** What records is loaded only when something is recorded. */
const recording = () => import('../../harness/record-run.ts');

async function withoutRecording(scenarios: readonly LoadedScenario[]): Promise<readonly LoadedScenario[]> {
  const { lacksRecording } = await recording();
  const lacking: LoadedScenario[] = [];
  for (const one of scenarios) {
    const scenario = await one.scenario();
    if (!scenario.ok || (await lacksRecording(scenario.value))) lacking.push(one);
  }
  return lacking;
}

type LiveRun = Part & { readonly live: LiveConfig };

async function liveRun(
  part: readonly LoadedScenario[],
  { config, live, streams, scenarios, found, notRun }: LiveRun,
): Promise<ExitCode> {
  const folder = ledgerFolder(live.ledger, streams);
  const where = whereOf(live, config.own);
  const dirty = live.allowDirty || config.dryRun ? [] : await dirtyRuns(folder, { ...where, tenant: live.tenant });
  const asking = { own: config.own, live, scenarios, concerned: part, streams, tolerant: true };
  const opened = await openLiveCommand(asking);
  if (!opened.ok) return printProblems([...dirty, ...opened.problems], streams);
  const { session, given, environment, streams: safe } = opened.value;
  try {
    const { keeping, report, waits } = keep({ folder, where, bail: config.bail, streams: safe });
    const people = live.unattended ? {} : { people: peopleAt(streams) };
    const behind = { live: { session, given, environment, dryRun: config.dryRun, keeping, ...people } };
    const { origin } = new URL(session.cloud.graphOrigin);
    const refusals = (plans: Outcome<unknown>) =>
      liveRefusals({ opened: opened.value, dirty, plans, dryRun: config.dryRun });
    const about = { origin, waits, refusals };
    const code = await planAndRun(part, config, { streams: safe, found, notRun, behind, ...about });
    report();
    return code;
  } finally {
    await session.close();
  }
}

type Running = Pick<RecordOptions, 'origin'> & {
  readonly streams: Streams;
  readonly behind: Pick<PlanOptions, 'sandbox' | 'live'>;
  readonly waits?: () => boolean;
  readonly found: FoundReadiness;
  readonly notRun: NotRun;
  /** All that the run is refused for, with what is wrong with its plans. */
  readonly refusals?: (plans: Outcome<unknown>) => readonly Problem[];
};

async function planAndRun(
  part: readonly LoadedScenario[],
  config: RunConfig,
  { streams, behind, waits, found, notRun, refusals, ...about }: Running,
): Promise<ExitCode> {
  const { against, selection, strict, record } = config;
  const expiry = { today: today(streams), fails: config.failOnExpired ?? false };
  const planned = { against, ...behind, selection, strict, expiry };
  const plan: Planner | undefined =
    record &&
    (async (scenario, options) => (await recording()).planToRecord(scenario, { ...options, replace: record.replace }));
  const plans = await planScenarios(part, planned, plan);
  const refused = (refusals ?? problemsOf)(plans);
  if (!plans.ok || refused.length > 0) return printProblems(refused, streams);
  if (config.dryRun) return printPlans(plans.value, streams);
  const secrets = secretsOf(behind.live?.session.secrets);
  const how = {
    ...config,
    ...secrets,
    found,
    notRun,
    ...(waits === undefined ? {} : { waits }),
    where: whereOf(config.live, config.own),
    ...(config.update === undefined ? {} : { acceptor: acceptAnswers(config.update, streams) }),
  };
  if (record === undefined || against === 'recorded') return runPlans(plans.value, how, streams);
  const { keepRecordings } = await import('../output/write-recordings.ts');
  const wished = record.expiry === undefined ? {} : { expiry: record.expiry };
  const keeper = keepRecordings(
    { source: against, today: expiry.today, strict, ...secrets, ...about, ...wished },
    streams,
  );
  return worstCode([await runPlans(plans.value, { ...how, keeper }, streams), keeper.report()]);
}

const problemsOf = (plans: Outcome<unknown>) => (plans.ok ? [] : plans.problems);

async function printPlans(plans: readonly PlannedScenario[], streams: Streams): Promise<ExitCode> {
  for (const { ready } of plans) {
    const made = await ready();
    if (!made.ok) return printProblems(made.problems, streams);
    streams.stdout.write(`${planText(made.value.plan)}\n`);
  }
  return exitCode({});
}

/** A shard that got nothing of what is selected: its reports say so, and it is no mistake. */
function runNothing(config: RunConfig, notRun: NotRun, streams: Streams): Promise<ExitCode> {
  return runPlans([], { ...config, notRun, where: whereOf(config.live, config.own) }, streams);
}
