import type { Difference } from '../expectation/compare/difference.ts';
import { differenceLines } from '../report/wording/difference-lines.ts';
import { paintFor } from '../report/wording/paint.ts';

// The runner may color, fold or store the text: it gets none of that from here.
const view = { paint: paintFor(false), columns: 120, verbose: false };

/** All differences below a heading, for the message of an error. */
export function differencesText(heading: string, differences: readonly Difference[]): string {
  const count = differences.length === 1 ? '1 difference' : `${differences.length} differences, worst first`;
  return [`${heading}: ${count}`, ...differenceLines(differences, view, '  ')].join('\n');
}
