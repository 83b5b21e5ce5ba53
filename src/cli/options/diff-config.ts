import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { type Flag, parseFlags } from './flags.ts';

export type DiffConfig = {
  readonly before: string;
  readonly after: string;
  readonly format: 'text' | 'json' | 'markdown';
};

export const diffFlags: readonly Flag[] = [
  { name: 'json', help: 'Print JSON' },
  { name: 'markdown', help: 'Print Markdown, for a pull request' },
];

/** Problems: `usage`. */
export function diffConfig(args: readonly string[]): Result<DiffConfig> {
  const flags = parseFlags(args, diffFlags);
  const [before = '', after = '', extra] = flags.operands;
  if (before === '' || after === '' || extra !== undefined)
    flags.refuse(
      'two files are compared at a time',
      `name two recordings or RESULT.json files: \`${ownCommand} diff BEFORE AFTER\``,
    );
  if (flags.has('json') && flags.has('markdown'))
    flags.refuse('`--json` and `--markdown` are two formats', 'keep one of the two');
  const format = flags.has('json') ? 'json' : flags.has('markdown') ? 'markdown' : 'text';
  return flags.result({ before, after, format });
}
