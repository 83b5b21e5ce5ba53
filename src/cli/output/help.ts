import { cleanupFlags } from '../options/cleanup-config.ts';
import { completionFlags } from '../options/completion-config.ts';
import { checkFlags, doctorFlags, listFlags, runFlags, schemaFlags } from '../options/config.ts';
import { pullFlags } from '../options/contract-config.ts';
import { diffFlags } from '../options/diff-config.ts';
import { coverageFlags, driftFlags } from '../options/drift-config.ts';
import { exportFlags } from '../options/export-config.ts';
import type { Flag } from '../options/flags.ts';
import { importFlags } from '../options/import-config.ts';
import { initFlags } from '../options/init-config.ts';
import { pagesFlags } from '../options/pages-config.ts';
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
  'Without a PATH: every *.scenario.yaml below scenarios/. A PATH is a file, a folder, a glob or library:NAME.';

export const commandHelp = {
  init: {
    operands: '',
    summary: 'write the first files of a project, and print the next command',
    details: [
      'Only what is missing is written; a .gitignore gets the lines it lacks. On a terminal it asks for what is not given.',
      'Exit codes: 0 written, or all of it is there · 2 the input is wrong.',
    ],
    flags: initFlags,
  },
  run: {
    operands: '[PATH…]',
    summary: 'replay scenarios and report what differs',
    details: [
      paths,
      'Exit codes: 0 passed · 1 a step failed · 2 input or output is wrong ·',
      '3 could not be tested · 4 something the run created is still there · 129/130/143 stopped by a signal.',
    ],
    flags: runFlags,
  },
  record: {
    operands: '[PATH…]',
    summary: 'run scenarios, and write their recordings beside them',
    details: [
      paths,
      'Only a run that meets every expectation, and comes out the same when it is replayed, becomes a recording. What changes',
      'with every run keeps its old value: a file changes where something else changed, and only there.',
      'Exit codes: those of `run`; 2 also where a recording cannot be written.',
    ],
    flags: recordFlags,
  },
  check: {
    operands: '[PATH…]',
    summary: 'say what is wrong with scenarios and recordings, offline',
    details: [
      paths,
      'Against the contract of the service (its $metadata, its table of permissions) things are advice, by default.',
      'Exit codes: 0 nothing is wrong · 2 something is.',
    ],
    flags: checkFlags,
  },
  list: { operands: '[PATH…]', summary: 'print scenarios and their steps', details: [paths], flags: listFlags },
  doctor: {
    operands: '[PATH…]',
    summary: 'say what a tenant lacks for a live run, before anything is written',
    details: [paths, 'Exit codes: 0 nothing known stands in the way · 2 the input is wrong · 3 something is missing.'],
    flags: doctorFlags,
  },
  resume: {
    operands: 'RUN',
    summary: 'go on with a run that a person left, from the step it waits for',
    details: [
      'At a step for a person, `leave` ends the process and keeps the run: what it created, captured and found so far.',
      'Tenant, inputs, selection, budgets and allowed labels are those it began with. Credentials come from the environment.',
      'Exit codes: those of `run`; 2 also where no one can go on with RUN, and nothing was sent.',
    ],
    flags: resumeFlags,
  },
  cleanup: {
    operands: '[RUN]',
    summary: 'delete what killed runs left over',
    details: [
      'It knows from the ledgers alone what runs created, and deletes only what it can prove to be theirs.',
      'Exit codes: 0 nothing is left · 2 the input is wrong · 3 could not ask · 4 something is still there.',
    ],
    flags: cleanupFlags,
  },
  report: {
    operands: '[RESULT.json…]',
    summary: 'render stored results again; several become one',
    details: [
      'Without a RESULT.json: reports/result.json, where `run -r json` writes it. Several, such as those of shards, become one;',
      'with --compare, two are compared. With --verify, the operands are evidence packs that --pack wrote.',
      'Exit codes: those of the runs, the worst where there are several; 2 also where a file is no result, or a pack was changed.',
      'With --compare: 0 nothing is worse · 1 something is · 2 the input is wrong.',
    ],
    flags: reportFlags,
  },
  sandbox: {
    operands: '[--demo [PATH…]]',
    summary: 'serve a local Microsoft Graph over HTTPS, until it is interrupted',
    details: [
      'It listens on 127.0.0.1 only, has a token endpoint that @azure/identity accepts, and prints what a client needs.',
      'Tests move its clock and set faults under /sandbox/. Its state is gone when it stops.',
    ],
    flags: sandboxFlags,
  },
  drift: {
    operands: '[PATH…]',
    summary: 'say whether page, scenario and service have moved apart',
    details: [
      paths,
      'A step says by a digest what its page said; text that only moved has not drifted.',
      'Exit codes: 0 nothing has drifted · 1 something has · 2 the input is wrong.',
    ],
    flags: driftFlags,
  },
  coverage: {
    operands: 'PAGE|FOLDER…',
    summary: 'say which blocks of tutorial pages are exercised by scenarios',
    details: ['Exit codes: 0, or 1 where less than --min is exercised · 2 the input is wrong.'],
    flags: coverageFlags,
  },
  pages: {
    operands: 'check FOLDER|PAGE…',
    summary: 'report what is wrong with the samples of reference pages',
    details: [
      'No scenario, no tenant and no recording is needed. With --metadata and --permissions, paths, methods, properties,',
      'types and permissions are checked too; without them, what the page alone shows.',
      'Examples: pages check docs --metadata v1.0.2026-08.xml --permissions permissions.json',
      '          pages check docs --baseline known.json --since origin/main --github',
      'Exit codes: 0 no new error · 1 errors · 2 the input is wrong, or a page cannot be read.',
    ],
    flags: pagesFlags,
  },
  metadata: {
    operands: 'pull',
    summary: 'fetch what the service documents about itself, for check --contract',
    details: [
      'It asks GET /v1.0/$metadata and /beta/$metadata, which need no sign-in, and keeps them in your cache folder.',
      'Exit codes: 0 fetched · 2 the input is wrong · 3 it could not be fetched.',
    ],
    flags: pullFlags,
  },
  diff: {
    operands: 'BEFORE AFTER',
    summary: 'say what differs between two recordings or results',
    details: [
      'Ids, people and domains may be others if they are so everywhere; dates, run values and request ids never differ.',
      'Exit codes: 0 nothing differs · 1 something does · 2 the input is wrong.',
    ],
    flags: diffFlags,
  },
  scan: {
    operands: 'PATH…',
    summary: 'search files for secrets before they are shared',
    details: [
      'A PATH is a file of any kind, a folder (all below it but node_modules and .git) or a glob.',
      'What is found is reported by rule and place, never by its value.',
      'Exit codes: 0 nothing was found · 2 something was, or the input is wrong.',
    ],
    flags: scanFlags,
  },
  import: {
    operands: 'PAGE.md',
    summary: 'make a scenario and its recording of a tutorial page',
    details: [
      'What the page does not say is guessed, and each guess is a comment in the scenario.',
      'Exit codes: 0 imported · 2 the page cannot be read or shows no request.',
    ],
    flags: importFlags,
  },
  export: {
    operands: '--markdown SCENARIO',
    summary: 'print a scenario and its recording as a tutorial page',
    details: [
      'Importing that page gives the scenario again, as far as a page can carry it.',
      'Exit codes: 0 exported · 2 the scenario or its recording is wrong.',
    ],
    flags: exportFlags,
  },
  completion: {
    operands: 'bash|zsh|fish|powershell',
    summary: 'print what a shell needs to complete commands and flags',
    details: ['Exit codes: 0 printed · 2 the shell is not known.'],
    flags: completionFlags,
  },
  schema: {
    operands: '[scenario|result]',
    summary: 'print the JSON Schema of scenario files or of RESULT.json',
    details: [],
    flags: schemaFlags,
  },
} as const satisfies { readonly [command: string]: CommandHelp };

export type CommandName = keyof typeof commandHelp;

/** What `tutorial-replay --help` prints. */
export function generalHelp(): string {
  const names = Object.entries(commandHelp).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return [
    'Replays Microsoft Graph tutorials as tests.',
    '',
    'Usage: tutorial-replay [COMMAND] [PATH…] [FLAGS]',
    '',
    'Commands (run, where none is named):',
    ...names,
    '',
    'Begin:',
    '  npx tutorial-replay init',
    '  npx tutorial-replay run library:access-reviews',
    '',
    '`tutorial-replay COMMAND --help` explains a command; --version prints the version.',
    '',
  ].join('\n');
}

/** What `tutorial-replay COMMAND --help` prints. */
export function helpFor(name: CommandName): string {
  const { operands, summary, details, flags }: CommandHelp = commandHelp[name];
  const rows = flags.map((flag) => [flagText(flag), flag.help] as const);
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
    ...(helpExamples[name] ?? []).map((line) => `  npx tutorial-replay ${line}`),
    '',
  ].join('\n');
}

function flagText({ name, short, value }: Flag): string {
  const dashed = `${short === undefined ? '    ' : `-${short}, `}--${name}`;
  return value === undefined ? dashed : `${dashed} ${value}`;
}
