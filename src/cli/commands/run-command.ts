import { installedProblem } from '../../diagnostics/library-path.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode, NotRun } from '../../run/result.ts';
import { chooseScenarios, type LoadedScenario } from '../loading/load-scenarios.ts';
import { selectedOf } from '../loading/plan-scenarios.ts';
import { readinessOf } from '../loading/readiness-of.ts';
import { readSandboxOptions } from '../loading/sandbox-options.ts';
import { type RunConfig, runConfig } from '../options/config.ts';
import { whereOf } from '../output/follow-up.ts';
import { filesNotPassed, lastOutcomes, type Outcomes } from '../output/last-outcomes.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { withRealClock } from '../steps/real-clock.ts';
import { shardOf } from '../steps/shard-of.ts';
import { keepHeapSmall } from '../steps/small-heap.ts';
import { updateProblem } from '../steps/update-problem.ts';
import { type Part, planAndRun, recording } from './run/plan-and-run.ts';
import { runPlans } from './run/run-plans.ts';

/** `run`: replays scenarios and reports differences. */
export async function runCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = runConfig(args);
  return parsed.ok ? runConfigured(parsed.value, streams) : printProblems(parsed.problems, streams);
}

/** Executes `run` or `record` with the configuration from their flags. */
export async function runConfigured(config: RunConfig, world: Streams): Promise<ExitCode> {
  if (config.otel !== true) return runUntraced(config, world);
  const { openTrace } = await import('../steps/trace/open-trace.ts');
  const trace = await openTrace(world);
  if (!trace.ok) return printProblems(trace.problems, world);
  try {
    return await runUntraced(config, { ...world, trace: trace.value });
  } finally {
    await trace.value.close();
  }
}

async function runUntraced(config: RunConfig, world: Streams): Promise<ExitCode> {
  const clocked = withRealClock(world, config.against);
  if (!clocked.ok) return printProblems(clocked.problems, world);
  const streams = clocked.value;
  if (config.live !== undefined) streams.withoutFetch?.();
  // Many tenants side by side make garbage faster: in so small a space, 25 take 15 % more processor time.
  if (config.live !== undefined && config.live.fleet === undefined) keepHeapSmall();
  const refused = updateProblem(config, streams);
  if (refused !== undefined) return printProblems([refused], streams);
  const found = await readinessOf(config);
  if (!found.ok) return printProblems(found.problems, streams);
  const last = config.failed === true ? await lastOutcomes(streams, config.against) : undefined;
  const scenarios = await chooseScenarios(orNotPassed(config, last));
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const selected = selectedOf(scenarios.value.found, config.selection);
  if (!selected.ok) return printProblems(selected.problems, streams);
  const unwritable = unwritableOf(config, selected.value);
  if (unwritable !== undefined) return printProblems([unwritable], streams);
  // With many tenants, the parts of a shard are pairs of scenario and tenant.
  const part = config.live?.fleet === undefined ? shardOf(selected.value, config.shard) : selected.value;
  const notRun = {
    selection: scenarios.value.leftOut + scenarios.value.found.length - selected.value.length,
    shard: selected.value.length - part.length,
  };
  if (part.length === 0) return runNothing(config, notRun, streams);
  const whole = { config, streams, notRun, scenarios: scenarios.value.found, found: found.value };
  if (config.failed === true) return runFailed(part, { ...whole, last });
  const { fromHar } = config.record ?? {};
  if (fromHar !== undefined) {
    const { recordFromHar } = await import('./record-from-har.ts');
    return recordFromHar(part, { config, file: fromHar, streams });
  }
  if (config.record?.missing !== true) return runPart(part, whole);
  const lacking = await withoutRecording(part);
  if (lacking.length > 0) return runPart(lacking, whole);
  streams.stdout.write('every scenario has its recording\n');
  return exitCode({});
}

/** Why what the run is to write cannot be written: found before anything is sent. */
function unwritableOf({ record, update }: RunConfig, scenarios: readonly LoadedScenario[]): Problem | undefined {
  if (record === undefined && update === undefined) return undefined;
  return scenarios.map(({ key }) => installedProblem(key)).find((problem) => problem !== undefined);
}

/** `--failed` alone selects the scenarios that ran last, in any folder. */
function orNotPassed(config: RunConfig, last: Outcomes | undefined): RunConfig {
  if (last === undefined || config.operands.length > 0) return config;
  const files = filesNotPassed(last);
  return files.length === 0 ? config : { ...config, operands: files };
}

/** Runs the scenarios that did not pass when they ran last. Problems: `nothing-selected` if no earlier run is known. */
async function runFailed(
  part: readonly LoadedScenario[],
  { last, ...whole }: Part & { readonly last: Outcomes | undefined },
): Promise<ExitCode> {
  const { config, streams, notRun } = whole;
  if (last === undefined) {
    const message = `no earlier run against ${config.against} is known in this folder`;
    const fix = 'run once without `--failed`; then `--failed` selects what did not pass';
    return printProblems([{ code: 'nothing-selected', message, fix }], streams);
  }
  const failed = part.filter(({ key }) => last[key] !== undefined && last[key] !== 'passed');
  if (failed.length > 0) {
    return runPart(failed, {
      ...whole,
      notRun: { ...notRun, selection: (notRun.selection ?? 0) + part.length - failed.length },
    });
  }
  streams.stdout.write(`every scenario here passed when it ran last against ${config.against}: nothing to run again\n`);
  return exitCode({});
}

async function runPart(part: readonly LoadedScenario[], whole: Part): Promise<ExitCode> {
  const { config, streams, scenarios, found, notRun } = whole;
  if (config.live !== undefined) {
    const { liveRun } = await import('./run/live-run.ts');
    return liveRun(part, { ...whole, live: config.live });
  }
  const sandbox = await readSandboxOptions(config.own, scenarios, streams);
  if (!sandbox.ok) return printProblems(sandbox.problems, streams);
  if (config.against === 'sandbox') {
    const { misspeltInputs } = await import('../steps/misspelt-variables.ts');
    const notes = misspeltInputs(sandbox.value.environment ?? {}, scenarios);
    for (const note of notes) printText(`${safeLine(note)}\n`, streams.stderr);
  }
  return planAndRun(part, config, { streams, found, notRun, targets: [{ options: { sandbox: sandbox.value } }] });
}

async function withoutRecording(scenarios: readonly LoadedScenario[]): Promise<readonly LoadedScenario[]> {
  const { lacksRecording } = await recording();
  const lacking: LoadedScenario[] = [];
  for (const one of scenarios) {
    const scenario = await one.scenario();
    if (!scenario.ok || (await lacksRecording(scenario.value))) lacking.push(one);
  }
  return lacking;
}

/** A shard without scenarios: its reports state that, and the exit code is 0. */
function runNothing(config: RunConfig, notRun: NotRun, streams: Streams): Promise<ExitCode> {
  return runPlans([], { ...config, notRun, where: whereOf(config.live, config.own) }, streams);
}
