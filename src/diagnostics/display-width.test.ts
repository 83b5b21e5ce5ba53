import fc from 'fast-check';
import { expect, it } from 'vitest';
import { displayWidth, padded, shortened, shortenedInside } from './display-width.ts';

it.each([
  ['abc', 3],
  ['äöü', 3],
  ['日本', 4],
  ['😀', 2],
  ['e\u0301', 1],
  ['한국어', 6],
  ['ｱｲｳ', 3],
  ['（全角）', 8],
  ['👩‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['❤', 1],
  ['⌚', 2],
  ['✓', 1],
  ['–', 1],
  ['a\u200bb', 2],
  ['a\u00adb', 2],
  ['नमस्ते', 4],
  ['𠮷野家', 6],
  ['\u1112\u1161\u11ab', 2],
])('%s takes %i columns', (text, width) => expect(displayWidth(text)).toBe(width));

it('shortens to the width and never beyond, by the end or inside', () => {
  expect(shortened('abcdef', 4)).toBe('abc…');
  expect(shortenedInside('/beta/groups/1/members', 12)).toBe('/be…/members');
  expect(shortened('漢字漢字', 6)).toBe('漢字…');
  expect(shortened('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3)).toBe('👩‍👩‍👧‍👦…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      expect(displayWidth(shortened(text, width))).toBeLessThanOrEqual(width);
      expect(displayWidth(shortenedInside(text, width))).toBeLessThanOrEqual(width);
      expect(displayWidth(padded(shortened(text, width), width))).toBe(width);
    }),
  );
});

it('comes out the same whether a text is looked at character by character or not', () => {
  const codes = Array.from({ length: 0x3000 }, (_, code) => code).filter((code) => code < 0x300 || code >= 0x2000);
  const texts = codes.map((code) => `${String.fromCharCode(code).repeat(2)}a`);
  // What is wide is always looked at.
  expect(texts.filter((text) => displayWidth(`${text}日`) !== displayWidth(text) + 2)).toEqual([]);
  const narrow = texts.filter((text) => displayWidth(text) === 3);
  expect(narrow.filter((text) => shortened(`${text}bcd`, 4) !== shortened(`${text}日本`, 4))).toEqual([]);
});
