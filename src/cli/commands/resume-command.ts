import { defined } from '../../defined.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { planRun, storedRuns } from '../../harness/harness.ts';
import { type TakenRun, takeUpRun } from '../../harness/take-up-run.ts';
import { runOf } from '../../run/plan/plan.ts';
import type { ExitCode } from '../../run/result.ts';
import { namesForLater } from '../../run/suspend/suspended-run.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import { keep } from '../loading/keep-run-history.ts';
import { ledgerFolder } from '../loading/ledger-folder.ts';
import { memberWith } from '../loading/live-tenants.ts';
import { kept } from '../loading/load-scenarios.ts';
import { type ResumeConfig, resumeConfig } from '../options/resume-config.ts';
import { followUp } from '../output/follow-up.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { openLiveCommand } from '../steps/open-live-command.ts';
import { peopleAt } from '../steps/prompt-person.ts';
import { runPlans, secretsOf } from './run/run-plans.ts';

type Stored = Awaited<ReturnType<typeof storedRuns>>['runs'][number];

/** `resume`: resumes a suspended run. */
export async function resumeCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = resumeConfig(args);
  if (!parsed.ok) return printProblems(parsed.problems, streams);
  const config = parsed.value;
  const folder = ledgerFolder(config.ledger, streams);
  const { runs, damaged } = await storedRuns(folder);
  const stored = runs.find(({ run }) => run.run === config.run);
  const damage = damaged.find(({ run }) => run === config.run || run === '');
  if (damage !== undefined) return printProblems([unreadable(config.run, damage.problem)], streams);
  if (stored === undefined) return printProblems([noSuchRun(config.run)], streams);
  if (streams.ask === undefined && !config.unattended) return printProblems([nobodyThere], streams);
  const cleanupCommand = (run: string) => followUp('cleanup', config, run);
  const taken = await takeUpRun(stored, { folder, pid: streams.pid, cleanupCommand });
  if (!taken.ok) return printProblems(taken.problems, streams);
  try {
    return await goOn(taken.value, { config, folder, streams, stored });
  } finally {
    // If the run did not start, it stays suspended.
    await taken.value.resumed.ledger.end();
  }
}

type GoingOn = {
  readonly config: ResumeConfig;
  readonly folder: string;
  readonly streams: Streams;
  readonly stored: Stored;
};

async function goOn(taken: TakenRun, { config, folder, streams, stored }: GoingOn): Promise<ExitCode> {
  const { scenario, resumed, inputs, selection, strict, bail, allowed } = taken;
  const { envFile, envProxy, unattended } = config;
  const { run, tenant, origin } = stored.run;
  const budget = { ...taken.budget, ...config.budget };
  if (unattended && needsPassword(taken)) return printProblems([withoutPassword(run)], streams);
  const member = await memberWith(tenant, config.fleet);
  if (!member.ok) return printProblems(member.problems, streams);
  const opened = await openLiveCommand({
    own: { given: new Map(), ...defined({ envFile }) },
    live: { ...member.value, tenant, allowed: new Set(allowed), unattended, allowDirty: true, envProxy, budget },
    scenarios: [],
    concerned: [{ actors: scenario.actors.map(({ name }) => name) }],
    streams,
  });
  if (!opened.ok) return printProblems(opened.problems, streams);
  const { session, streams: safe } = opened.value;
  try {
    const here = session.backend([]).origin;
    if (here !== origin) return printProblems([elsewhere(run, { origin, here })], safe);
    const { keeping, report, waits } = keep({ folder, where: config, bail, streams: safe });
    const people = unattended ? {} : { people: peopleAt(streams) };
    const live = { session, given: inputs, keeping, ...people, resumed };
    const ready = await planRun(scenario, { against: 'live', live, selection, strict });
    if (!ready.ok) return printProblems(ready.problems, safe);
    const { plan } = ready.value;
    const steps = plan.steps.length + plan.cleanup.length;
    const planned = { key: scenarioKey(runOf(plan)), steps, ready: kept(ready.value) };
    const { reporters, verbose } = config;
    const reported = { where: config, waits, repeated: repeatedFlags(taken, config, tenant) };
    const secrets = secretsOf(session.secrets);
    const how = { reporters, verbose, selection, against: 'live', bail, jobs: 1, ...reported, ...secrets } as const;
    const code = await runPlans([planned], how, { ...safe, wallClock: safe.clock?.now ?? safe.wallClock });
    report();
    return code;
  } finally {
    await session.close();
  }
}

/** The flags that the run was started with, and the folder in which this command looks. */
function repeatedFlags(taken: TakenRun, config: ResumeConfig, tenant: string): readonly string[] {
  const { ledger, envFile, envProxy } = config;
  return [
    ...(taken.strict ? ['--strict'] : []),
    ...[...taken.inputs].flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    ...(envFile === undefined ? [] : ['--env', envFile]),
    ...['--tenant', tenant],
    ...taken.allowed.flatMap((label) => ['--allow', label]),
    ...(ledger === undefined ? [] : ['--ledger', ledger]),
    ...(envProxy ? ['--use-env-proxy'] : []),
  ];
}

/** The password of a run is not stored: another process would make up another one. */
function needsPassword({ scenario, resumed }: TakenRun): boolean {
  const done = new Set(resumed.left.results.map(({ id }) => id));
  return namesForLater({ scenario }, done, { unattended: true }).has('run.password');
}

function withoutPassword(run: string): Problem {
  const message = `an \`unattended\` call needs the password of the run ${run}, which is not stored`;
  return { code: 'usage', message, fix: 'remove `--unattended`, and do the step' };
}

const nobodyThere: Problem = {
  code: 'usage',
  message: 'the run waits for a person, and there is no terminal here',
  fix: 'run it in a terminal, without pipes; or add `--unattended` to send the `unattended` call instead',
};

function noSuchRun(run: string): Problem {
  const message = `no run ${safeLine(run)} is suspended here`;
  return {
    code: 'not-suspended',
    message,
    fix: 'name the folder with `--ledger`; a run that has ended cannot be resumed',
  };
}

function unreadable(run: string, problem: Problem): Problem {
  return { ...problem, code: 'run-state', message: `the run ${safeLine(run)} cannot be resumed: ${problem.message}` };
}

function elsewhere(run: string, { origin, here }: { readonly origin: string; readonly here: string }): Problem {
  const message = `the run ${run} was suspended at ${origin}, and the environment is set to ${here}`;
  return { code: 'bad-setting', message, fix: 'set `REPLAY_CLOUD` and its origins to their former values' };
}
