import { problemsOf } from '../../diagnostics/problem.ts';
import { type AccountComparison, compareAccounts } from '../../report/compare/compare-accounts.ts';
import { comparisonJson } from '../../report/compare/comparison-json.ts';
import { comparisonMarkdown } from '../../report/compare/comparison-markdown.ts';
import { comparisonText } from '../../report/compare/comparison-text.ts';
import { readAccount } from '../../report/compare/read-comparable.ts';
import { paintFor } from '../../report/wording/paint.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { type DiffConfig, diffConfig } from '../options/diff-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { reportEnvironment } from '../steps/report-environment.ts';

/** `diff`: compares two recordings or results. */
export async function diffCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = diffConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const [before, after] = [await readAccount(config.value.before), await readAccount(config.value.after)];
  if (!before.ok || !after.ok) return printProblems(problemsOf(before, after), streams);
  const comparison = compareAccounts(before.value, after.value);
  if (!comparison.ok) return printProblems(comparison.problems, streams);
  streams.stdout.write(written(comparison.value, config.value.format, streams));
  return exitCode({ failed: comparison.value.steps.length > 0 });
}

function written(comparison: AccountComparison, format: DiffConfig['format'], streams: Streams): string {
  switch (format) {
    case 'json':
      return comparisonJson(comparison);
    case 'markdown':
      return comparisonMarkdown(comparison);
    case 'text':
      return comparisonText(comparison, paintFor(reportEnvironment(streams, { verbose: false }).color));
    default:
      return format satisfies never;
  }
}
