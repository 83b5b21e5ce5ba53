import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import type { Json } from './json.ts';

describe('canonicalJson', () => {
  test('sorts names by UTF-16 units at every level and keeps the order of items', () => {
    const value = { '\ufb33': 1, '😀': 2, b: [{ z: 1, y: 2 }, 'x'], a: null, B: true };
    expect(canonicalJson(value)).toBe('{"B":true,"a":null,"b":[{"y":2,"z":1},"x"],"😀":2,"\ufb33":1}');
  });

  test('writes numbers as ECMAScript does and large integers as their digits', () => {
    expect(canonicalJson([1e21, 4.5, 2e-3, -0, 333333333.3333333, 9007199254740993n])).toBe(
      '[1e+21,4.5,0.002,0,333333333.3333333,9007199254740993]',
    );
  });

  test('escapes what JSON must escape and nothing else', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\/\u2028')).toBe('"€$\\u000f\\nA\'B\\"\\\\/\u2028"');
    expect(canonicalJson('\ud800')).toBe('"\\ud800"');
  });

  test('takes `__proto__` as data', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1},"b":1}');
  });

  test('does not depend on the order of names', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value as Json))).toBe(canonicalJson(value as Json));
      }),
    );
  });

  test('is JSON with the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
