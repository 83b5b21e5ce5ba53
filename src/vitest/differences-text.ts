import { type Difference, differencesFound } from '../expectation/compare/difference.ts';
import { differenceLines } from '../report/wording/difference-lines.ts';
import { countedPart } from '../report/wording/duration-text.ts';
import { paintFor } from '../report/wording/paint.ts';

// The runner may color, fold or store the text, so it is plain here.
const view = { paint: paintFor(false), columns: 120, verbose: false, isEmbedded: true };

/** All differences below a heading, for the message of an error. */
export function differencesText(heading: string, differences: readonly Difference[]): string {
  const found = differencesFound(differences);
  const count = countedPart(differences.length, found, 'difference');
  return [
    `${heading}: ${found === 1 ? count : `${count}, worst first`}`,
    ...differenceLines(differences, view, '  '),
  ].join('\n');
}
