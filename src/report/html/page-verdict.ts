import type { RunSummary } from '../../run/result.ts';
import { counted } from '../wording/duration-text.ts';
import { emptyShard, noStep, plannedCount, unfinished } from '../wording/verdict.ts';

/** What the run came to, in one sentence. */
export function verdict(summary: RunSummary): string {
  const { exitCode, scenarios, steps, leftBehind, against } = summary;
  const all = plannedCount(summary);
  const ofAll = (count: number, verb: readonly [string, string]) =>
    all === 1 ? `The scenario ${verb[0]}` : `${count} of ${all} scenarios ${verb[count === 1 ? 0 : 1]}`;
  const differs = `${ofAll(scenarios.differs, ['differs', 'differ'])} from what was promised.`;
  switch (exitCode) {
    case 0:
      if (all === 0) return emptyShard;
      return all === 1 ? 'The scenario keeps every promise.' : `All ${all} scenarios keep every promise.`;
    case 1:
      return differs;
    case 2:
      return noStep(summary);
    case 3:
      if (steps.blocked === 0 && steps['manual-pending'] === 0) return unfinished;
      return steps.blocked > 0
        ? `${ofAll(scenarios.blocked, ['could', 'could'])} not be judged: ${against === 'live' ? 'the tenant' : 'the environment'} stood in the way.`
        : `${ofAll(scenarios['manual-pending'], ['waits', 'wait'])} for a person.`;
    case 4: {
      const left = `${counted(leftBehind.length, 'thing')} this run created ${leftBehind.length === 1 ? 'is' : 'are'} still there.`;
      return scenarios.differs > 0 ? `${left} ${differs}` : left;
    }
    case 129:
    case 130:
    case 143:
      return 'The run was stopped before its end.';
    default:
      return exitCode satisfies never;
  }
}
