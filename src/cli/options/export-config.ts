import { defined } from '../../defined.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Problem, Result } from '../../diagnostics/problem.ts';
import { type Flag, parseFlags, unlessMisused } from './flags.ts';

export type ExportConfig = {
  readonly scenario: string;
  /** The data row of the scenario; default: the first. */
  readonly row?: string;
  /** The file of the page; default: standard output. */
  readonly output?: string;
  readonly force: boolean;
};

export const exportFlags: readonly Flag[] = [
  { name: 'markdown', help: 'Print a tutorial page in Markdown; required' },
  { name: 'row', value: 'NAME', help: 'Choose the data row that the page shows; default: the first' },
  { name: 'output', short: 'o', value: 'FILE', help: 'Write to this file instead of standard output' },
  { name: 'force', help: 'Replace an existing file' },
];

/** Problems: `usage`. */
export function exportConfig(args: readonly string[]): Result<ExportConfig> {
  const flags = parseFlags(args, exportFlags);
  const problems: Problem[] = [];
  const [scenario = '', extra] = flags.operands;
  if (scenario === '' || extra !== undefined) {
    const fix = `name it: \`${ownCommand} export --markdown SCENARIO\``;
    problems.push({ code: 'usage', message: 'one scenario is exported at a time', fix });
  }
  if (!flags.has('markdown')) {
    problems.push({ code: 'usage', message: 'the form of the export is missing', fix: 'give `--markdown`' });
  }
  const [output] = flags.values('output');
  const [row] = flags.values('row');
  const config = { scenario, force: flags.has('force'), ...defined({ output, row }) };
  return unlessMisused(flags, problems, () => config);
}
