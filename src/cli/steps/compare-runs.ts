import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { changesMarkdown, changesText, isWorse } from '../../report/changes/changes-text.ts';
import { compareResults } from '../../report/changes/compare-results.ts';
import { type ReporterChoice, reporters } from '../../report/reporter-table.ts';
import type { StoredResult } from '../../report/result/merge-results.ts';
import { storedEvents } from '../../report/result/stored-events.ts';
import { paintFor } from '../../report/wording/paint.ts';
import type { ReportEnvironment } from '../../report/wording/reporter.ts';
import type { RunChanges } from '../../report/wording/run-change.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { openReporters } from '../../report/write-reports.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { printProblems } from '../output/print-problems.ts';
import { writeAsked } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';
import { reportEnvironment } from './report-environment.ts';

export type RunComparison = {
  readonly before: StoredResult;
  readonly after: StoredResult;
  readonly reporters: readonly ReporterChoice[];
  readonly pages?: string;
};

/** `report --compare`: what changed from one run to the next. Exit code 1 where the later one is worse. */
export async function compareRuns(comparison: RunComparison, streams: Streams): Promise<ExitCode> {
  const changes = compareResults(comparison.before, comparison.after);
  if (!changes.ok) return printProblems(changes.problems, streams);
  const { pages } = comparison;
  const environment = { ...reportEnvironment(streams, { verbose: false, pages }), changes: changes.value, streams };
  const problems: Problem[] = [];
  for (const choice of comparison.reporters) {
    problems.push(...(await write(choice, environment, comparison.after)));
  }
  if (problems.length > 0) printProblems(problems, streams);
  return exitCode({ failed: isWorse(changes.value), unwritten: problems.length > 0 });
}

type Comparing = ReportEnvironment & { readonly changes: RunChanges; readonly streams: Streams };

/** The page shows the later run with the changes; text shows the changes alone. */
async function write(
  choice: ReporterChoice,
  environment: Comparing,
  { result }: StoredResult,
): Promise<readonly Problem[]> {
  const { stdout, color, changes, streams } = environment;
  if (choice.name === 'terminal') {
    printText(changesText(changes, paintFor(color)), stdout);
    return [];
  }
  if (choice.name === 'markdown') {
    const { defaultFile, replaces } = reporters.markdown;
    return writeAsked([{ path: choice.file ?? defaultFile, text: () => changesMarkdown(changes), replaces }], streams);
  }
  const opened = await openReporters([choice], environment);
  if (!opened.ok) return opened.problems;
  for (const event of storedEvents(result)) void opened.value.on(event);
  const problems = await opened.value.close();
  for (const path of opened.value.written()) streams.stderr.write(`written: ${safeLine(path)}\n`);
  return problems;
}
