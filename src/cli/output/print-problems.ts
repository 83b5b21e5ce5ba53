import { problemTextWithin } from '../../diagnostics/code-frame.ts';
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
  const found = onceEach(problems);
  for (const problem of found.slice(0, mostPrinted))
    printText(`${problemTextWithin(problem, stderr.columns)}\n\n`, stderr);
  const more = found.length - mostPrinted;
  const count = found.length === 1 ? '1 problem' : `${found.length} problems`;
  const atLeast = found.length >= mostFound ? ' or more' : '';
  printText(`${count}${atLeast}${more > 0 ? ` (${more} more not shown)` : ''}; ${sentText(sent)}\n`, stderr);
  return exitCode({ wrongInput: true, sent });
}

/** Prints what is allowed, and rarely intended. */
export function printWarnings(problems: readonly Problem[], { stderr }: Pick<Streams, 'stderr'>): void {
  for (const problem of onceEach(problems))
    printText(`warning: ${problemTextWithin(problem, stderr.columns)}\n`, stderr);
}

/** Every row of a scenario finds what is wrong with all of them. */
const onceEach = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [keyOf(problem), problem])).values(),
];

const keyOf = ({ code, message, at }: Problem): string =>
  JSON.stringify([code, message, at?.file, at?.line, at?.column, at?.calledAt]);

function sentText(sent: number): string {
  if (sent === 0) return 'nothing was sent';
  return sent === 1 ? '1 request was sent' : `${sent} requests were sent`;
}
