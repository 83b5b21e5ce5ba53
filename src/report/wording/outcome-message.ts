import { type Difference, differencesFound, worstFirst } from '../../expectation/compare/difference.ts';
import { blockedReasons, type StepOutcome } from '../../run/result.ts';
import { counted } from './duration-text.ts';

/** What a step ended as in one sentence, as tools list it; nothing of a step that passed. Not yet made safe for any sink. */
export function outcomeMessage(outcome: StepOutcome): string | undefined {
  switch (outcome.kind) {
    case 'passed':
      return undefined;
    case 'failed': {
      const more = differencesFound(outcome.differences) - 1;
      const { path, message } = worstOf(outcome);
      return `${path}: ${message}${more === 0 ? '' : ` (and ${counted(more, 'more difference')})`}`;
    }
    case 'blocked':
      return `${blockedReasons[outcome.reason]}: ${outcome.message}`;
    case 'skipped':
      return `${outcome.reason}: ${outcome.message}`;
    case 'pending':
      return `pending: ${outcome.prompt}`;
    default:
      return outcome satisfies never;
  }
}

export function worstOf({ differences }: Extract<StepOutcome, { kind: 'failed' }>): Difference {
  return worstFirst(differences)[0] ?? differences[0];
}
