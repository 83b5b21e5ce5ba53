import { problemText } from '../../diagnostics/code-frame.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Streams } from './streams.ts';

const mostPrinted = 50;

/** Prints problems for a person and returns the exit code of wrong input. */
export function printProblems(problems: readonly Problem[], { stderr }: Streams): 2 {
  for (const problem of problems.slice(0, mostPrinted)) stderr.write(`${problemText(problem)}\n\n`);
  const more = problems.length - mostPrinted;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  stderr.write(`${count}${more > 0 ? ` (${more} more not shown)` : ''}; nothing was sent\n`);
  return 2;
}
