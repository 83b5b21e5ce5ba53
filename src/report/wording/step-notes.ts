import type { Difference } from '../../expectation/compare/difference.ts';
import type { StepResult } from '../../run/result.ts';

/** What the notes of a step say: which properties no page documents, and what does not match because of an earlier step. */
export type StepNotes = { readonly undocumented: readonly Difference[]; readonly unmatched: readonly Difference[] };

export function notesOf({ notes, outcome }: Pick<StepResult, 'notes' | 'outcome'>): StepNotes {
  // Of a passed step all are undocumented; old results have no other.
  if (outcome.kind !== 'skipped') return { undocumented: notes, unmatched: [] };
  const { undocumented = [], unmatched = [] } = Object.groupBy(notes, ({ code }) =>
    code === 'undocumented-property' ? 'undocumented' : 'unmatched',
  );
  return { undocumented, unmatched };
}

const longestValue = 200;

/** A difference on one line, with both values. Not yet made safe for any sink. */
export function differenceText({ path, expected, actual }: Difference): string {
  const shown = (value: string | undefined) => (value === undefined ? 'nothing' : cut(value));
  return `${path}: expected ${shown(expected)}, got ${shown(actual)}`;
}

function cut(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue).toWellFormed()}…`;
}
