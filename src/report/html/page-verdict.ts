import type { RunSummary } from '../../run/result.ts';
import { counted } from '../wording/duration-text.ts';

/** What the run ended as, in one sentence. */
export function verdict({ exitCode, scenarios, steps, leftovers, against }: RunSummary): string {
  const all = Object.values(scenarios).reduce((sum, count) => sum + count, 0);
  const ofAll = (count: number, verb: readonly [string, string]) =>
    all === 1 ? `The scenario ${verb[0]}` : `${count} of ${all} scenarios ${verb[count === 1 ? 0 : 1]}`;
  const failed = `${ofAll(scenarios.failed, ['failed', 'failed'])}.`;
  switch (exitCode) {
    case 0:
      return all === 1 ? 'The scenario passed.' : `All ${all} scenarios passed.`;
    case 1:
      return failed;
    case 2:
      return 'Nothing was sent, so nothing was proved.';
    case 3:
      return steps.blocked > 0
        ? `${ofAll(scenarios.blocked, ['could', 'could'])} not be checked: ${against === 'live' ? 'the tenant' : 'the environment'} stood in the way.`
        : `${ofAll(scenarios['pending'], ['waits', 'wait'])} for a person.`;
    case 4: {
      const left = `${counted(leftovers.length, 'thing')} this run created ${leftovers.length === 1 ? 'is' : 'are'} still there.`;
      return scenarios.failed > 0 ? `${left} ${failed}` : left;
    }
    case 130:
    case 143:
      return 'The run was stopped before its end.';
    default:
      return exitCode satisfies never;
  }
}
