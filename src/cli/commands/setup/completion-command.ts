import { libraryPrefix } from '../../../diagnostics/library-path.ts';
import { documentNames } from '../../../format/document/document-names.ts';
import { exitCode } from '../../../run/exit-code.ts';
import type { ExitCode } from '../../../run/result.ts';
import { libraryNames } from '../../loading/library/scenario-library.ts';
import { completionConfig } from '../../options/completion-config.ts';
import { commandHelp } from '../../output/help.ts';
import { printProblems } from '../../output/print-problems.ts';
import type { Streams } from '../../output/streams.ts';
import { completionScript } from './completion-scripts.ts';

/** `completion`: prints the script with which a shell completes commands, flags, their values, and names of the library. */
export async function completionCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const shell = completionConfig(args);
  if (!shell.ok) return printProblems(shell.problems, streams);
  const library = (await libraryNames()).map((name) => libraryPrefix + name);
  const commands = Object.entries(commandHelp).map(([name, { summary, operands, flags }]) => ({
    ...{ name, summary, flags },
    words: wordsOf(operands, library),
  }));
  const help = { name: 'help', summary: 'Print what a command does', flags: [], words: Object.keys(commandHelp) };
  streams.stdout.write(completionScript(shell.value, [...commands, help]));
  return exitCode({});
}

/** The words that may follow, from the operands in the help: `bash|zsh|fish`, `check FOLDER`, `[PATH…]`. */
function wordsOf(operands: string, library: readonly string[]): readonly string[] {
  if (operands === '[NAME]') return Object.keys(documentNames);
  if (/\bPATH…\]|SCENARIO/.test(operands)) return library;
  return operands.split(' ')[0]?.match(/\b[a-z]+\b(?!…)/g) ?? [];
}
