import type { RunSummary } from '../../run/result.ts';
import { counted, groupedDigits } from '../wording/duration-text.ts';
import { emptyShard, noStep, plannedCount, unfinished } from '../wording/verdict.ts';

/** The verdict of the run, in one sentence, which names the scenario where there is only one. */
export function verdict(summary: RunSummary, title?: string): string {
  const { exitCode, scenarios, steps, leftovers, against } = summary;
  const all = plannedCount(summary);
  const only = title === undefined ? 'The scenario' : `“${title}”`;
  const ofAll = (count: number, verb: readonly [string, string]) =>
    all === 1
      ? `${only} ${verb[0]}`
      : `${groupedDigits(count)} of ${groupedDigits(all)} scenarios ${verb[count === 1 ? 0 : 1]}`;
  const failed = `${ofAll(scenarios.failed, ['failed', 'failed'])}.`;
  switch (exitCode) {
    case 0:
      if (all === 0) return emptyShard;
      return all === 1 ? `${only} passed.` : `All ${groupedDigits(all)} scenarios passed.`;
    case 1:
      return failed;
    case 2:
      return noStep(summary);
    case 3:
      if (steps.blocked === 0 && steps['pending'] === 0) return unfinished;
      return steps.blocked > 0
        ? `${ofAll(scenarios.blocked, ['could', 'could'])} not be checked because of the ${against === 'live' ? 'tenant' : 'environment'}.`
        : `${ofAll(scenarios['pending'], ['waits', 'wait'])} for a person.`;
    case 4: {
      const left = `${counted(leftovers.length, 'object')} that this run created still ${leftovers.length === 1 ? 'exists' : 'exist'}.`;
      return scenarios.failed > 0 ? `${left} ${failed}` : left;
    }
    case 129:
    case 130:
    case 143:
      return 'The run was stopped before its end.';
    default:
      return exitCode satisfies never;
  }
}
