import { expect, test } from 'vitest';
import { defined } from './defined.ts';

test('undefined values leave no key; null, 0, false and an empty text are values', () => {
  const given = { a: undefined, b: null, c: 0, d: false, e: '', f: { g: undefined } };
  expect(Object.keys(defined(given))).toEqual(['b', 'c', 'd', 'e', 'f']);
  expect(defined(given)).toStrictEqual({ b: null, c: 0, d: false, e: '', f: { g: undefined } });
});
