import { failure, type Outcome, success } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { type Flag, parseFlags } from './flags.ts';

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

export const completionFlags: readonly Flag[] = [];

/** Problems: `usage`. */
export function completionConfig(args: readonly string[]): Outcome<Shell> {
  const flags = parseFlags(args, completionFlags);
  if (flags.problems.length > 0) return failure(flags.problems);
  const [name = '', extra] = flags.operands;
  const shell = shells.find((one) => one === name);
  if (shell !== undefined && extra === undefined) return success(shell);
  const message = name === '' ? 'no shell is named' : `\`${flags.operands.join(' ')}\` is not a shell that is known`;
  return failure([{ code: 'usage', message, fix: suggestion(name, shells) }]);
}
