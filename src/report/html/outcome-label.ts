import type { Counts, OutcomeKind, StepOutcome } from '../../run/result.ts';
import { groupedDigits } from '../wording/duration-text.ts';
import { isStatusWrong } from '../wording/outcome-message.ts';
import { type Html, html } from './html-text.ts';

type Words = { readonly mark: string; readonly word: string };

/** How an outcome is shown: a mark and a word, so that color is never the only sign. */
export const outcomeWords: { readonly [kind in OutcomeKind]: Words } = {
  passed: { mark: '✓', word: 'passed' },
  failed: { mark: '✗', word: 'failed' },
  blocked: { mark: '!', word: 'blocked' },
  skipped: { mark: '–', word: 'skipped' },
  pending: { mark: '?', word: 'waits for a person' },
};

export function outcomeLabel(kind: OutcomeKind): Html {
  const { mark, word } = outcomeWords[kind];
  return html`<span class="outcome ${kind}"><span class="mark" aria-hidden="true">${mark}</span> ${word}</span>`;
}

export function statusClass(outcome: StepOutcome): string {
  return isStatusWrong(outcome) ? 'status wrong' : 'status';
}

/** The order in which outcomes are shown: checked, not checkable, not tried. */
export const shownOutcomes = ['passed', 'failed', 'blocked', 'pending', 'skipped'] as const satisfies OutcomeKind[];

/** `3 passed, 1 failed`; outcomes without a step are left out. */
export function countWords(counts: Counts): string {
  const had = shownOutcomes.filter((kind) => counts[kind] > 0);
  return had.length === 0
    ? 'none'
    : had.map((kind) => `${groupedDigits(counts[kind])} ${outcomeWords[kind].word}`).join(', ');
}

/** The outcomes that a person has to look at. */
export function isTrouble(kind: OutcomeKind): boolean {
  return kind === 'failed' || kind === 'blocked' || kind === 'pending';
}
