import type { RunSummary } from '../../run/result.ts';
import { counted } from './duration-text.ts';
import type { Commands } from './reporter.ts';

/** What the whole run ended as, in one sentence. */
export function verdict({ exitCode, scenarios, steps, leftovers }: RunSummary): string {
  const { passed, failed, blocked, skipped } = scenarios;
  const all = counted(passed + failed + blocked + skipped + scenarios['pending'], 'scenario');
  switch (exitCode) {
    case 0:
      return `${passed} of ${all} passed.`;
    case 1:
      return `${failed} of ${all} failed.`;
    case 2:
      return 'Nothing was sent, so nothing was proved.';
    case 3:
      return steps.blocked > 0
        ? `${blocked} of ${all} could not be sent or checked: the environment stood in the way.`
        : `${scenarios['pending']} of ${all} ${scenarios['pending'] === 1 ? 'waits' : 'wait'} for a person.`;
    case 4: {
      const things = leftovers.length === 1 ? '1 thing' : `${leftovers.length} things`;
      return `${things} this run created ${leftovers.length === 1 ? 'is' : 'are'} still there.`;
    }
    case 130:
    case 143:
      return 'The run was stopped before its end.';
    default:
      return exitCode satisfies never;
  }
}

/** What to do next; nothing for a run that is green. Where it is known how the run was asked for, with its commands. */
export function nextStep({ exitCode, steps, leftovers, against }: RunSummary, commands?: Commands): string | undefined {
  const cleanup = commands?.cleanup ?? 'npx tutorial-replay cleanup';
  switch (exitCode) {
    case 0:
      return undefined;
    case 1:
      return against === 'recorded'
        ? 'Read the expected and the actual value above, then correct the scenario, or its recording, whichever is wrong.'
        : 'Read the expected and the actual value above, then correct the scenario, or report that the service changed.';
    case 2:
      return 'Nothing was sent, so nothing was proved: select at least one scenario with a step that can run.';
    case 3:
      if (steps.blocked > 0) {
        return 'The environment stood in the way: apply what is named above as the fix, then run again.';
      }
      return commands?.waits?.() === true
        ? 'The run waits for a person, as it was left: go on with it, or give it up, as is said below.'
        : 'Steps for a person were left undone: do what is asked above, then run again.';
    case 4:
      return leftovers.length === 1
        ? `What this run created is still there: remove it with \`${cleanup}\`.`
        : `Things this run created are still there: remove them with \`${cleanup}\`.`;
    case 130:
    case 143:
      return 'The run was stopped before its end: what is missing above was not checked; run again.';
    default:
      return exitCode satisfies never;
  }
}
