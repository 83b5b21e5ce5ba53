import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchItems } from './match-items.ts';

const table = fc.record({ stated: fc.nat(6), items: fc.nat(6) }).chain(({ stated, items }) =>
  fc.array(fc.array(fc.boolean(), { minLength: items, maxLength: items }), {
    minLength: stated,
    maxLength: stated,
  }),
);

/** The size of a maximum matching, by trying everything. */
function best(rows: readonly (readonly boolean[])[], taken: ReadonlySet<number> = new Set()): number {
  const [row, ...rest] = rows;
  if (row === undefined) return 0;
  const without = best(rest, taken);
  return row.reduce(
    (most, fits, item) => (fits && !taken.has(item) ? Math.max(most, 1 + best(rest, new Set([...taken, item]))) : most),
    without,
  );
}

describe('matching expected items with items', () => {
  it('pairs as many as can be paired, each once, and only what fits', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const items = Array.from({ length: rows[0]?.length ?? 0 }, (_, index) => index);
        const partners = matchItems(rows, items, (row, item) => row[item] === true);
        const pairs = partners.flatMap((item, index) => (item === -1 ? [] : [[index, item] as const]));
        expect(pairs.every(([index, item]) => rows[index]?.[item] === true)).toBe(true);
        expect(new Set(pairs.map(([, item]) => item)).size).toBe(pairs.length);
        expect(pairs.length).toBe(best(rows));
      }),
      { numRuns: 500 },
    );
  });
});
