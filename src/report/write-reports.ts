import { resolve } from 'node:path';
import { failure, type Problem, type Result, success, usage } from '../diagnostics/problem.ts';
import type { RunEvent, RunSummary } from '../run/result.ts';
import { openAppendSink } from './files/append-file.ts';
import { openFileSink } from './files/write-file.ts';
import { openFolderSink } from './files/write-folder.ts';
import { type ReporterChoice, reporters } from './reporter-table.ts';
import type {
  FileSink,
  ReportEnvironment,
  Reporter,
  ReporterRow,
  SummaryFile,
  SummaryTarget,
} from './wording/reporter.ts';

/** All reporters of a run as one. */
export type OpenReporters = Reporter & {
  /** Waits for pending writes, deletes incomplete files of a run that did not end, and returns the problems. */
  readonly close: () => Promise<readonly Problem[]>;
  /** The files and folders that are complete, by their given names; after `close`. */
  readonly written: () => readonly string[];
  /** How the run ended, where no reporter prints that on the screen or in a log. */
  readonly unprinted: () => RunSummary | undefined;
};

/**
 * Opens the files before anything is sent, so that a report that cannot be written is known first. Problems: `usage`
 * (two reports in one file), `file-unreadable`.
 */
export async function openReporters(
  choices: readonly ReporterChoice[],
  environment: ReportEnvironment,
): Promise<Result<OpenReporters>> {
  const opened: Opened[] = [];
  const problems: Problem[] = [];
  const taken = new Set<string>();
  for (const { name, file } of choices) {
    const row: ReporterRow = reporters[name];
    const target = targetOf(row, file, environment);
    if (target !== undefined && taken.has(resolve(target.path))) {
      problems.push(usage(`two reporters write \`${target.path}\``, 'give each a file of its own'));
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

type Opened = {
  readonly reporter: Reporter;
  readonly sink?: Pick<FileSink, 'abort' | 'problems'>;
  readonly path?: string;
  readonly prints?: boolean;
};

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
      return {
        path: file ?? row.defaultFile,
        mode: row.replaces,
        limitBytes: Number.POSITIVE_INFINITY,
      };
    case 'folder':
      return { path: file ?? row.defaultFile, mode: 'any', limitBytes: Number.POSITIVE_INFINITY };
    default:
      return row satisfies never;
  }
}

async function openRow(
  row: ReporterRow,
  target: SummaryTarget | undefined,
  environment: ReportEnvironment,
): Promise<Result<Opened>> {
  if (row.kind === 'folder') return openFolder(row, target, environment);
  const file = target === undefined ? undefined : openTarget(target, environment);
  if (file?.ok === false) return file;
  if (row.kind === 'screen') return success({ reporter: await row.open(environment), prints: true });
  const to = file === undefined ? {} : { sink: file.value.sink, path: file.value.path };
  if (row.kind === 'log') return success({ reporter: await row.open(environment, file?.value), prints: true, ...to });
  if (file === undefined) throw new Error('a reporter that writes a file has none');
  return success({ reporter: await row.open(file.value.sink, environment), ...to });
}

async function openFolder(
  row: Extract<ReporterRow, { kind: 'folder' }>,
  target: SummaryTarget | undefined,
  environment: ReportEnvironment,
): Promise<Result<Opened>> {
  const { random, secrets } = environment;
  const path = target?.path ?? row.defaultFile;
  const folder = await openFolderSink(path, random, secrets);
  if (!folder.ok) return folder;
  const { problems } = folder.value;
  const sink = { abort: async () => {}, problems };
  return success({ reporter: await row.open(folder.value, environment), sink, path });
}

function openTarget(
  { path, mode, limitBytes }: SummaryTarget,
  { random, secrets }: ReportEnvironment,
): Result<SummaryFile> {
  if (mode !== 'append') {
    const sink = openFileSink(path, random(), { replaces: mode, secrets });
    return sink.ok ? success({ sink: sink.value, path, roomBytes: limitBytes }) : sink;
  }
  const sink = openAppendSink(path, secrets);
  return sink.ok ? success({ sink: sink.value, path, roomBytes: limitBytes - sink.value.sizeBytes }) : sink;
}

function combined(opened: readonly Opened[]): OpenReporters {
  const pending = new Set<Promise<void>>();
  let summary: RunSummary | undefined;
  return {
    on: (event: RunEvent) => {
      if (event.kind === 'run-ended') summary = event.summary;
      for (const { reporter } of opened) {
        const done = reporter.on(event);
        if (done === undefined) continue;
        pending.add(done);
        void done.finally(() => pending.delete(done));
      }
    },
    close: async () => {
      await Promise.all(pending);
      // Has no effect on a report that is complete.
      for (const { sink } of opened) await sink?.abort();
      return opened.flatMap(({ sink }) => sink?.problems() ?? []);
    },
    written: () => {
      const whole = summary === undefined ? [] : opened.filter(({ sink }) => sink?.problems().length === 0);
      return whole.flatMap(({ path }) => path ?? []);
    },
    unprinted: () => (summary === undefined || opened.some(({ prints }) => prints) ? undefined : summary),
  };
}
