import { expect, test } from 'vitest';
import { evidenceSourceOf, leastSource } from './evidence-source.ts';

test.each([
  ['modeled', 'typed', 'typed'],
  ['replayed', 'seeded', 'replayed'],
  ['typed', 'typed', 'typed'],
  [undefined, 'modeled', 'modeled'],
  ['seeded', undefined, 'seeded'],
  [undefined, undefined, undefined],
] as const)('of %s and %s, %s is worth least', (a, b, least) => {
  expect(leastSource(a, b)).toBe(least);
  expect(leastSource(b, a)).toBe(least);
});

test('what a sandbox says comes before the first semicolon', () => {
  expect(evidenceSourceOf(' typed ; model=v1.0@2026-08')).toBe('typed');
  expect(evidenceSourceOf('invented')).toBeUndefined();
  expect(evidenceSourceOf(undefined)).toBeUndefined();
});
