import type { StepResult } from '../../run/result.ts';
import { differenceLines } from '../wording/difference-lines.ts';
import { paintFor } from '../wording/paint.ts';
import type { View } from '../wording/terminal-view.ts';
import { answerText, requestText } from './exchange-text.ts';

/** What is attached to a step. */
export type AttachedText = { readonly name: string; readonly text: string };

const view: View = { paint: paintFor(false), columns: 120, verbose: true };

/** The request, the response, the differences, and what was received without being expected. */
export function attachedTexts({ exchange, outcome, notes }: StepResult): readonly AttachedText[] {
  const lines = (differences: StepResult['notes']) =>
    differences.length === 0 ? undefined : `${differenceLines(differences, view, '').join('\n')}\n`;
  const texts = {
    request: exchange && requestText(exchange.request),
    answer: exchange && answerText(exchange.response),
    differences: outcome.kind === 'failed' ? lines(outcome.differences) : undefined,
    notes: lines(notes),
  };
  return Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
}
