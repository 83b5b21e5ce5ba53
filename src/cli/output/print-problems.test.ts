import { expect, test } from 'vitest';
import type { Problem } from '../../diagnostics/problem.ts';
import { printProblems } from './print-problems.ts';

const last = (count: number, wrong = (index: number) => `wrong ${index}`): string => {
  const written: string[] = [];
  const problems = Array.from(
    { length: count },
    (_, index): Problem => ({ code: 'usage', message: wrong(index), fix: 'right' }),
  );
  printProblems(problems, { stderr: { write: (text: string) => void written.push(text), isTTY: false } });
  return written.at(-1) ?? '';
};

test.each([
  [1, '1 problem; nothing was sent\n'],
  [51, '51 problems (1 more not shown); nothing was sent\n'],
  // A reader stops at this many: the total is unknown.
  [1_000, '1000 problems or more (950 more not shown); nothing was sent\n'],
])('%d problems', (count, said) => {
  expect(last(count)).toBe(said);
});

test('a problem of several rows of a scenario is listed once', () => {
  expect(last(3, () => 'wrong')).toBe('1 problem; nothing was sent\n');
  expect(last(4, (index) => `wrong ${index % 2}`)).toBe('2 problems; nothing was sent\n');
});
