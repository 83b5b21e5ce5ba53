import { ownCommand } from '../../diagnostics/own-command.ts';
import { documentNames } from '../../format/document/document-names.ts';
import { cleanupFlags } from '../options/cleanup-config.ts';
import { completionFlags, schemaFlags } from '../options/completion-config.ts';
import { checkFlags, runFlags } from '../options/config.ts';
import { pullFlags } from '../options/contract-config.ts';
import { diffFlags } from '../options/diff-config.ts';
import { coverageFlags, driftFlags } from '../options/drift-config.ts';
import { exportFlags } from '../options/export-config.ts';
import type { Flag } from '../options/flags.ts';
import { importFlags } from '../options/import-config.ts';
import { initFlags } from '../options/init-config.ts';
import { pagesFlags } from '../options/pages-config.ts';
import { doctorFlags, listFlags } from '../options/reading-config.ts';
import { recordFlags } from '../options/record-config.ts';
import { reportFlags } from '../options/report-config.ts';
import { resumeFlags } from '../options/resume-config.ts';
import { sandboxFlags } from '../options/sandbox-config.ts';
import { scanFlags } from '../options/scan-config.ts';
import { helpExamples } from './help-examples.ts';

type CommandHelp = {
  readonly operands: string;
  readonly summary: string;
  readonly details: readonly string[];
  readonly flags: readonly Flag[];
};

const paths =
  'Without a PATH: every *.scenario.yaml below scenarios/. A PATH is a file, a folder, a glob, library:NAME, or - for standard input.';

export const commandHelp = {
  init: {
    operands: '',
    summary: 'Write the first files of a project, and print the next command',
    details: [
      'Existing files stay as they are; a .gitignore gets the lines it lacks. On a terminal, it prompts for choices that no flag makes.',
      'Exit codes: 0 written, or nothing was missing · 2 the input is wrong.',
    ],
    flags: initFlags,
  },
  run: {
    operands: '[PATH…]',
    summary: 'Replay scenarios and report differences',
    details: [
      paths,
      'Exit codes: 0 passed · 1 a step failed · 2 input or output is wrong · 3 a step is blocked or pending · 4 something the run created still exists · 129/130/143 stopped by a signal.',
    ],
    flags: runFlags,
  },
  record: {
    operands: '[PATH…]',
    summary: 'Run scenarios and write their recordings',
    details: [
      paths,
      'A recording is written only if the run meets every expectation and replays to the same result. Values that change with every run keep their old value: a file changes only where something else has changed.',
      'Exit codes: those of `run`; also 2 if a recording cannot be written.',
    ],
    flags: recordFlags,
  },
  check: {
    operands: '[PATH…]',
    summary: 'Find errors in scenarios and recordings, offline',
    details: [
      paths,
      'Findings against the contract of the service ($metadata, table of permissions) are advice; --strict-contract makes them errors.',
      'Exit codes: 0 no errors · 2 errors.',
    ],
    flags: checkFlags,
  },
  list: {
    operands: '[PATH…]',
    summary: 'Print scenarios and their steps',
    details: [paths, 'Exit codes: 0 listed · 2 the input is wrong.'],
    flags: listFlags,
  },
  doctor: {
    operands: '[PATH…]',
    summary: 'Find what a tenant lacks for a live run; only reads',
    details: [paths, 'Exit codes: 0 nothing is missing · 2 the input is wrong · 3 something is missing.'],
    flags: doctorFlags,
  },
  resume: {
    operands: 'RUN',
    summary: 'Resume a suspended run from the step it waits for',
    details: [
      'At a manual step, `leave` ends the process and suspends the run: what it created, captured and found is kept.',
      'Tenant, inputs, selection, budgets and allowed labels stay as they were. Credentials come from the environment.',
      'Exit codes: those of `run`; also 2 if RUN cannot be resumed (nothing was sent).',
    ],
    flags: resumeFlags,
  },
  cleanup: {
    operands: '[RUN…]',
    summary: 'Delete what killed runs left in a tenant',
    details: [
      'Reads from the ledgers what runs created. Deletes only objects that provably belong to the run.',
      'A RUN is the id of a run, or a pattern of ids such as "mbr4*"; without one, all runs with leftovers.',
      'Exit codes: 0 nothing is left · 2 the input is wrong · 3 the tenant could not be reached · 4 something still exists.',
    ],
    flags: cleanupFlags,
  },
  report: {
    operands: '[RESULT.json…]',
    summary: 'Render stored results, merge them or compare two',
    details: [
      'Without a RESULT.json: reports/result.json, where `run -r json` writes it. It may be a folder or a glob. Several, such as those of shards, are merged; with --compare, two are compared. With --verify, the operands are evidence packs.',
      'Exit codes: those of the runs, the worst of several; also 2 if a file is not a result, or a pack was changed.',
      'With --compare: 0 nothing is worse · 1 something is worse · 2 the input is wrong.',
    ],
    flags: reportFlags,
  },
  sandbox: {
    operands: '[--demo [PATH…]]',
    summary: 'Serve a local model of Microsoft Graph over HTTPS',
    details: [
      'It listens on 127.0.0.1 only, has a token endpoint for @azure/identity, and prints what a client needs.',
      'Set its clock and faults under /sandbox/. Ctrl-C stops it and discards its state.',
      'Exit codes: 0 stopped · 2 the input is wrong.',
    ],
    flags: sandboxFlags,
  },
  drift: {
    operands: '[PATH…]',
    summary: 'Find where page, scenario and service disagree',
    details: [
      paths,
      'Each step keeps a digest of its block on the page; a block that only moved is not drift.',
      'Exit codes: 0 no drift · 1 drift · 2 the input is wrong.',
    ],
    flags: driftFlags,
  },
  coverage: {
    operands: 'PAGE|FOLDER…',
    summary: 'Show which code blocks of tutorial pages are exercised by scenarios',
    details: ['Exit codes: 0 at least --min is exercised · 1 less is · 2 the input is wrong.'],
    flags: coverageFlags,
  },
  pages: {
    operands: 'check FOLDER|PAGE…',
    summary: 'Find errors in the samples of reference pages',
    details: [
      'Needs no scenario, tenant or recording. With --metadata and --permissions, paths, methods, properties, types and permissions are checked too; without them, only what the page itself proves.',
      'Exit codes: 0 no new error · 1 errors, such as a page that cannot be read · 2 the input is wrong.',
    ],
    flags: pagesFlags,
  },
  metadata: {
    operands: 'pull',
    summary: 'Fetch the metadata of the service, for check --contract',
    details: [
      'Sends GET /v1.0/$metadata and /beta/$metadata, which need no sign-in, and keeps the responses in your cache folder.',
      'Exit codes: 0 fetched · 2 the input is wrong · 3 the service could not be reached.',
    ],
    flags: pullFlags,
  },
  diff: {
    operands: 'BEFORE AFTER',
    summary: 'Compare two recordings or results',
    details: [
      'Ids, people and domains may differ, if they do so consistently; dates, values of a run and request ids are ignored.',
      'Exit codes: 0 no differences · 1 differences · 2 the input is wrong.',
    ],
    flags: diffFlags,
  },
  scan: {
    operands: 'PATH…',
    summary: 'Search files for secrets before you share them',
    details: [
      'A PATH is a file of any kind, a folder (all below it but node_modules and .git) or a glob.',
      'A finding is reported by rule and place, never by its value.',
      'Exit codes: 0 no secrets · 2 secrets were found, or the input is wrong.',
    ],
    flags: scanFlags,
  },
  import: {
    operands: 'PAGE.md',
    summary: 'Make a scenario and its recording from a tutorial page',
    details: [
      'Whatever the page leaves open is guessed; each guess is a comment in the scenario.',
      'Exit codes: 0 imported · 1 a step did not pass on the recording · 2 the page cannot be read or shows no request.',
    ],
    flags: importFlags,
  },
  export: {
    operands: '--markdown SCENARIO',
    summary: 'Print a scenario and its recording as a tutorial page',
    details: [
      'Importing that page gives the same scenario again, except for what a page cannot express.',
      'Exit codes: 0 exported · 2 the scenario or its recording is wrong.',
    ],
    flags: exportFlags,
  },
  completion: {
    operands: 'bash|zsh|fish|powershell',
    summary: 'Print a completion script for a shell',
    details: ['Exit codes: 0 printed · 2 unknown shell.'],
    flags: completionFlags,
  },
  schema: {
    operands: '[NAME]',
    summary: 'Print the JSON Schema of a document',
    details: [
      'NAME is one of (default: scenario):',
      ...Object.entries(documentNames).map(([name, what]) => `  ${name.padEnd(10)} ${what}`),
      'Exit codes: 0 printed · 2 unknown name.',
    ],
    flags: schemaFlags,
  },
} as const satisfies { readonly [command: string]: CommandHelp };

export type CommandName = keyof typeof commandHelp;

export function hasFlag(command: CommandName, flag: string): boolean {
  const { flags }: CommandHelp = commandHelp[command];
  return flags.some(({ name }) => name === flag);
}

/** The output of `tutorial-replay --help`. */
export function generalHelp(): string {
  const names = Object.entries(commandHelp).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return [
    'Replay Microsoft Graph tutorials as tests.',
    '',
    'Usage: tutorial-replay [COMMAND] [PATH…] [FLAGS]',
    '',
    'Commands (default: run):',
    ...names,
    '',
    'Begin:',
    `  ${ownCommand} init`,
    `  ${ownCommand} run library:access-reviews`,
    '',
    `Help for a command: \`${ownCommand} COMMAND --help\`; version: --version`,
    '',
  ].join('\n');
}

/** The output of `tutorial-replay COMMAND --help`. */
export function helpFor(name: CommandName): string {
  const { operands, summary, details, flags }: CommandHelp = commandHelp[name];
  const rows = flags.map((flag) => [flagText(flag), alwaysLive.has(name) ? unscoped(flag.help) : flag.help] as const);
  const width = Math.max(0, ...rows.map(([text]) => text.length));
  return [
    `tutorial-replay ${name}: ${summary}`,
    '',
    ['Usage: tutorial-replay', name, operands, flags.length > 0 ? '[FLAGS]' : '']
      .filter((word) => word !== '')
      .join(' '),
    ...(details.length === 0 ? [] : ['', ...details]),
    ...(rows.length === 0 ? [] : ['', 'Flags:']),
    ...rows.map(([text, help]) => `  ${text.padEnd(width)}  ${help}`),
    '',
    'Examples:',
    ...(helpExamples[name] ?? []).map((line) => `  ${ownCommand} ${line}`),
    '',
  ].join('\n');
}

/** Commands for live runs only, whose flags need no prefix. */
const alwaysLive: ReadonlySet<CommandName> = new Set(['cleanup', 'resume', 'doctor']);

/** `Live: use the proxy` → `Use the proxy`. */
function unscoped(help: string): string {
  const [, text] = /^(?:Sandbox, live|Live): (.*)$/.exec(help) ?? [];
  return text === undefined ? help : `${text.charAt(0).toUpperCase()}${text.slice(1).replace(' when live', '')}`;
}

function flagText({ name, short, value }: Flag): string {
  const dashed = `${short === undefined ? '    ' : `-${short}, `}--${name}`;
  return value === undefined ? dashed : `${dashed} ${value}`;
}
