import { resolve } from 'node:path';
import { failure, type Outcome, type Problem, success } from '../diagnostics/problem.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import type { RunEvent } from '../run/result.ts';
import { openAppendSink } from './append-file.ts';
import { azureLog } from './azure-log.ts';
import { githubLog } from './github-log.ts';
import { harReporter } from './har-reporter.ts';
import { jsonReporter } from './json-reporter.ts';
import { junitReporter } from './junit-reporter.ts';
import { type LogOptions, logReporter } from './log-reporter.ts';
import { markdownReporter } from './markdown-reporter.ts';
import type { FileSink, ReportEnvironment, Reporter, ReporterRow, SummaryFile, SummaryTarget } from './reporter.ts';
import { terminalReporter } from './terminal-reporter.ts';
import { takesLinks, watched } from './terminal-traits.ts';
import { openFileSink } from './write-file.ts';

const columnsUnknown = 120;

/** Every reporter there is: a new one is a new row. */
export const reporters = {
  terminal: {
    kind: 'screen',
    description: 'what a person reads',
    open: ({ stdout, color, verbose, wallClock, variables = {}, commands, asides }) =>
      terminalReporter({
        write: stdout.write,
        color,
        live: watched(stdout.isTTY, variables),
        columns: stdout.columns ?? columnsUnknown,
        verbose,
        links: takesLinks(variables, stdout.isTTY),
        ...(wallClock === undefined ? {} : { wallClock }),
        ...(commands === undefined ? {} : { commands }),
        ...(asides === undefined ? {} : { asides }),
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
    open: (sink, { verbose }) => junitReporter(sink, { verbose }),
  },
  html: {
    kind: 'file',
    description: 'one page for people, whole in itself',
    defaultFile: 'reports/report.html',
    // Only who asks for the page waits for its code.
    open: async (sink, environment) => (await import('./html/html-reporter.ts')).htmlReporter(sink, environment),
  },
  har: {
    kind: 'file',
    description: 'every exchange as HTTP Archive 1.2, for the network views of browsers',
    defaultFile: 'reports/run.har',
    open: (sink, { version, wallClock }) =>
      harReporter(sink, { version, ...(wallClock === undefined ? {} : { wallClock }) }),
  },
  github: {
    kind: 'log',
    description: 'the log, annotations and summary of a GitHub Actions job',
    summary: ({ variables }) => {
      const path = variables?.['GITHUB_STEP_SUMMARY'] ?? '';
      return path === '' ? undefined : { path, mode: 'append', limitBytes: 1024 * 1024 };
    },
    open: (environment, summary) =>
      logReporter(githubLog(environment.variables?.['GITHUB_WORKSPACE']), logOptions(environment, summary)),
  },
  azure: {
    kind: 'log',
    description: 'the log, issues and summary of an Azure Pipelines job',
    summary: () => ({ path: 'reports/azure-summary.md', mode: 'replace', limitBytes: 1024 * 1024 }),
    open: (environment, summary) =>
      logReporter(azureLog(environment.variables?.['BUILD_SOURCESDIRECTORY']), logOptions(environment, summary)),
  },
  markdown: {
    kind: 'file',
    description: 'a page for a comment on a pull request',
    defaultFile: 'reports/summary.md',
    open: (sink, { commands }) => markdownReporter(sink, commands),
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
    case 'log':
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
  const opened: Opened[] = [];
  const problems: Problem[] = [];
  const taken = new Set<string>();
  for (const { name, file } of choices) {
    const row: ReporterRow = reporters[name];
    const target = targetOf(row, file, environment);
    if (target !== undefined && taken.has(resolve(target.path))) {
      problems.push(...usage(`two reporters write \`${target.path}\``, 'give each a file of its own').problems);
      continue;
    }
    if (target !== undefined) taken.add(resolve(target.path));
    const one = await openRow(row, target, environment);
    if (one.ok) opened.push(one.value);
    else problems.push(...one.problems);
  }
  if (problems.length === 0) return success(combined(opened));
  for (const { sink } of opened) await sink?.abort();
  return failure(problems);
}

type Opened = { readonly reporter: Reporter; readonly sink?: FileSink };

/** The file that a reporter writes, where it writes one. */
function targetOf(
  row: ReporterRow,
  file: string | undefined,
  environment: ReportEnvironment,
): SummaryTarget | undefined {
  switch (row.kind) {
    case 'screen':
      return undefined;
    case 'log':
      return row.summary(environment);
    case 'file':
      return { path: file ?? row.defaultFile, mode: 'replace', limitBytes: Number.POSITIVE_INFINITY };
    default:
      return row satisfies never;
  }
}

async function openRow(
  row: ReporterRow,
  target: SummaryTarget | undefined,
  environment: ReportEnvironment,
): Promise<Outcome<Opened>> {
  const file = target === undefined ? undefined : openTarget(target, environment);
  if (file?.ok === false) return file;
  if (row.kind === 'screen') return success({ reporter: row.open(environment) });
  if (row.kind === 'log') {
    const reporter = row.open(environment, file?.value);
    return success(file === undefined ? { reporter } : { reporter, sink: file.value.sink });
  }
  if (file === undefined) throw new Error('a reporter that writes a file has none');
  return success({ reporter: await row.open(file.value.sink, environment), sink: file.value.sink });
}

function openTarget(
  { path, mode, limitBytes }: SummaryTarget,
  { random, secrets }: ReportEnvironment,
): Outcome<SummaryFile> {
  if (mode === 'replace') {
    const sink = openFileSink(path, random(), secrets);
    return sink.ok ? success({ sink: sink.value, path, roomBytes: limitBytes }) : sink;
  }
  const sink = openAppendSink(path, secrets);
  return sink.ok ? success({ sink: sink.value, path, roomBytes: limitBytes - sink.value.sizeBytes }) : sink;
}

function logOptions(environment: ReportEnvironment, summary: SummaryFile | undefined): LogOptions {
  const { stdout, color, verbose, pageFile, commands } = environment;
  return {
    write: stdout.write,
    color,
    verbose,
    ...(summary === undefined ? {} : { summary }),
    ...(pageFile === undefined ? {} : { pageFile }),
    ...(commands === undefined ? {} : { commands }),
  };
}

function combined(opened: readonly Opened[]): OpenReporters {
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
