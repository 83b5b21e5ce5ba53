/** One line of the table. A ratio that has an aim is `ok` where it keeps it. */
export type Row = {
  readonly group: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  /** The largest ratio that is good enough. */
  readonly aim?: number;
  /** A miss is an error: it needs no quiet machine. */
  readonly gate?: boolean;
};

export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ group, what, value, unit, ratio, aim }) => [
    group,
    what,
    `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
    aim === undefined ? '' : `≤ ${aim} ×`,
    aim === undefined || ratio === undefined ? '' : ratio <= aim ? 'ok' : 'missed',
  ]);
  const widths = ['', '', '', '', '', ''].map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return `${cells.map(line).join('\n')}\n`;
}
