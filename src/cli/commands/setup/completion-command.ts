import { exitCode } from '../../../run/exit-code.ts';
import type { ExitCode } from '../../../run/result.ts';
import { completionConfig } from '../../options/completion-config.ts';
import { commandHelp } from '../../output/help.ts';
import { printProblems } from '../../output/print-problems.ts';
import type { Streams } from '../../output/streams.ts';
import { completionScript } from './completion-scripts.ts';

/** `completion`: what a shell runs so that it completes commands, flags and their values. */
export async function completionCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const shell = completionConfig(args);
  if (!shell.ok) return printProblems(shell.problems, streams);
  const commands = Object.entries(commandHelp).map(([name, { summary, flags }]) => ({ name, summary, flags }));
  streams.stdout.write(completionScript(shell.value, commands));
  return exitCode({});
}
