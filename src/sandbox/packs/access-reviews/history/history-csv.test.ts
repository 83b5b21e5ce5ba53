import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell } from './history-csv.ts';

test('no line of a cell begins with what a spreadsheet takes for a formula', () => {
  const pieces = fc.constantFrom('=', '+', '-', '@', ' ', '\t', '\u00a0', '\n', '\r', '"', ',', 'x');
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const cell = csvCell(parts.join(''));
      const text = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      for (const line of text.split(/\r\n|\r|\n/)) expect(line).not.toMatch(/^\s*[=+\-@]/);
    }),
  );
});

test('a cell that needs quotes has them, and any other is as it was', () => {
  expect(csvCell('plain text')).toBe('plain text');
  expect(csvCell('one, "two"\nthree')).toBe('"one, ""two""\nthree"');
});
