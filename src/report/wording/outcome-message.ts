import {
  type Difference,
  type DifferenceCode,
  differencesFound,
  worstFirst,
} from '../../expectation/compare/difference.ts';
import { blockedReasons, type StepOutcome } from '../../run/result.ts';
import { counted } from './duration-text.ts';

/**
 * The outcome of a step in one sentence, as tools list it; empty for a step that passed. Not yet made safe for any
 * sink.
 */
export function outcomeMessage(outcome: StepOutcome): string | undefined {
  switch (outcome.kind) {
    case 'passed':
      return undefined;
    case 'failed': {
      const more = differencesFound(outcome.differences) - 1;
      return `${differenceText(worstOf(outcome))}${more === 0 ? '' : ` (and ${counted(more, 'more difference')})`}`;
    }
    case 'blocked':
      return `${blockedReasons[outcome.reason]}: ${outcome.message}`;
    case 'skipped':
      return `${outcome.reason}: ${outcome.message}`;
    case 'pending':
      return `waits for a person: ${outcome.prompt}`;
    default:
      return outcome satisfies never;
  }
}

export function worstOf({ differences }: Extract<StepOutcome, { kind: 'failed' }>): Difference {
  return worstFirst(differences)[0] ?? differences[0];
}

/** Whether the status is the problem: only then is it marked. */
export function isStatusWrong(outcome: StepOutcome): boolean {
  if (outcome.kind === 'failed') return outcome.differences.some(({ code }) => code === 'status');
  return outcome.kind === 'blocked';
}

const longestValue = 200;

/** Codes for which both values are sufficient; other codes show the message first. */
const saidByValues: ReadonlySet<DifferenceCode> = new Set([
  'value',
  'status',
  'type',
  'missing-property',
  'array-missing-item',
  'array-extra-item',
]);

/** A difference in one line, both values in it: `$.status: expected "InProgress", got "NotStarted"`. Not yet made safe for any sink. */
export function differenceText({ code, path, message, expected, actual }: Difference): string {
  const values = `expected ${valueText(expected)}, got ${valueText(actual)}`;
  if (expected === undefined && actual === undefined) return `${path}: ${message}`;
  return saidByValues.has(code) ? `${path}: ${values}` : `${path}: ${message}: ${values}`;
}

function valueText(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.length > longestValue ? `${text.slice(0, longestValue).toWellFormed()}…` : text;
}
