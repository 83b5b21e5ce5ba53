import { expect, test } from 'vitest';
import type { Problem } from '../../diagnostics/problem.ts';
import { printProblems } from './print-problems.ts';

const last = (count: number): string => {
  const written: string[] = [];
  const problems = Array.from({ length: count }, (): Problem => ({ code: 'usage', message: 'wrong', fix: 'right' }));
  printProblems(problems, { stderr: { write: (text: string) => void written.push(text), isTTY: false } });
  return written.at(-1) ?? '';
};

test.each([
  [1, '1 problem; nothing was sent\n'],
  [51, '51 problems (1 more not shown); nothing was sent\n'],
  // A reader stops at so many: how many there are, no one knows.
  [1_000, '1000 problems or more (950 more not shown); nothing was sent\n'],
])('%d problems', (count, said) => {
  expect(last(count)).toBe(said);
});
