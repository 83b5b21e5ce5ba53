import { defined } from '../../defined.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { type Flag, parseFlags } from './flags.ts';

export type ImportConfig = {
  /** The page's file. */
  readonly page: string;
  /** The file of the scenario; its recording is beside it. */
  readonly output: string;
  /** The page's address. */
  readonly address?: string;
  readonly force: boolean;
};

export const importFlags: readonly Flag[] = [
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    help: 'Write the scenario to this file; default: scenarios/PAGE.scenario.yaml',
  },
  { name: 'page', value: 'PAGE', help: 'Choose the page: its address, for `tutorial`' },
  { name: 'force', help: 'Replace existing files' },
];

/** Problems: `usage`. */
export function importConfig(args: readonly string[]): Result<ImportConfig> {
  const flags = parseFlags(args, importFlags);
  const [page = '', extra] = flags.operands;
  if (page === '' || extra !== undefined)
    flags.refuse('one page is imported at a time', `name it: \`${ownCommand} import PAGE.md\``);
  const output = flags.value('output') ?? defaultOutput(page);
  if (!/\.scenario\.ya?ml$/.test(output))
    flags.refuse(`${output} is not a name of a scenario`, 'end it with `.scenario.yaml`');
  const address = flags.value('page');
  if (address !== undefined && !/^https:\/\/\S+$/.test(address))
    flags.refuse('`--page` is not an address', 'write it like `https://learn.microsoft.com/graph/…`');
  return flags.result({ page, output, force: flags.has('force'), ...defined({ address }) });
}

function defaultOutput(page: string): string {
  const name = page.split(/[\\/]/).at(-1) ?? '';
  // The folder that `run` reads by default.
  return `scenarios/${name.replace(/\.(?:md|markdown)$/i, '') || 'page'}.scenario.yaml`;
}
