import type { Difference } from '../../expectation/compare/difference.ts';
import type { StepResult } from '../../run/result.ts';

/** The notes of a step: undocumented properties, and differences that an earlier step may have caused. */
export type StepNotes = { readonly undocumented: readonly Difference[]; readonly unmatched: readonly Difference[] };

export function notesOf({ notes, outcome }: Pick<StepResult, 'notes' | 'outcome'>): StepNotes {
  // All notes of a passed step are undocumented properties; old results have no others.
  if (outcome.kind !== 'skipped') return { undocumented: notes, unmatched: [] };
  const { undocumented = [], unmatched = [] } = Object.groupBy(notes, ({ code }) =>
    code === 'undocumented-property' ? 'undocumented' : 'unmatched',
  );
  return { undocumented, unmatched };
}
