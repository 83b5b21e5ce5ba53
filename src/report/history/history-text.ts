/** A history as text for people: for a terminal, and as Markdown. */

import { shortened } from '../../diagnostics/display-width.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { isBad } from '../../tenant/history/history-run.ts';
import { entryName, type Trend } from '../../tenant/history/history-trends.ts';
import { counted, durationText } from '../wording/duration-text.ts';
import { inlineCode } from '../wording/markdown-text.ts';
import { type Paint, paintFor } from '../wording/paint.ts';
import { outcomeMark } from '../wording/terminal-view.ts';

const mostMarks = 30;
const mostQuiet = 20;

export type HistoryView = { readonly paint: Paint; readonly columns: number };

/** A block for each scenario with a note, and a line for each other one. */
export function historyText(trends: readonly Trend[], { paint, columns }: HistoryView): string {
  if (trends.length === 0) return 'the history has no runs yet\n';
  const loud = trends.filter(saysSomething);
  const quiet = trends.filter((trend) => !saysSomething(trend));
  const narrow = (text: string) => shortened(text, columns);
  const blocks = loud.map((trend) => [
    narrow(`${lastMark(trend, paint)} ${safeLine(entryName(trend))}`),
    `  ${marks(trend, paint)}`,
    ...notesOf(trend).map((note) => narrow(`  ${safeLine(note)}`)),
    '',
  ]);
  const rest = quiet.length - mostQuiet;
  return `${[
    ...blocks.flat(),
    ...quiet
      .slice(0, mostQuiet)
      .map((trend) => narrow(`${lastMark(trend, paint)} ${safeLine(entryName(trend))}  ${ranText(trend)}`)),
    ...(rest > 0 ? [`and ${rest} more that pass`] : []),
    '',
    verdictText(trends),
  ].join('\n')}\n`;
}

function saysSomething({ onset, flaky, lags }: Trend): boolean {
  return onset !== undefined || flaky.length > 0 || lags.some(({ grows }) => grows);
}

const ranText = ({ verdicts }: Trend): string => counted(verdicts.length, 'run');

function lastMark({ verdicts }: Trend, paint: Paint): string {
  return outcomeMark(verdicts.at(-1)?.outcome ?? 'skipped', paint);
}

/** The last verdicts as marks, the latest at the end. */
function marks({ verdicts }: Trend, paint: Paint): string {
  const shown = verdicts.slice(-mostMarks);
  const more = verdicts.length - shown.length;
  return `${more > 0 ? `… ${more} earlier ` : ''}${shown.map(({ outcome }) => outcomeMark(outcome, paint)).join('')}`;
}

/** When the failure began, what changed then, which steps are flaky, and how long consistency takes. */
export function notesOf({ onset, flaky, lags, verdicts }: Trend): readonly string[] {
  const last = verdicts.at(-1)?.outcome ?? 'skipped';
  const since =
    onset === undefined
      ? []
      : [
          `${last} since ${day(onset.since)}, ${counted(onset.runs, 'run')}${onset.goodUntil === undefined ? '; no good run is known' : `; the last good one: ${day(onset.goodUntil)}`}`,
          ...onset.changed.map((what) => `changed then: ${what}`),
        ];
  return [
    ...since,
    ...flaky.map(
      ({ step, flips, runs }) =>
        `flaky: ${step} changed its verdict ${counted(flips, 'time')} in ${counted(runs, 'run')}`,
    ),
    ...lags.map(({ step, medianMs, beforeMs, lastMs, grows }) =>
      grows
        ? `consistency takes longer: ${step} ${durationText(beforeMs)} before, ${durationText(lastMs)} lately`
        : `consistency: ${step} ${durationText(medianMs)}`,
    ),
  ];
}

const day = (startedAt: string): string => `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;

/** All of it in one sentence. */
export function verdictText(trends: readonly Trend[]): string {
  const bad = trends.filter(({ verdicts }) => isBad(verdicts.at(-1)?.outcome ?? 'skipped')).length;
  const flaky = trends.filter((trend) => trend.flaky.length > 0).length;
  const slower = trends.filter(({ lags }) => lags.some(({ grows }) => grows)).length;
  const parts = [
    `${bad === 0 ? 'none' : bad} failed in the last run`,
    ...(flaky === 0 ? [] : [`${flaky} with flaky steps`]),
    ...(slower === 0 ? [] : [`${slower} that wait longer than before`]),
  ];
  return `${counted(trends.length, 'scenario')}: ${parts.join(', ')}.`;
}

/** The same for a comment or a wiki. */
export function historyMarkdown(trends: readonly Trend[]): string {
  const paint = paintFor(false);
  const rows = trends.map((trend) => {
    const notes = notesOf(trend)
      .map((note) => inlineCode(note))
      .join('<br>');
    return `| ${lastMark(trend, paint)} | ${inlineCode(entryName(trend))} | ${marks(trend, paint)} | ${notes} |`;
  });
  return [
    '## History',
    '',
    verdictText(trends),
    '',
    '| | scenario | runs | |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
