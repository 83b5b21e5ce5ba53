import { safeLine } from '../../diagnostics/safe-text.ts';
import { type Counts, type ExpiredRecording, type KeptThing, outcomeKinds, type RunSummary } from '../../run/result.ts';
import { byPersonCount } from './by-person.ts';
import { clockText, durationText, groupedDigits, momentText } from './duration-text.ts';
import { type View, viewLines } from './terminal-view.ts';
import { nextStep, notRunText, requestsText } from './verdict.ts';

const labelWidth = 13;
const clockLabel = { recording: 'Recording', sandbox: 'Sandbox' } as const;

/** `3 passed, 1 failed`: outcomes without a step are left out, and no two are added up. */
export function outcomeCounts(
  counts: Counts,
  paint: (kind: keyof Counts, text: string) => string = (_, text) => text,
): string {
  const had = outcomeKinds.filter((kind) => counts[kind] > 0);
  return had.length === 0
    ? 'none'
    : had.map((kind) => paint(kind, `${groupedDigits(counts[kind])} ${kind}`)).join(', ');
}

/** Further lists of the summary. */
type SummaryLists = { readonly toLookAt?: readonly string[]; readonly tenants?: readonly string[] };

/** The same of scenarios, with those that did not start: `1 differs, 50 passed, 1,449 not run`. */
function scenarioCounts(
  { scenarios }: RunSummary,
  paintCount: Parameters<typeof outcomeCounts>[1],
  dim: View['paint']['dim'],
) {
  const notRun = scenarios['not-run'];
  const started = outcomeCounts(scenarios, paintCount);
  if (notRun === 0) return started;
  const rest = dim(`${groupedDigits(notRun)} not run`);
  return started === 'none' ? rest : `${started}, ${rest}`;
}

/** The verdict of the whole run, and the next step for the user. */
export function summaryLines(
  summary: RunSummary,
  view: View,
  { toLookAt = [], tenants = [] }: SummaryLists = {},
): readonly string[] {
  const { paint } = view;
  const row = (label: string, text: string) => paint.dim(label.padEnd(labelWidth)) + text;
  const paintCount = (kind: keyof Counts, text: string) => {
    if (kind === 'passed') return paint.green(text);
    if (kind === 'failed') return paint.red(text);
    return kind === 'skipped' ? paint.dim(text) : paint.yellow(text);
  };
  const notRun = notRunText(summary);
  const clock =
    summary.clock === undefined
      ? []
      : [row(clockLabel[summary.clock.of], `its own clock: ${clockText(summary.clock)}`)];
  const next = nextStep(summary, view.commands);
  const left = summary.leftovers.map((line, index) => row(index === 0 ? 'Left over' : '', safeLine(line)));
  const lines = [
    row('Scenarios', scenarioCounts(summary, paintCount, paint.dim)),
    ...(notRun === undefined ? [] : [row('Not run', notRun)]),
    row('Steps', [outcomeCounts(summary.steps, paintCount), ...byPersonCount(summary)].join('; ')),
    row('Against', summary.against),
    row('Sent', requestsText(summary)),
    row('Took', `${durationText(summary.durationMs)}, from ${momentText(summary.startedAt)}`),
    ...clock,
    ...left,
    ...recycleBinLines(summary.recycleBin ?? []).map((line, index) => row(index === 0 ? 'Recycle bin' : '', line)),
    ...expiredLines(summary.expired ?? []).map((line) => row('Expired', paint.yellow(line))),
    ...tenants.map((line, index) => row(index === 0 ? 'Tenants' : '', line)),
    ...toLookAt.map((line, index) => row(index === 0 ? 'Look at' : '', line)),
    ...(next === undefined ? [] : ['', next]),
  ];
  return lines.flatMap((line) => viewLines(line, view));
}

/** Longer lists show how many more there are; the stored result has them all. */
const mostListed = 10;

/** One line, however many there are: it is a warning, and each is in the stored result. */
function expiredLines(expired: readonly ExpiredRecording[]): readonly string[] {
  const [first] = expired;
  if (first === undefined) return [];
  const others = expired.length === 1 ? '' : `, and ${expired.length - 1} more`;
  return [safeLine(`since ${first.expires}, the recording of ${first.file}${others}: record again`)];
}

/** The objects that the service still keeps, and until when. */
function recycleBinLines(kept: readonly KeptThing[]): readonly string[] {
  const lines = kept.slice(0, mostListed).map(({ url, until, tenantName }) => {
    const where = tenantName === undefined ? '' : `${tenantName}: `;
    return safeLine(`until ${until.slice(0, 10)}  ${where}${url}`);
  });
  return kept.length > mostListed ? [...lines, `and ${kept.length - mostListed} more`] : lines;
}
