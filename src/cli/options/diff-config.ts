import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Problem, Result } from '../../diagnostics/problem.ts';
import { type Flag, parseFlags, unlessMisused } from './flags.ts';

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
  const problems: Problem[] = [];
  const [before = '', after = '', extra] = flags.operands;
  if (before === '' || after === '' || extra !== undefined) {
    const fix = `name two recordings or RESULT.json files: \`${ownCommand} diff BEFORE AFTER\``;
    problems.push({ code: 'usage', message: 'two files are compared at a time', fix });
  }
  if (flags.has('json') && flags.has('markdown')) {
    problems.push({ code: 'usage', message: '`--json` and `--markdown` are two formats', fix: 'keep one of the two' });
  }
  const format = flags.has('json') ? 'json' : flags.has('markdown') ? 'markdown' : 'text';
  return unlessMisused(flags, problems, () => ({ before, after, format }));
}
