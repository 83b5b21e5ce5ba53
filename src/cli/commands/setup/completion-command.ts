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
import { completionValues } from './completion-values.ts';

/** `completion`: prints the script with which a shell completes commands, flags, their values, and names of the library. */
export async function completionCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  if (args[0] === 'values') return printValues(args.slice(1), streams);
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

/** How long the search for values may take, in milliseconds. */
const valuesBudget = 250;

/**
 * `completion values -- FLAG COMMAND WORD…`, which the scripts call: the values of a flag, one on each line. PowerShell
 * drops the `--` where the program is a script.
 */
async function printValues(args: readonly string[], { stdout, wallClock }: Streams): Promise<ExitCode> {
  const [flag = '', ...words] = args[0] === '--' ? args.slice(1) : args;
  const end = wallClock() + valuesBudget;
  const values = await completionValues(flag.replace(/^--/, ''), words, () => wallClock() > end);
  stdout.write(values.map((value) => `${value}\n`).join(''));
  return exitCode({});
}

/** The words that may follow, from the operands in the help: `bash|zsh|fish`, `check FOLDER`, `[PATH…]`. */
function wordsOf(operands: string, library: readonly string[]): readonly string[] {
  if (operands === '[NAME]') return Object.keys(documentNames);
  if (/\bPATH…\]|SCENARIO/.test(operands)) return library;
  return operands.split(' ')[0]?.match(/\b[a-z]+\b(?!…)/g) ?? [];
}
