import type { Problem } from '../../diagnostics/problem.ts';
import { exitCode } from '../../run/exit-code.ts';
import { unmarkedFinds } from '../../run/plan/unmarked-find.ts';
import type { ExitCode } from '../../run/result.ts';
import { type LoadedScenario, loadScenarios } from '../loading/load-scenarios.ts';
import { planScenarios } from '../loading/plan-scenarios.ts';
import { checkConfig } from '../options/config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { checkContract } from '../steps/check-contract.ts';

/** `check`: everything that can be known offline. */
export async function checkCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = checkConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { contract } = config.value;
  const scenarios = await loadScenarios(config.value);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const plans = await planScenarios(scenarios.value, {});
  if (!plans.ok) return printProblems(plans.problems, streams);
  const unmarked = await unmarkedIn(scenarios.value);
  if (unmarked.length > 0) return printProblems(unmarked, streams);
  const evaluated = contract === undefined ? exitCode({}) : await checkContract(scenarios.value, contract, streams);
  if (evaluated !== 0) return evaluated;
  const steps = plans.value.reduce((sum, plan) => sum + plan.steps, 0);
  const files = plans.value.length === 1 ? '1 scenario' : `${plans.value.length} scenarios`;
  streams.stdout.write(`${files} with ${steps} steps: nothing wrong\n`);
  return exitCode({});
}

/** What would be looked for, after a lost response, among things that are not the run's own. */
async function unmarkedIn(scenarios: readonly LoadedScenario[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { scenario } of scenarios) {
    const loaded = await scenario();
    problems.push(...(loaded.ok ? unmarkedFinds(loaded.value) : loaded.problems));
  }
  return problems;
}
