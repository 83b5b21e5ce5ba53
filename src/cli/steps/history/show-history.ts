import { existsSync } from 'node:fs';
import { pathFix } from '../../../diagnostics/nearest-path.ts';
import { placeOfFile } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import { historyMarkdown, historyText } from '../../../report/history/history-text.ts';
import { type ReporterChoice, reporters } from '../../../report/reporter-table.ts';
import { paintFor } from '../../../report/wording/paint.ts';
import { exitCode } from '../../../run/exit-code.ts';
import type { ExitCode } from '../../../run/result.ts';
import type { HistoryRun } from '../../../tenant/history/history-run.ts';
import { historyTrends, type Trend, type TrendsDocument } from '../../../tenant/history/history-trends.ts';
import { readHistory } from '../../../tenant/history/read-history.ts';
import { printProblems } from '../../output/print-problems.ts';
import { writeAsked } from '../../output/rewrite-file.ts';
import type { Streams } from '../../output/streams.ts';
import { reportEnvironment } from '../report-environment.ts';

/** More are not drawn; older ones stay in the folder. */
const mostRuns = 400;
const columnsUnknown = 120;

/** `report --history`: since when what fails, what changed then, what is flaky, and how long consistency takes. */
export async function showHistory(
  { folder, reporters: choices }: { readonly folder: string; readonly reporters: readonly ReporterChoice[] },
  streams: Streams,
): Promise<ExitCode> {
  if (!existsSync(folder)) return printProblems([noSuchFolder(folder)], streams);
  const runs = await readHistory(folder, mostRuns);
  if (!runs.ok) return printProblems(runs.problems, streams);
  const trends = historyTrends(runs.value);
  const problems: Problem[] = [];
  for (const choice of choices) problems.push(...(await write(choice, { trends, runs: runs.value, streams })));
  if (problems.length > 0) printProblems(problems, streams);
  return exitCode({ unwritten: problems.length > 0 });
}

/** A run makes its folder; who reads one means one that is there. */
function noSuchFolder(folder: string): Problem {
  const message = 'no such folder';
  return { code: 'file-unreadable', message, at: placeOfFile(folder), fix: pathFix(folder) };
}

type Showing = { readonly trends: readonly Trend[]; readonly runs: readonly HistoryRun[]; readonly streams: Streams };

async function write({ name, file }: ReporterChoice, { trends, runs, streams }: Showing): Promise<readonly Problem[]> {
  const { stdout, color, version } = reportEnvironment(streams, { verbose: false });
  if (name === 'terminal') {
    stdout.write(historyText(trends, { paint: paintFor(color), columns: stdout.columns ?? columnsUnknown }));
    return [];
  }
  const text = async () => {
    if (name === 'markdown') return historyMarkdown(trends);
    if (name === 'json') return `${JSON.stringify({ version: 1, trends } satisfies TrendsDocument, null, 2)}\n`;
    return (await import('../../../report/history/history-page.ts')).historyPage(trends, runs, version);
  };
  const row = reporters[name];
  const path = file ?? ('defaultFile' in row ? row.defaultFile : '');
  return writeAsked([{ path, text, replaces: 'replaces' in row ? row.replaces : 'none' }], streams);
}
