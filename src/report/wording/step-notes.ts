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
