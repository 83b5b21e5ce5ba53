import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactJson } from './compact.ts';
import type { Json } from './json.ts';

describe('compactJson', () => {
  test.each<[Json, string]>([
    [null, 'null'],
    [-1.5, '-1.5'],
    [true, 'true'],
    ['a"\n', '"a\\"\\n"'],
    [9007199254740993n, '9007199254740993'],
    [[], '[]'],
    [{}, '{}'],
    [{ a: [1, 2, { b: null }], 'c d': 'x' }, '{"a": [1, 2, {"b": null}], "c d": "x"}'],
    [JSON.parse('{"__proto__":1}'), '{"__proto__": 1}'],
  ])('writes %o on one line', (value, text) => {
    expect(compactJson(value)).toBe(text);
  });

  test('keeps a text of exactly the given length and shortens a longer one to it', () => {
    expect(compactJson('x'.repeat(8), 10)).toBe('"xxxxxxxx"');
    expect(compactJson('x'.repeat(9), 10)).toBe('"xxxxxxxx…');
    expect(compactJson([1, 2, 3, 4, 5], 10)).toBe('[1, 2, 3,…');
    expect(compactJson([10, 20], 8)).toBe('[10, 20]');
  });

  test('does not leave half a character before the ellipsis', () => {
    expect(compactJson('😀😀', 4)).toBe('"😀…');
    expect(compactJson('😀😀', 5)).toBe('"😀…');
    expect(compactJson('😀😀', 6)).toBe('"😀😀"');
  });

  test('looks at no more of a huge value than it shows', () => {
    let looked = 0;
    const items = new Proxy<Json[]>([], {
      get: (target, name) => {
        if (name === 'length') return 1e9;
        if (typeof name === 'string' && /^\d+$/.test(name)) {
          looked++;
          return 7;
        }
        return Reflect.get(target, name);
      },
    });
    expect(compactJson(items, 50)).toHaveLength(50);
    expect(looked).toBeLessThan(60);
  });

  test('is JSON with the same value, on one line, where nothing is cut off', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = compactJson(value as Json, 1e6);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toContain('\n');
      }),
    );
  });

  test('is never longer than asked, and begins like the whole text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 60 }), (value, length) => {
        const whole = compactJson(value as Json, 1e6);
        const short = compactJson(value as Json, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(whole.startsWith(short.replace(/…$/, ''))).toBe(true);
        expect(short === whole).toBe(whole.length <= length);
      }),
    );
  });
});
