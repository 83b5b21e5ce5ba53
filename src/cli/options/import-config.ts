import { defined } from '../../defined.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Problem, Result } from '../../diagnostics/problem.ts';
import { type Flag, parseFlags, unlessMisused } from './flags.ts';

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
  const problems: Problem[] = [];
  const [page = '', extra] = flags.operands;
  if (page === '' || extra !== undefined) {
    const fix = `name it: \`${ownCommand} import PAGE.md\``;
    problems.push({ code: 'usage', message: 'one page is imported at a time', fix });
  }
  const [output = defaultOutput(page)] = flags.values('output');
  if (!/\.scenario\.ya?ml$/.test(output)) {
    const fix = 'end it with `.scenario.yaml`';
    problems.push({ code: 'usage', message: `${output} is not a name of a scenario`, fix });
  }
  const [address] = flags.values('page');
  if (address !== undefined && !/^https:\/\/\S+$/.test(address)) {
    const fix = 'write it like `https://learn.microsoft.com/graph/…`';
    problems.push({ code: 'usage', message: '`--page` is not an address', fix });
  }
  const config = { page, output, force: flags.has('force'), ...defined({ address }) };
  return unlessMisused(flags, problems, () => config);
}

function defaultOutput(page: string): string {
  const name = page.split(/[\\/]/).at(-1) ?? '';
  // The folder that `run` reads by default.
  return `scenarios/${name.replace(/\.(?:md|markdown)$/i, '') || 'page'}.scenario.yaml`;
}
