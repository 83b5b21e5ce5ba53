import type { Problem } from '../../diagnostics/problem.ts';
import { parseReporterFlag, type ReporterChoice, reporters } from '../../report/reporter-table.ts';
import type { Flag, ParsedFlags } from './flags.ts';

/** What is said about reports: which, where, and what they are reported beside what happened. */
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
    value: 'DIR',
    help: 'Hold the tutorial pages (Markdown) in this folder against scenario and service',
  },
  {
    name: 'readiness',
    value: 'FILE',
    help: 'Add the output of `doctor --json` to the reports',
  },
];

export function readReporters(flags: ParsedFlags, problems: Problem[]): readonly ReporterChoice[] {
  const given = flags.values('reporter');
  const choices: ReporterChoice[] = given.length === 0 ? [{ name: 'terminal' }] : [];
  for (const flag of given) {
    const choice = parseReporterFlag(flag);
    if (choice.ok) choices.push(choice.value);
    else problems.push(...choice.problems);
  }
  return choices;
}

export function readPages(flags: ParsedFlags): { readonly pages?: string } {
  const [pages] = flags.values('pages');
  return pages === undefined ? {} : { pages };
}

export function readReadiness(flags: ParsedFlags): { readonly readiness?: string } {
  const [readiness] = flags.values('readiness');
  return readiness === undefined ? {} : { readiness };
}
