import { failure, type Problem, problemsOf } from '../../diagnostics/problem.ts';
import { planRun } from '../../harness/harness.ts';
import { seedOf } from '../../harness/scenario-seeds.ts';
import { exitCode } from '../../run/exit-code.ts';
import { silentTraps } from '../../run/plan/silent-traps.ts';
import { unmarkedFinds } from '../../run/plan/unmarked-find.ts';
import type { ExitCode } from '../../run/result.ts';
import { readScenarios } from '../loading/load-scenarios.ts';
import { type Planner, planScenarios } from '../loading/plan-scenarios.ts';
import { standardInput } from '../loading/standard-input.ts';
import { type CheckConfig, checkConfig } from '../options/config.ts';
import { printProblems, printWarnings } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { checkContract } from '../steps/check-contract.ts';
import type { Rewriting } from '../steps/rewrite-scenarios.ts';

/** `check`: finds every problem that can be found offline. */
export async function checkCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = checkConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { contract } = config.value;
  for (const rewriting of await rewritings(config.value)) {
    const { rewriteScenarios } = await import('../steps/rewrite-scenarios.ts');
    const problems = await rewriteScenarios(config.value.operands, rewriting, streams);
    if (problems.length > 0) return printProblems(problems, streams);
  }
  const read = await readScenarios(config.value);
  if (!read.ok) return printProblems(read.problems, streams);
  const { found: scenarios, problems: unread } = read.value;
  if (scenarios.length === 0) return printProblems(unread, streams);
  // Searches, after a lost response, that would also find objects of others.
  const unmarked: Problem[] = [];
  const traps: Problem[] = [];
  // While it is there: a scenario that was planned is not kept, and would be parsed again.
  const plans = await planScenarios(scenarios, {}, async (scenario, options) => {
    unmarked.push(...unmarkedFinds(scenario));
    traps.push(...silentTraps(scenario));
    const [plan, seed] = [await planToCheck(scenario, options), await seedOf(scenario)];
    return seed.ok ? plan : failure(problemsOf(plan, seed));
  });
  const problems = [...unread, ...problemsOf(plans)];
  // The contract concerns the scenario itself: it needs no recording.
  const onlyUnrecorded = problems.every(({ code }) => code === 'recording-missing');
  if (problems.length > 0 && !(contract !== undefined && onlyUnrecorded)) {
    // Before it is recorded is the time to hear of them.
    if (onlyUnrecorded) printWarnings(traps, streams);
    return printProblems(problems, streams);
  }
  if (unmarked.length > 0) return printProblems(unmarked, streams);
  const evaluated = contract === undefined ? exitCode({}) : await checkContract(scenarios, contract, streams);
  if (evaluated !== 0) return evaluated;
  printWarnings(traps, streams);
  const counted = plans.ok ? plans.value.map((plan) => plan.steps) : scenarios.map((one) => one.steps.length);
  const files = counted.length === 1 ? '1 scenario' : `${counted.length} scenarios`;
  streams.stdout.write(`${files} with ${counted.reduce((sum, steps) => sum + steps, 0)} steps: nothing wrong\n`);
  return exitCode({});
}

/** A scenario on standard input has no recording, and needs none. */
const planToCheck: Planner = (scenario, options) =>
  planRun(scenario, scenario.source.path === standardInput ? { ...options, against: 'sandbox' } : options);

/** The new texts of the files, before they are checked. */
async function rewritings({ migrate, fix }: CheckConfig): Promise<readonly Rewriting[]> {
  if (!migrate && !fix) return [];
  const { migrated } = await import('../../format/scenario/version/migrate.ts');
  const { withDefaults } = await import('../../format/scenario/version/write-defaults.ts');
  return [
    ...(migrate ? [{ rewrite: migrated, done: 'rewritten to version 2' }] : []),
    ...(fix ? [{ rewrite: withDefaults, done: 'defaults written', withShared: true }] : []),
  ];
}
