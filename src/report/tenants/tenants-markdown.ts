import { outcomeKinds } from '../../run/result.ts';
import { inlineCode } from '../wording/markdown-text.ts';
import { paintFor } from '../wording/paint.ts';
import { outcomeMark } from '../wording/terminal-view.ts';
import { betweenKinds, namesText } from './between-tenants.ts';
import { obstacleOf, rowOutcome, type TenantMatrix } from './tenant-matrix.ts';

const paint = paintFor(false);
/** A wider table is hard to read: it then has only counts. */
const mostColumns = 10;
const mostRows = 100;
const mostBetween = 20;

/** Tenants and scenarios as a table, and the differences between tenants as a list. */
export function tenantsMarkdown(matrix: TenantMatrix): string {
  const rows = matrix.rows.slice(0, mostRows);
  const more = matrix.rows.length - rows.length;
  const table =
    matrix.scenarios.length <= mostColumns ? cellTable({ ...matrix, rows }) : countTable({ ...matrix, rows });
  return [
    '### Tenants',
    '',
    ...table,
    ...(more > 0 ? ['', `and ${more} more tenants`] : []),
    ...betweenList(matrix),
  ].join('\n');
}

function cellTable({ rows, scenarios }: TenantMatrix): readonly string[] {
  const legend = scenarios.map(({ title }, index) => `${index + 1}. ${inlineCode(title)}`);
  return [
    `| tenant | ${scenarios.map((_, index) => index + 1).join(' | ')} |`,
    `| --- |${' :---: |'.repeat(scenarios.length)}`,
    ...rows.map((row) => {
      const cells = scenarios.map(({ file }) => {
        const cell = row.cells.get(file);
        if (cell !== undefined) return outcomeMark(cell.outcome, paint);
        const obstacle = obstacleOf(row, file);
        return obstacle === undefined ? '' : inlineCode(obstacle.code);
      });
      return `| ${outcomeMark(rowOutcome(row), paint)} ${inlineCode(row.name)} | ${cells.join(' | ')} |`;
    }),
    '',
    ...legend,
  ];
}

function countTable({ rows }: TenantMatrix): readonly string[] {
  return [
    `| tenant | ${outcomeKinds.join(' | ')} | not run |`,
    `| --- |${' ---: |'.repeat(outcomeKinds.length)} --- |`,
    ...rows.map((row) => {
      const [first] = row.obstacles ?? [];
      const counts = outcomeKinds.map((kind) => String(row.counts[kind]));
      const why = first === undefined ? '' : inlineCode(first.message);
      return `| ${outcomeMark(rowOutcome(row), paint)} ${inlineCode(row.name)} | ${counts.join(' | ')} | ${why} |`;
    }),
  ];
}

function betweenList({ between }: TenantMatrix): readonly string[] {
  if (between.length === 0) return [];
  const more = between.length - mostBetween;
  return [
    '',
    'Differences between tenants:',
    '',
    ...between.slice(0, mostBetween).map(({ scenario, step, kind, ways }) => {
      const where = [scenario, step].filter((text) => text !== '').join(' › ');
      const each = ways.map(({ text, tenants }) => `${inlineCode(text)} in ${inlineCode(namesText(tenants))}`);
      return `- **${betweenKinds[kind]}**, ${inlineCode(where)}: ${each.join('; ')}`;
    }),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}
