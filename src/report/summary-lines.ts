import { safeLine } from '../diagnostics/safe-text.ts';
import { type Counts, type KeptThing, outcomeKinds, type RunSummary } from '../run/result.ts';
import { durationText } from './duration-text.ts';
import type { View } from './view.ts';

const labelWidth = 13;

/** `3 passed, 1 differs`: outcomes nobody had are left out, and no two are ever added up. */
export function outcomeCounts(
  counts: Counts,
  paint: (kind: keyof Counts, text: string) => string = (_, text) => text,
): string {
  const had = outcomeKinds.filter((kind) => counts[kind] > 0);
  return had.length === 0 ? 'none' : had.map((kind) => paint(kind, `${counts[kind]} ${kind}`)).join(', ');
}

/** What the whole run came to, and what to do next. */
export function summaryLines(summary: RunSummary, elapsedMs: number, view: View): readonly string[] {
  const { paint } = view;
  const row = (label: string, text: string) => paint.dim(label.padEnd(labelWidth)) + text;
  const paintCount = (kind: keyof Counts, text: string) => {
    if (kind === 'passed') return paint.green(text);
    if (kind === 'differs') return paint.red(text);
    return kind === 'skipped' ? paint.dim(text) : paint.yellow(text);
  };
  const next = nextStep(summary);
  const left = summary.leftBehind.map((line, index) => row(index === 0 ? 'Left behind' : '', safeLine(line)));
  return [
    row('Scenarios', outcomeCounts(summary.scenarios, paintCount)),
    row('Steps', outcomeCounts(summary.steps, paintCount)),
    row('Against', summary.against),
    row('Took', durationText(elapsedMs)),
    ...left,
    ...recycleBinLines(summary.recycleBin ?? []).map((line, index) => row(index === 0 ? 'Recycle bin' : '', line)),
    ...(next === undefined ? [] : ['', next]),
  ];
}

/** Lists longer than this say how many more there are; the stored result has them all. */
const mostListed = 10;

/** What the service still keeps, and until when. */
function recycleBinLines(kept: readonly KeptThing[]): readonly string[] {
  const lines = kept.slice(0, mostListed).map(({ url, until }) => safeLine(`until ${until.slice(0, 10)}  ${url}`));
  return kept.length > mostListed ? [...lines, `and ${kept.length - mostListed} more`] : lines;
}

/** One sentence for a run that is not green. */
function nextStep({ exitCode, steps, leftBehind, against }: RunSummary): string | undefined {
  switch (exitCode) {
    case 0:
      return undefined;
    case 1:
      return against === 'recorded'
        ? 'Read what was promised and what came above, then correct the scenario, or its recording, whichever is wrong.'
        : 'Read what was promised and what came above, then correct the scenario, or report that the service changed.';
    case 2:
      return 'Nothing was asked, so nothing was shown: select at least one scenario with a step that can run.';
    case 3:
      return steps.blocked > 0
        ? 'The environment stood in the way: apply what is named above as the fix, then run again.'
        : 'Steps for a person were left undone: do what is asked above, then run again.';
    case 4:
      return leftBehind.length === 1
        ? 'What this run created is still there: remove it with `npx tutorial-replay cleanup`.'
        : 'Things this run created are still there: remove them with `npx tutorial-replay cleanup`.';
    case 130:
    case 143:
      return 'The run was stopped before its end: what is missing above was not judged; run again.';
    default:
      return exitCode satisfies never;
  }
}
