import { displayWidth, padded, shortened } from '../../diagnostics/display-width.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { outcomeKinds } from '../../run/result.ts';
import { outcomeMark, type View } from '../wording/terminal-view.ts';
import { betweenKinds, namesText } from './between-tenants.ts';
import { type MatrixRow, rowOutcome, type TenantMatrix } from './tenant-matrix.ts';

const mostQuiet = 5;
const mostBetween = 10;
const widestName = 24;

/** The tenants of a run, a line each: those to look at first, and of those that passed not all where there are many. */
export function tenantsLines({ rows, between }: TenantMatrix, view: View): readonly string[] {
  const isLoud = (row: MatrixRow) => rowOutcome(row) !== 'passed';
  const loud = rows.filter(isLoud);
  const quiet = rows.filter((row) => !isLoud(row));
  const shown = quiet.length <= mostQuiet ? quiet : [];
  const width = Math.min(
    widestName,
    Math.max(0, ...[...loud, ...shown].map(({ name }) => displayWidth(safeLine(name)))),
  );
  const line = (row: MatrixRow) => {
    const name = padded(shortened(safeLine(row.name), width), width);
    return shortened(`${outcomeMark(rowOutcome(row), view.paint)} ${name}  ${countsText(row)}`, room(view));
  };
  const rest = quiet.length - shown.length;
  const names = quiet.map(({ name }) => safeLine(name));
  return [
    ...[...loud, ...shown].map(line),
    ...(rest === 0
      ? []
      : [shortened(`${outcomeMark('passed', view.paint)} ${rest} passed in full: ${namesText(names)}`, room(view))]),
    ...between
      .slice(0, mostBetween)
      .flatMap(({ scenario, step, kind, ways }) => [
        shortened(
          safeLine(`≠ ${betweenKinds[kind]}: ${[scenario, step].filter((text) => text !== '').join(' › ')}`),
          room(view),
        ),
        ...ways.map(({ text, tenants }) => shortened(safeLine(`    ${text}: ${namesText(tenants)}`), room(view))),
      ]),
    ...(between.length > mostBetween ? [`and ${between.length - mostBetween} more differences between tenants`] : []),
  ];
}

/** The width of the labels of the summary. */
const labelWidth = 13;
const room = ({ columns }: View): number => Math.max(30, columns - labelWidth);

/** `11 passed, 1 failed, not run: …`. */
function countsText({ counts, obstacles = [] }: MatrixRow): string {
  const had = outcomeKinds.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  const [first] = obstacles;
  const why = first === undefined ? [] : [safeLine(`not run: ${first.message}`)];
  return [...had, ...why].join(', ') || 'nothing run';
}
