/** One line of the table. A ratio that has an aim keeps it or misses it. */
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

/** A terminal has so many columns. */
const width = 80;
const widths = { value: 10, ratio: 8, aim: 10, verdict: 8 };
const whatWidth = width - Object.values(widths).reduce((sum, one) => sum + one, 0);

/** `met` or `missed`; a ratio that could not be measured has missed. */
function verdictOf({ ratio, aim }: Row): 'met' | 'missed' | '' {
  if (aim === undefined) return '';
  return ratio !== undefined && ratio <= aim ? 'met' : 'missed';
}

const head = cells(['', 'measured', 'ratio', 'goal', '']);

/** What was measured, at most 80 columns wide; each line ends with a line feed. */
export function table(rows: readonly Row[]): string {
  return `${[head, ...rows.map(line)].join('\n')}\n`;
}

/** All that has a goal: how many are met, then each, the missed ones first. */
export function goals(rows: readonly Row[]): string {
  const aimed = rows.filter(({ aim }) => aim !== undefined);
  if (aimed.length === 0) return 'nothing that was measured has a goal\n';
  const missed = aimed.filter((row) => verdictOf(row) === 'missed');
  const met = aimed.filter((row) => verdictOf(row) === 'met');
  return `goals: ${met.length} met, ${missed.length} missed\n\n${table([...missed, ...met])}`;
}

/** Gates that are missed, a sentence each. */
export function missedGates(rows: readonly Row[]): readonly string[] {
  return rows
    .filter((row) => row.gate === true && verdictOf(row) === 'missed')
    .map(({ what, ratio = Number.NaN, aim }) => `${what}: ${ratio.toFixed(2)} x, and at most ${aim} x is good enough`);
}

function line(row: Row): string {
  const { group, what, value, unit, ratio, aim } = row;
  const measured = `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
  const [first = '', ...more] = wrapped(`${group}: ${what}`, whatWidth);
  const numbers = [
    measured,
    ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
    aim === undefined ? '' : `<= ${aim} x`,
  ];
  return [cells([first, ...numbers, verdictOf(row)]), ...more.map((words) => `  ${words}`)].join('\n');
}

function cells([what = '', value = '', ratio = '', aim = '', verdict = '']: readonly string[]): string {
  const right = [value.padStart(widths.value), ratio.padStart(widths.ratio), aim.padStart(widths.aim)];
  return `${what.padEnd(whatWidth)}${right.join('')}${verdict.padStart(widths.verdict)}`.trimEnd();
}

/** Lines of whole words, of which those after the first have room to be indented. */
function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most - 2) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
