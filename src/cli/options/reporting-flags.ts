import { parseReporterFlag, type ReporterChoice, reporters } from '../../report/reporter-table.ts';
import type { Flag, ParsedFlags } from './flags.ts';

/** Flags about reports: which ones, where, and what they show beside the result. */
export const reportingFlags: readonly Flag[] = [
  {
    name: 'reporter',
    short: 'r',
    value: 'NAME[=FILE]',
    repeatable: true,
    choices: Object.keys(reporters),
    help: `Write a report: ${Object.keys(reporters).join(', ')}; default: terminal`,
  },
  {
    name: 'pages',
    value: 'FOLDER',
    help: 'Compare with the tutorial pages (Markdown) in this folder',
  },
  {
    name: 'readiness',
    value: 'FILE',
    help: 'Add the output of `doctor --json` to the reports',
  },
];

/** The flags of a command that runs scenarios, for past runs. */
export const historyFlags: readonly Flag[] = [
  {
    name: 'history',
    value: 'FOLDER',
    help: 'Keep the verdicts and times of runs in this folder, one file for each run',
  },
  {
    name: 'notify-on',
    value: 'WHAT',
    choices: ['change'],
    help: 'With --history: change, to exit with 1 or 3 only if a verdict is worse than the last time',
  },
  { name: 'otel', help: 'Send a trace with OpenTelemetry, configured by its OTEL_ variables: a span for each request' },
];

export type HistoryWish = {
  readonly folder: string;
  /** Verdicts that are as before do not make the run fail. */
  readonly notifyOnChange: boolean;
};

export function readHistoryWish(flags: ParsedFlags): { readonly history?: HistoryWish } {
  const folder = flags.value('history');
  const notify = flags.value('notify-on');
  if (notify !== undefined && notify !== 'change')
    flags.refuse(`\`--notify-on ${notify}\` is nothing to notify on`, 'write `change`');
  if (notify !== undefined && folder === undefined)
    flags.refuse('`--notify-on` needs `--history`', 'add `--history FOLDER`');
  return folder === undefined ? {} : { history: { folder, notifyOnChange: notify !== undefined } };
}

export function readReporters(flags: ParsedFlags): readonly ReporterChoice[] {
  const given = flags.values('reporter');
  const choices: ReporterChoice[] = given.length === 0 ? [{ name: 'terminal' }] : [];
  for (const flag of given) {
    const choice = parseReporterFlag(flag);
    if (choice.ok) choices.push(choice.value);
    else choice.problems.forEach(flags.add);
  }
  // The log of a CI system has all that a terminal shows.
  const hasLog = choices.some(({ name }) => reporters[name].kind === 'log');
  return choices.filter(({ name }) => name !== 'terminal' || !hasLog);
}
