import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapped } from './terminal-view.ts';

test.each([
  ['a line that fits', 'a line that fits', 20],
  ['Read the expected value', 'Read the\n  expected\n  value', 10],
  ['  label     a few words of it', '  label     a few words\n            of it', 24],
  ['    dir/a-name-that-does-not-end', '    dir/a-name-that-does-not-end', 10],
  ['  1  list  200  after 4 attempts', '  1  list  200\n           after 4 attempts', 28],
  ['\x1b[2mtook\x1b[22m  1 s after 4 attempts', '\x1b[2mtook\x1b[22m  1 s after\n      4 attempts', 16],
])('%j', (line, lines, columns) => {
  expect(wrapped(line, columns).join('\n')).toBe(lines);
});

test('no word is lost, broken or wider than it must be', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '漢', '-'), minLength: 1, maxLength: 12 });
  const line = fc.array(fc.tuple(word, fc.constantFrom(' ', '  ')), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(line, fc.integer({ min: 30, max: 90 }), (parts, columns) => {
      const text = parts
        .map(([one, space]) => one + space)
        .join('')
        .trimEnd();
      const lines = wrapped(text, columns);
      expect(lines.join(' ').split(/ +/)).toEqual(text.split(/ +/));
      for (const one of lines)
        expect([...one].reduce((sum, char) => sum + (char === '漢' ? 2 : 1), 0)).toBeLessThanOrEqual(columns);
    }),
  );
});
