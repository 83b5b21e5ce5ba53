import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeLine, safeText } from './safe-text.ts';

describe('safeText', () => {
  test.each([
    ['an ANSI color', '\u001b[31mred', '\\x1b[31mred'],
    ['the clipboard (OSC 52)', '\u001b]52;c;ZXZpbA==\u0007', '\\x1b]52;c;ZXZpbA==\\x07'],
    ['a C1 control', '\u009b2J\u0085', '\\x9b2J\\x85'],
    ['NUL, backspace and DEL', '\u0000\b\u007f', '\\x00\\x08\\x7f'],
    ['a carriage return', 'a\r\nb', 'a\\x0d\nb'],
    ['a change of direction', 'a\u202eb\u2066c', 'a<U+202E>b<U+2066>c'],
    ['an Arabic letter mark', '\u061c', '<U+061C>'],
    ['zero-width characters', 'a\u200bb\ufeffc\u2060', 'a<U+200B>b<U+FEFF>c<U+2060>'],
    ['line separators', 'a\u2028b\u2029c', 'a<U+2028>b<U+2029>c'],
    ['a lone high surrogate', 'a\ud83dz', 'a<U+D83D>z'],
    ['a lone low surrogate', '\ude00', '<U+DE00>'],
    ['surrogates in the wrong order', '\ude00\ud83d', '<U+DE00><U+D83D>'],
    ['a lone one beside a pair', '\ud83d😀\ude00', '<U+D83D>😀<U+DE00>'],
    ['a command of Azure Pipelines', 'a ##vso[task.setvariable]b', 'a #\\x23vso[task.setvariable]b'],
    ['a formatting command', '##[error]a ###[b', '#\\x23[error]a ##\\x23[b'],
    ['a command in capitals', '##VSO[a', '#\\x23VSO[a'],
    ['a command of GitHub Actions', '::add-mask::a\n \t::b', '\\x3a:add-mask::a\n \t\\x3a:b'],
    ['two commands', '::::a', '\\x3a:::a'],
  ])('defuses %s', (_, text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  test.each(['plain', 'a\tb\nc', 'größe 漢字 😀', 'a::b', '## Title [link]', '#1', 'C:\\dir', '\u00a0'])(
    'leaves %j as it is',
    (text) => {
      expect(safeText(text)).toBe(text);
    },
  );

  test('changes nothing that it has made safe already', () => {
    const texts = fc.string({
      unit: fc.constantFrom('#', ':', '[', 'v', '\n', ' ', '\u001b', '\ud83d', '\ude00', '\u202e', '\\'),
    });
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), (text) => {
        expect(safeText(safeText(text))).toBe(safeText(text));
        expect(safeLine(safeLine(text))).toBe(safeLine(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test('lets no control but tab and line feed through, nor half a character, nor a command', () => {
    const texts = fc.string({
      unit: fc.constantFrom('#', ':', '[', 'v', '\n', ' ', '\u001b', '\u009f', '\ud83d', '\ude00'),
    });
    fc.assert(
      fc.property(texts, (text) => {
        const safe = safeText(text);
        expect(safe.isWellFormed()).toBe(true);
        expect(safe).not.toMatch(/(?![\t\n])\p{Cc}/u);
        expect(safe).not.toMatch(/##[a-z]*\[|^\s*::/im);
        expect(safe.split('\n').length).toBe(text.split('\n').length);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('safeLine keeps a text on one line', () => {
  expect(safeLine('a\tb\r\nc\u2028')).toBe('a\\tb\\x0d\\nc<U+2028>');
});
