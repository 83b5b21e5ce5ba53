import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { type Flag, parseFlags } from './flags.ts';

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
  const [scenario = '', extra] = flags.operands;
  if (scenario === '' || extra !== undefined)
    flags.refuse('one scenario is exported at a time', `name it: \`${ownCommand} export --markdown SCENARIO\``);
  if (!flags.has('markdown')) flags.refuse('the form of the export is missing', 'give `--markdown`');
  return flags.result({ scenario, force: flags.has('force'), ...flags.given('output', 'row') });
}
