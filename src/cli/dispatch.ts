import { type Problem, usage } from '../diagnostics/problem.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import { suggest, suggestion } from '../diagnostics/suggest.ts';
import { withoutSecrets } from '../redaction/redact/defect.ts';
import { printText } from '../report/wording/terminal-view.ts';
import { exitCode } from '../run/exit-code.ts';
import type { ExitCode } from '../run/result.ts';
import { version } from '../version.ts';
import { type CommandName, commandHelp, generalHelp, hasFlag, helpFor } from './output/help.ts';
import { printProblems } from './output/print-problems.ts';
import { safeStreams } from './output/safe-streams.ts';
import type { Streams } from './output/streams.ts';
import { printUnknownVariables } from './output/unknown-variables.ts';

type Command = (args: readonly string[], streams: Streams) => Promise<ExitCode>;

/** Modules that only one command needs are loaded when it is called. */
const commands: { readonly [name in CommandName]: () => Promise<Command> } = {
  run: async () => (await import('./commands/run-command.ts')).runCommand,
  record: async () => (await import('./commands/record-command.ts')).recordCommand,
  check: async () => (await import('./commands/check-command.ts')).checkCommand,
  list: async () => (await import('./commands/list-command.ts')).listCommand,
  cleanup: async () => (await import('./commands/cleanup-command.ts')).cleanupCommand,
  resume: async () => (await import('./commands/resume-command.ts')).resumeCommand,
  doctor: async () => (await import('./commands/doctor-command.ts')).doctorCommand,
  report: async () => (await import('./commands/report-command.ts')).reportCommand,
  sandbox: async () => (await import('./commands/sandbox-command.ts')).sandboxCommand,
  drift: async () => (await import('./commands/drift-command.ts')).driftCommand,
  coverage: async () => (await import('./commands/coverage-command.ts')).coverageCommand,
  pages: async () => (await import('./commands/pages-command.ts')).pagesCommand,
  metadata: async () => (await import('./commands/metadata-command.ts')).metadataCommand,
  diff: async () => (await import('./commands/diff-command.ts')).diffCommand,
  scan: async () => (await import('./commands/scan-command.ts')).scanCommand,
  import: async () => (await import('./commands/import-command.ts')).importCommand,
  export: async () => (await import('./commands/export-command.ts')).exportCommand,
  init: async () => (await import('./commands/setup/init-command.ts')).initCommand,
  completion: async () => (await import('./commands/setup/completion-command.ts')).completionCommand,
  schema: async () => (await import('./commands/schema-command.ts')).schemaCommand,
};

/** Runs the command that the arguments name and returns its exit code. */
export async function dispatch(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === 'help') {
    const [of] = rest;
    if (of === undefined) return print(generalHelp(), streams);
    return isCommand(of) ? print(helpFor(of), streams) : printProblems([unknownCommand(of)], streams);
  }
  const named = first !== undefined && isCommand(first);
  // After `--`, every argument is a path.
  const flags = new Set(args.slice(0, args.includes('--') ? args.indexOf('--') : undefined));
  if (flags.has('--version') && !(named && hasFlag(first, 'version'))) return print(`${version}\n`, streams);
  if (flags.has('--help') || flags.has('-h')) return print(named ? helpFor(first) : generalHelp(), streams);
  // The settings are printed for the user of the sandbox.
  if (first === 'sandbox') return (await commands.sandbox())(rest, streams);
  const safe = safeStreams(streams, args);
  try {
    return await command(args, named ? first : undefined, safe);
  } catch (error) {
    throw withoutSecrets(error, safe.secrets.text);
  }
}

async function command(args: readonly string[], named: CommandName | undefined, streams: Streams): Promise<ExitCode> {
  const [first, ...rest] = args;
  printUnknownVariables(streams);
  if (named !== undefined) return (await commands[named]())(rest, streams);
  const misspelt = first === undefined ? undefined : misspeltCommand(first);
  if (misspelt === undefined) return (await commands.run())(args, streams);
  return printProblems([unknownCommand(first ?? '')], streams);
}

function unknownCommand(word: string): Problem {
  const fix = suggestion(word, firstWords).replace('`version`', '`--version`');
  return usage(`there is no command \`${safeLine(word)}\``, fix);
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commandHelp, word);
}

/** Other tools have a command for their version. */
const firstWords = [...Object.keys(commandHelp), 'version'];

/** A first word that is neither a path nor a flag is taken for a command. */
function misspeltCommand(word: string): string | undefined {
  return /^[a-z]+$/.test(word) ? suggest(word, firstWords) : undefined;
}

/** For output of unknown width: pagers, files. */
const helpColumns = 120;

function print(text: string, { stdout }: Streams): ExitCode {
  printText(text, { ...stdout, columns: stdout.columns ?? helpColumns });
  return exitCode({});
}
