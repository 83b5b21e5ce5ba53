import { suggest } from '../diagnostics/suggest.ts';
import { version } from '../version.ts';
import { checkCommand } from './check-command.ts';
import { type CommandName, commandHelp, generalHelp, helpFor } from './help.ts';
import { listCommand } from './list-command.ts';
import { printProblems } from './print-problems.ts';
import { runCommand } from './run-command.ts';
import { sandboxCommand } from './sandbox-command.ts';
import { schemaCommand } from './schema-command.ts';
import type { Streams } from './streams.ts';

type Command = (args: readonly string[], streams: Streams) => Promise<number>;

const commands: { readonly [name in CommandName]: Command } = {
  run: runCommand,
  check: checkCommand,
  list: listCommand,
  sandbox: sandboxCommand,
  schema: schemaCommand,
};

/** Runs the command that the arguments name and returns its exit code. */
export async function dispatch(args: readonly string[], streams: Streams): Promise<number> {
  const [first, ...rest] = args;
  if (first === '--version') return print(`${version}\n`, streams);
  if (first === 'help')
    return print(rest[0] !== undefined && isCommand(rest[0]) ? helpFor(rest[0]) : generalHelp(), streams);
  const named = first !== undefined && isCommand(first);
  if (args.includes('--help') || args.includes('-h')) return print(named ? helpFor(first) : generalHelp(), streams);
  if (named) return commands[first](rest, streams);
  const misspelt = first === undefined ? undefined : misspeltCommand(first);
  if (misspelt === undefined) return runCommand(args, streams);
  return printProblems(
    [{ code: 'usage', message: `there is no command \`${first}\``, fix: `did you mean \`${misspelt}\`?` }],
    streams,
  );
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commandHelp, word);
}

/** A first word that is no path and no flag is meant to be a command. */
function misspeltCommand(word: string): string | undefined {
  return /^[a-z]+$/.test(word) ? suggest(word, Object.keys(commandHelp)) : undefined;
}

function print(text: string, { stdout }: Streams): number {
  stdout.write(text);
  return 0;
}
