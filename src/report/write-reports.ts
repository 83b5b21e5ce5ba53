import { resolve } from 'node:path';
import { failure, type Outcome, type Problem, success } from '../diagnostics/problem.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import type { RunEvent } from '../run/result.ts';
import { jsonReporter } from './json-reporter.ts';
import { junitReporter } from './junit-reporter.ts';
import type { ReportEnvironment, Reporter, ReporterRow } from './reporter.ts';
import { terminalReporter } from './terminal-reporter.ts';
import { type FileSink, openFileSink } from './write-file.ts';

const columnsUnknown = 120;

/** Every reporter there is: a new one is a new row. */
export const reporters = {
  terminal: {
    kind: 'screen',
    description: 'what a person reads',
    open: ({ stdout, color, verbose, wallClock }) =>
      terminalReporter({
        write: stdout.write,
        color,
        live: stdout.isTTY,
        columns: stdout.columns ?? columnsUnknown,
        verbose,
        ...(wallClock === undefined ? {} : { wallClock }),
      }),
  },
  json: {
    kind: 'file',
    description: 'the whole result, for tools',
    defaultFile: 'reports/result.json',
    open: (sink, { version }) => jsonReporter(sink, { version }),
  },
  junit: {
    kind: 'file',
    description: 'JUnit XML, for CI systems',
    defaultFile: 'reports/junit.xml',
    open: (sink) => junitReporter(sink),
  },
} as const satisfies { readonly [name: string]: ReporterRow };

export type ReporterName = keyof typeof reporters;

/** A reporter, and the file it writes where it writes one. */
export type ReporterChoice = { readonly name: ReporterName; readonly file?: string };

/** Reads `NAME` or `NAME=FILE`. Problems: `usage`. */
export function parseReporterFlag(flag: string): Outcome<ReporterChoice> {
  const split = flag.indexOf('=');
  const name = split === -1 ? flag : flag.slice(0, split);
  const file = split === -1 ? undefined : flag.slice(split + 1);
  if (!isReporterName(name)) {
    return usage(`there is no reporter \`${name}\``, suggestion(name, Object.keys(reporters)));
  }
  const row: ReporterRow = reporters[name];
  switch (row.kind) {
    case 'screen':
      if (file === undefined) return success({ name });
      return usage(`the reporter \`${name}\` writes no file`, `write \`${name}\`, and redirect its output`);
    case 'file':
      if (file === '') return usage(`\`${flag}\` names no file`, `write \`${name}=${row.defaultFile}\``);
      return success({ name, file: file ?? row.defaultFile });
    default:
      return row satisfies never;
  }
}

/** All reporters of a run as one. */
export type OpenReporters = Reporter & {
  /** Waits for what is still being written, drops files of a run that did not end, and says what went wrong. */
  readonly close: () => Promise<readonly Problem[]>;
};

/**
 * Opens the files before anything is sent, so that a report that cannot be written is known first. Problems: `usage`
 * (two reports in one file), `file-unreadable`.
 */
export async function openReporters(
  choices: readonly ReporterChoice[],
  environment: ReportEnvironment,
): Promise<Outcome<OpenReporters>> {
  const opened: { readonly reporter: Reporter; readonly sink?: FileSink }[] = [];
  const problems: Problem[] = [];
  const taken = new Set<string>();
  for (const { name, file } of choices) {
    const row: ReporterRow = reporters[name];
    if (row.kind === 'screen') {
      opened.push({ reporter: row.open(environment) });
      continue;
    }
    const path = file ?? row.defaultFile;
    if (taken.has(resolve(path))) {
      problems.push(...usage(`two reporters write \`${path}\``, 'give each a file of its own').problems);
      continue;
    }
    taken.add(resolve(path));
    const sink = openFileSink(path, environment.random());
    if (sink.ok) opened.push({ reporter: row.open(sink.value, environment), sink: sink.value });
    else problems.push(...sink.problems);
  }
  if (problems.length === 0) return success(combined(opened));
  for (const { sink } of opened) await sink?.abort();
  return failure(problems);
}

function combined(opened: readonly { readonly reporter: Reporter; readonly sink?: FileSink }[]): OpenReporters {
  const pending = new Set<Promise<void>>();
  return {
    on: (event: RunEvent) => {
      for (const { reporter } of opened) {
        const done = reporter.on(event);
        if (done === undefined) continue;
        pending.add(done);
        void done.finally(() => pending.delete(done));
      }
    },
    close: async () => {
      await Promise.all(pending);
      // Does nothing where a report has come to its end.
      for (const { sink } of opened) await sink?.abort();
      return opened.flatMap(({ sink }) => sink?.problems() ?? []);
    },
  };
}

function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(reporters, name);
}

function usage(message: string, fix: string): ReturnType<typeof failure> {
  return failure([{ code: 'usage', message, fix }]);
}
