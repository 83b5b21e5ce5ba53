import { problemText } from '../../diagnostics/code-frame.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import type { Streams } from './streams.ts';

const mostPrinted = 50;
/** Readers list no more of one file. */
const mostFound = 1_000;

/** Prints problems for a person, and how many requests were `sent`; returns the exit code of wrong input. */
export function printProblems(problems: readonly Problem[], { stderr }: Pick<Streams, 'stderr'>, sent = 0): ExitCode {
  for (const problem of problems.slice(0, mostPrinted))
    printText(`${problemText(problem, stderr.columns)}\n\n`, stderr);
  const more = problems.length - mostPrinted;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const atLeast = problems.length >= mostFound ? ' or more' : '';
  printText(`${count}${atLeast}${more > 0 ? ` (${more} more not shown)` : ''}; ${sentText(sent)}\n`, stderr);
  return exitCode({ wrongInput: true, sent });
}

function sentText(sent: number): string {
  if (sent === 0) return 'nothing was sent';
  return sent === 1 ? '1 request was sent' : `${sent} requests were sent`;
}
