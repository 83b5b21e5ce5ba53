import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapped } from './terminal-view.ts';

test.each([
  ['a line that fits', 'a line that fits', 20],
  ['Read the expected value', 'Read the\n  expected\n  value', 10],
  ['  label     a few words of it', '  label     a few words\n            of it', 24],
  ['    dir/a-name-that-does-not-end', '    dir/a-name-that-does-not-end', 10],
  ['  1  list  200  after 4 attempts', '  1  list  200\n           after 4 attempts', 28],
  ['a-name-of-14-s  a-value-of-27-signs-------', 'a-name-of-14-s\n  a-value-of-27-signs-------', 32],
  [
    '    page      https://learn.microsoft.com/x · y',
    '    page\n      https://learn.microsoft.com/x\n              · y',
    36,
  ],
  [
    '    page      https://learn.microsoft.com/x · y',
    '    page\n  https://learn.microsoft.com/x ·\n              y',
    33,
  ],
  ['    page      https://learn.microsoft.com/x', '    page\nhttps://learn.microsoft.com/x', 30],
  ['    page      https://learn.microsoft.com/x', '    page      https://learn.microsoft.com/x', 28],
  ['\x1b[2mtook\x1b[22m  1 s after 4 attempts', '\x1b[2mtook\x1b[22m  1 s after\n      4 attempts', 16],
])('%j', (line, lines, columns) => {
  expect(wrapped(line, columns).join('\n')).toBe(lines);
});

test('no word is lost, broken or wider than it must be', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '漢', '-'), minLength: 1, maxLength: 12 });
  const line = fc.array(fc.tuple(word, fc.constantFrom(' ', '  '), fc.boolean()), { minLength: 1, maxLength: 30 });
  const bare = (text: string) => text.replaceAll(/\x1b\[\d+m/g, '');
  fc.assert(
    fc.property(line, fc.integer({ min: 26, max: 90 }), (parts, columns) => {
      const text = parts
        .map(([one, space, dim]) => `${dim ? `\x1b[2m${one}\x1b[22m` : one}${space}`)
        .join('')
        .trimEnd();
      const lines = wrapped(text, columns);
      expect(lines.map(bare).join(' ').split(/ +/)).toEqual(bare(text).split(/ +/));
      for (const one of lines.map(bare)) {
        expect([...one].reduce((sum, char) => sum + (char === '漢' ? 2 : 1), 0)).toBeLessThanOrEqual(columns);
        expect(one).not.toMatch(/ $/);
      }
    }),
  );
});
