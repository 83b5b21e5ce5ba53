import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTagExpression } from './tag-expression.ts';

function fits(text: string, ...tags: readonly string[]): boolean {
  const parsed = parseTagExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.matches(tags);
}

test.each<[string, readonly string[], boolean]>([
  ['a', ['a', 'b'], true],
  ['a', ['b'], false],
  ['not a', ['b'], true],
  ['not not a', ['a'], true],
  ['a and b', ['a'], false],
  ['a and b', ['a', 'b'], true],
  ['a or b', ['b'], true],
  ['a, b', ['b'], true],
  ['a,b', ['c'], false],
  ['a or b and c', ['a'], true],
  ['(a or b) and c', ['a'], false],
  ['not a and b', ['b'], true],
  ['not (a and b)', ['a'], true],
  ['not(a)', ['b'], true],
  ['access-reviews and not slow', ['access-reviews'], true],
  ['  a  ', ['a'], true],
  ['v1.0', ['v1.0'], true],
  ['A', ['a'], false],
])('%s for %j is %s', (text, tags, expected) => {
  expect(fits(text, ...tags)).toBe(expected);
});

describe('an invalid expression is reported', () => {
  test.each([
    ['', 'a tag, `not` or `(` is missing before the end'],
    ['a and', 'a tag, `not` or `(` is missing before the end'],
    ['and a', 'a tag, `not` or `(` is missing before `and`'],
    ['a or or b', 'a tag, `not` or `(` is missing before `or`'],
    ['(a', '`)` is missing before the end'],
    ['(a b)', '`)` is missing before `b`'],
    ['a)', '`and` or `or` is missing before `)`'],
    ['a b', '`and` or `or` is missing before `b`'],
    ['()', 'a tag, `not` or `(` is missing before `)`'],
    ['not', 'a tag, `not` or `(` is missing before the end'],
    ['a,', 'a tag, `not` or `(` is missing before the end'],
  ])('%j', (text, message) => {
    expect(parseTagExpression(text)).toEqual({ ok: false, message });
  });
});

test('the laws of De Morgan hold', () => {
  const tags = fc.subarray(['a', 'b', 'c']);
  const tag = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(tags, tag, tag, (having, one, other) => {
      expect(fits(`not (${one} and ${other})`, ...having)).toBe(fits(`not ${one} or not ${other}`, ...having));
      expect(fits(`not (${one} or ${other})`, ...having)).toBe(fits(`not ${one} and not ${other}`, ...having));
    }),
  );
});

test('any text is read or refused', () => {
  const words = fc.array(fc.constantFrom('a', 'and', 'or', 'not', '(', ')', ','), { maxLength: 12 });
  fc.assert(fc.property(words, (all) => typeof parseTagExpression(all.join(' ')).ok === 'boolean'));
});
