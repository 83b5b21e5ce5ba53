import { expect, test } from 'vitest';
import { goals, missedGates, type Row, table } from '../bench/row.ts';

const rows: readonly Row[] = [
  { group: 'cold', what: 'node -e 0', value: 40, unit: 'ms', ratio: 1 },
  { group: 'files', what: 'list', value: 950.4, unit: 'ms', ratio: 1.3, aim: 1.3 },
  { group: 'live', what: '1 scenario, beside respect', value: 427, unit: 'ms', ratio: 1.28, aim: 0.8 },
  ...[1.15, 1.16, Number.NaN].map((ratio) => {
    const what = 'processor time of a scenario, of 500 beside of 50';
    return { group: 'growth', what, value: 8, unit: 'ms', ratio, aim: 1.15, gate: true };
  }),
];

test('the bench says what was measured, the goal, and whether it is met, in 80 columns', () => {
  for (const text of [table(rows), goals(rows)]) {
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  }
  expect(goals(rows)).toContain('goals: 2 met, 3 missed\n');
  expect(goals(rows)).toMatch(/^live: 1 scenario, beside respect +427 ms +1\.28 x +<= 0\.8 x +missed$/m);
  expect(goals(rows)).toMatch(/^files: list +950 ms +1\.30 x +<= 1\.3 x +met$/m);
  expect(table(rows)).toMatch(/^cold: node -e 0 +40\.0 ms +1\.00 x$/m);
});

test('a gate that is missed or not measured is an error, and no other goal', () => {
  expect(missedGates(rows)).toEqual(
    ['1.16', 'NaN'].map((ratio) => expect.stringContaining(`${ratio} x, and at most 1.15 x is good enough`)),
  );
});
