import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { loadScenarios } from '../loading/load-scenarios.ts';
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
  const judged = contract === undefined ? exitCode({}) : await checkContract(scenarios.value, contract, streams);
  if (judged !== 0) return judged;
  const steps = plans.value.reduce((sum, plan) => sum + plan.steps, 0);
  const files = plans.value.length === 1 ? '1 scenario' : `${plans.value.length} scenarios`;
  streams.stdout.write(`${files} with ${steps} steps: nothing wrong\n`);
  return exitCode({});
}
