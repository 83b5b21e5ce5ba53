import type { Outcome, Problem } from '../../diagnostics/problem.ts';
import { replay } from '../../harness/harness.ts';
import type { PlanOptions } from '../../harness/plan-options.ts';
import type { RecordOptions } from '../../harness/record-run.ts';
import type { Registered } from '../../redaction/scan/secret-scanner.ts';
import type { ReportEnvironment } from '../../report/wording/reporter.ts';
import { openReporters } from '../../report/write-reports.ts';
import { isFailure } from '../../run/execute/replay.ts';
import { Tally } from '../../run/execute/tally.ts';
import type { ExitCode, RunListener, RunSummary, ScenarioResult } from '../../run/result.ts';
import { stopwatch } from '../../run/timing.ts';
import { dirtyRuns } from '../loading/dirty-runs.ts';
import { keep } from '../loading/keep-run-history.ts';
import { ledgerFolder } from '../loading/ledger-folder.ts';
import { type LoadedScenario, loadScenarios } from '../loading/load-scenarios.ts';
import { type PlannedScenario, type Planner, planScenarios } from '../loading/plan-scenarios.ts';
import { readinessOf } from '../loading/readiness-of.ts';
import { readSandboxOptions } from '../loading/sandbox-options.ts';
import { type RunConfig, runConfig } from '../options/config.ts';
import type { LiveConfig } from '../options/live-config.ts';
import { followUp, type Whereabouts, whereOf, withoutPrivate } from '../output/follow-up.ts';
import { planText } from '../output/plan-text.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import type { Keeper } from '../output/write-recordings.ts';
import { liveRefusals } from '../steps/live-refusals.ts';
import { openLiveCommand } from '../steps/open-live-command.ts';
import { peopleAt } from '../steps/prompt-person.ts';
import { withRealClock } from '../steps/real-clock.ts';
import { reportEnvironment } from '../steps/report-environment.ts';
import { emptyShard, shardOf } from '../steps/shard-of.ts';
import { today } from '../steps/today.ts';
import { updateProblem } from '../steps/update-problem.ts';
import { type Acceptor, acceptAnswers } from '../steps/update-scenarios.ts';

/** `run`: replays scenarios and reports what differs. */
export async function runCommand(args: readonly string[], streams: Streams): Promise<number> {
  const parsed = runConfig(args);
  return parsed.ok ? runConfigured(parsed.value, streams) : printProblems(parsed.problems, streams);
}

/** Does what `run` and `record` were reported. */
export async function runConfigured(config: RunConfig, world: Streams): Promise<number> {
  const clocked = withRealClock(world, config.against);
  if (!clocked.ok) return printProblems(clocked.problems, world);
  const streams = clocked.value;
  const refused = updateProblem(config, streams);
  if (refused !== undefined) return printProblems([refused], streams);
  const found = await readinessOf(config.readiness);
  if (!found.ok) return printProblems(found.problems, streams);
  const scenarios = await loadScenarios(config);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const part = shardOf(scenarios.value, config.shard);
  if (part.length === 0) return printProblems([emptyShard], streams);
  const { fromHar } = config.record ?? {};
  if (fromHar !== undefined) {
    const { recordFromHar } = await import('./record-from-har.ts');
    return recordFromHar(part, { config, file: fromHar, streams });
  }
  const whole = { config, streams, scenarios: scenarios.value, found: found.value };
  if (config.record?.missing !== true) return runPart(part, whole);
  const lacking = await withoutRecording(part);
  if (lacking.length > 0) return runPart(lacking, whole);
  streams.stdout.write('every scenario has its recording\n');
  return 0;
}

type Part = {
  readonly config: RunConfig;
  readonly streams: Streams;
  /** Those of all shards. */
  readonly scenarios: readonly LoadedScenario[];
  readonly found: Found;
};

/** What the doctor found. */
type Found = Pick<ReportEnvironment, 'readiness'>;

async function runPart(part: readonly LoadedScenario[], whole: Part): Promise<number> {
  const { config, streams, scenarios, found } = whole;
  if (config.live !== undefined) return liveRun(part, { ...whole, live: config.live });
  const sandbox = await readSandboxOptions(config.own, scenarios, streams);
  if (!sandbox.ok) return printProblems(sandbox.problems, streams);
  return planAndRun(part, config, { streams, found, behind: { sandbox: sandbox.value } });
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
  { config, live, streams, scenarios, found }: LiveRun,
): Promise<number> {
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
    const code = await planAndRun(part, config, { streams: safe, found, behind, ...about });
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
  readonly found: Found;
  /** All that the run is refused for, with what is wrong with its plans. */
  readonly refusals?: (plans: Outcome<unknown>) => readonly Problem[];
};

async function planAndRun(
  part: readonly LoadedScenario[],
  config: RunConfig,
  { streams, behind, waits, found, refusals, ...about }: Running,
): Promise<number> {
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
  return Math.max(await runPlans(plans.value, { ...how, keeper }, streams), keeper.report());
}

const problemsOf = (plans: Outcome<unknown>) => (plans.ok ? [] : plans.problems);

async function printPlans(plans: readonly PlannedScenario[], streams: Streams): Promise<number> {
  for (const { ready } of plans) {
    const made = await ready();
    if (!made.ok) return printProblems(made.problems, streams);
    streams.stdout.write(`${planText(made.value.plan)}\n`);
  }
  return 0;
}

type Replayer = Pick<RunConfig, 'reporters' | 'verbose' | 'pages' | 'against' | 'bail' | 'jobs' | 'repeated'> &
  Pick<ReportEnvironment, 'secrets'> & {
    /** Makes recordings of what runs. */
    readonly keeper?: Keeper;
    readonly where: Whereabouts;
    readonly found?: Found;
    /** Updates the expectation to the actual response. */
    readonly acceptor?: Acceptor;
    /** Whether a person has left a run. */
    readonly waits?: () => boolean;
  };

/** The credentials and tokens of a live run, which must stand in no report. */
export function secretsOf(
  vault: { readonly values: () => readonly string[] } | undefined,
): Pick<ReportEnvironment, 'secrets'> {
  if (vault === undefined) return {};
  // The same list for the same values: what is made of it to look for them is made once.
  let listed: { readonly values: readonly string[]; readonly registered: readonly Registered[] } | undefined;
  return {
    secrets: () => {
      const values = vault.values();
      if (listed?.values !== values) {
        listed = { values, registered: values.map((value) => ({ name: 'a credential or token of this run', value })) };
      }
      return listed.registered;
    },
  };
}

/** Runs what is planned, and reports it. */
export async function runPlans(plans: readonly PlannedScenario[], config: Replayer, streams: Streams): Promise<number> {
  const { verbose, pages, secrets, found, repeated, where, waits } = config;
  const environment = {
    ...reportEnvironment(streams, { verbose, pages }),
    wallClock: streams.wallClock,
    commands: {
      repeated: config.against === 'live' && !streams.stdout.isTTY ? withoutPrivate(repeated) : repeated,
      cleanup: followUp('cleanup', where),
      ...(waits === undefined ? {} : { waits }),
    },
    asides: streams.asides,
    ...(secrets === undefined ? {} : { secrets }),
    ...found,
  };
  const reporters = await openReporters(config.reporters, environment);
  if (!reporters.ok) return printProblems(reporters.problems, streams);
  const { summary, changed } = await replayAll(plans, config, { streams, listener: reporters.value.on });
  const problems = [...changed, ...(await reporters.value.close())];
  if (problems.length > 0) return Math.max(summary.exitCode, printProblems(problems, streams));
  if (streams.signal.aborted || config.acceptor === undefined) return summary.exitCode;
  return config.acceptor.finish(summary.exitCode);
}

type Replaying = { readonly streams: Streams; readonly listener: RunListener };

/** The summary, and the problems of recordings that were changed before their turn arrived. */
type Replayed = { readonly summary: RunSummary; readonly changed: readonly Problem[] };

async function replayAll(
  plans: readonly PlannedScenario[],
  config: Replayer,
  { streams, listener }: Replaying,
): Promise<Replayed> {
  const tally = new Tally();
  const timing = stopwatch({ real: streams.wallClock });
  const steps = plans.reduce((sum, plan) => sum + plan.steps, 0);
  listener({
    kind: 'run-started',
    against: config.against,
    scenarios: plans.length,
    steps,
    startedAt: timing().startedAt,
  });
  const waiting = plans.values();
  const changed: Problem[] = [];
  let halted = false;
  const worker = async () => {
    for (const { ready } of waiting) {
      if (halted || streams.signal.aborted) return;
      const made = await ready();
      if (!made.ok) {
        changed.push(...made.problems);
        continue;
      }
      const recording = config.keeper?.begin(made.value);
      const hear: RunListener = (event) => {
        recording?.listener(event);
        listener(event);
      };
      const result = await replay(made.value, {
        ...{ listener: hear, bail: config.bail, signal: streams.signal, wallClock: streams.wallClock },
        ...(streams.secrets === undefined ? {} : { secrets: streams.secrets.text }),
      });
      await recording?.end(result);
      config.acceptor?.hear(made.value.plan, result);
      tally.add(result);
      halted ||= config.bail && hasFailed(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(config.jobs, plans.length) }, worker));
  const tallied = tally.summary({ against: config.against, ...timing() });
  const summary = { ...tallied, exitCode: exitCodeOf(tallied, streams) };
  listener({ kind: 'run-ended', summary });
  return { summary, changed };
}

/** That something is still there is worse than that the run was stopped. */
function exitCodeOf({ exitCode }: RunSummary, { signal }: Streams): ExitCode {
  if (!signal.aborted || exitCode === 4) return exitCode;
  return signal.reason === 143 ? 143 : 130;
}

function hasFailed({ steps, cleanup }: ScenarioResult): boolean {
  return [...steps, ...cleanup].some(({ outcome }) => isFailure(outcome));
}
