import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { parseJson } from './parse-json.ts';
import { prettyJson } from './pretty.ts';
import { readJson } from './read-json.ts';

/** What `JSON.parse` reads, or `undefined` where it refuses. */
function native(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The value with every bigint as the double that `JSON.parse` would have made of it. */
function rounded(value: Json): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]));
}

const layouts = fc.constantFrom<string | undefined>(undefined, '  ', '\t', ' \n');

describe('parseJson', () => {
  test.each<[string, string, number, string]>([
    ['an empty text', '', 0, 'the text is empty'],
    ['white space only', ' \n', 2, 'the text is empty'],
    ['a byte order mark', '\ufeff{}', 0, 'a byte order mark before the JSON'],
    ['an unclosed object', '{', 1, 'the text ends before the `}` of this `{`'],
    ['an unclosed object after a member', '{"a":1', 6, 'the text ends before the `}` of this `{`'],
    ['an unclosed array', '[1,2', 4, 'the text ends before the `]` of this `[`'],
    ['an array that ends after a comma', '[1,', 3, 'the text ends where a value is expected'],
    ['the wrong bracket', '[1}', 2, 'expected `,` or `]`'],
    ['a missing comma', '{"a":1 "b":2}', 7, 'expected `,` or `}`'],
    ['a comma at the end of an array', '[1 ,]', 3, 'a comma before `]`'],
    ['a comma at the end of an object', '{"a":1,\n}', 6, 'a comma before `}`'],
    ['a missing colon', '{"a" 1}', 5, 'expected `:` after the property name'],
    ['a name without quotes', '{a:1}', 1, 'expected a property name in double quotes'],
    ['single quotes', "['a']", 1, 'expected a value'],
    ['a comment', '[1, // one\n2]', 4, 'expected a value'],
    ['a missing value', '{"a":}', 5, 'expected a value'],
    ['a word', '{"a": undefined}', 6, '`undefined` is not a JSON value'],
    ['a word that begins well', '[nullx]', 1, '`nullx` is not a JSON value'],
    ['NaN', '[NaN]', 1, '`NaN` is not a JSON value'],
    ['a number with a leading zero', '[012]', 1, 'a number that JSON does not allow'],
    ['a number without a fraction', '[1.]', 1, 'a number that JSON does not allow'],
    ['a number without an exponent', '[1e]', 1, 'a number that JSON does not allow'],
    ['a bare minus', '[-]', 1, 'a `-` without a number'],
    ['an unclosed string', '{"a": "b', 6, 'a string without its closing `"`'],
    ['a string that ends in an escaped quote', '"a\\"', 0, 'a string without its closing `"`'],
    ['a line feed in a string', '"a\nb"', 2, 'a control character in a string; write it as an escape such as `\\n`'],
    ['an unknown escape', '"a\\x"', 2, 'a backslash that does not start a JSON escape'],
    ['half an escape', '"\\u12G4"', 1, 'a backslash that does not start a JSON escape'],
    ['two values', '{} {}', 3, 'something follows after the JSON value'],
    ['HTML', '<!DOCTYPE html>', 0, 'expected a value'],
    ['a number that is too large', '{"a": 1e999}', 6, 'number out of range'],
    ['an integer that is too large', `[${'9'.repeat(400)}]`, 1, 'number out of range'],
  ])('refuses %s and says where', (_, text, offset, message) => {
    expect(parseJson(text)).toEqual({ ok: false, offset, message });
  });

  test('keeps integers beyond doubles exact, and those alone', () => {
    const text =
      '[9007199254740991, 9007199254740992, 9007199254740993, -9007199254740993, 1e21, 0.1234567890123456789]';
    const value = [
      9007199254740991,
      9007199254740992n,
      9007199254740993n,
      -9007199254740993n,
      1e21,
      0.12345678901234568,
    ];
    expect(parseJson(text)).toEqual({ ok: true, value, duplicates: [], moreDuplicates: 0 });
  });

  test('keeps the first integer that a double cannot hold exact, where it stands alone', () => {
    expect(parseJson('9007199254740993')).toEqual({
      ok: true,
      value: 9007199254740993n,
      duplicates: [],
      moreDuplicates: 0,
    });
  });

  test('refuses every control character in a string, and no other character', () => {
    for (let code = 0; code <= 0xff; code++) {
      const read = parseJson(`["${String.fromCharCode(code)}x"]`);
      const expected = code >= 0x20 && code !== 0x22 && code !== 0x5c;
      expect(read.ok, `character ${code}`).toBe(expected);
      if (code < 0x20) expect(read).toMatchObject({ offset: 2, message: expect.stringContaining('control character') });
    }
  });

  test('does not look for numbers inside strings', () => {
    expect(parseJson('"12345678901234567890 \\" 1e999"')).toEqual({
      ok: true,
      value: '12345678901234567890 " 1e999',
      duplicates: [],
      moreDuplicates: 0,
    });
  });

  test('lists the names that come twice, and takes the last value of each', () => {
    const text =
      '{"a": 1, "b": {"odd name": 1, "odd name": 2}, "c": [{}, {"x": 1, "y": 2, "\\u0078": 3}], "a": 4, "a": 5}';
    expect(parseJson(text)).toEqual({
      ok: true,
      value: { a: 5, b: { 'odd name': 2 }, c: [{}, { x: 3, y: 2 }] },
      duplicates: ["$.b['odd name']", '$.c[1].x', '$.a'],
      moreDuplicates: 0,
    });
  });

  test('lists at most a hundred names that come twice', () => {
    const items = Array.from({ length: 500 }, () => '{"a":1,"a":2}');
    const read = parseJson(`[${items.join()}]`);
    expect(read.ok && [read.duplicates.length, read.moreDuplicates]).toEqual([100, 400]);
    const few = parseJson('{"a":1,"a":2}');
    expect(few.ok && few.moreDuplicates).toBe(0);
  });

  test('takes `__proto__` and the names of methods as data', () => {
    const fast = parseJson('{"__proto__": {"polluted": 1}, "toString": 1, "hasOwnProperty": 2}');
    const slow = parseJson(
      '{"__proto__": {"polluted": 1}, "toString": 1, "hasOwnProperty": 2, "n": 10000000000000000}',
    );
    for (const read of [fast, slow]) {
      const value = read.ok ? read.value : null;
      expect(Object.keys(value ?? {}).slice(0, 3)).toEqual(['__proto__', 'toString', 'hasOwnProperty']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(read).toMatchObject({ ok: true, duplicates: [], moreDuplicates: 0 });
    }
  });

  test('notices that `__proto__` occurs twice', () => {
    expect(parseJson('{"__proto__": 1, "__proto__": 2}')).toMatchObject({ ok: true, duplicates: ['$.__proto__'] });
  });

  test('P9 reads 200 levels and refuses the 201st, before anything recurses', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(200)).ok).toBe(true);
    const refused = { ok: false, offset: 200, message: 'arrays and objects are nested deeper than 200 levels' };
    expect(parseJson(nested(201))).toEqual(refused);
    expect(parseJson(nested(5_000))).toEqual(refused);
    expect(parseJson('['.repeat(5_000_000))).toEqual(refused);
    expect(readJson(nested(200)).ok).toBe(true);
    expect(readJson(nested(201))).toEqual(refused);
    expect(parseJson(`"${'['.repeat(300)}"`).ok).toBe(true);
  });

  test('reads what JSON.parse reads, however it is laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), layouts, (value, layout) => {
        const text = JSON.stringify(value, null, layout);
        const read = parseJson(text);
        expect(read).toMatchObject({ ok: true, duplicates: [], moreDuplicates: 0 });
        expect(read.ok && rounded(read.value)).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test('reads the same with the careful reader as with JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), layouts, (value, layout) => {
        const text = JSON.stringify(value, null, layout);
        expect(readJson(text)).toStrictEqual(parseJson(text));
      }),
      { numRuns: 500 },
    );
  });

  test('reads integers of any size back as they were written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 300n), max: 10n ** 300n }), (integer) => {
        const read = parseJson(prettyJson([integer]));
        expect(read.ok && BigInt(String(Array.isArray(read.value) ? read.value[0] : ''))).toBe(integer);
      }),
    );
  });

  test('never throws, and refuses exactly what JSON.parse refuses (and numbers out of range)', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'{}[]",:\\ntrue0123456789.eE+-/u\n ﻿') });
    const mutated = fc
      .tuple(fc.jsonValue(), fc.nat(), fc.nat(3), fc.string({ maxLength: 2 }))
      .map(([value, at, removed, added]) => {
        const text = JSON.stringify(value);
        const start = at % (text.length + 1);
        return text.slice(0, start) + added + text.slice(start + removed);
      });
    fc.assert(
      fc.property(fc.oneof(noise, mutated, fc.string({ unit: 'binary' })), (text) => {
        const read = parseJson(text);
        if (read.ok) expect(rounded(read.value)).toStrictEqual(native(text)?.value);
        else {
          if (read.message !== 'number out of range') expect(native(text)).toBeUndefined();
          expect(read.offset).toBeGreaterThanOrEqual(0);
          expect(read.offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('takes time in proportion to hostile texts', () => {
    expect(parseJson(`"${'\\'.repeat(4_000_000)}`).ok).toBe(false);
    expect(parseJson('1'.repeat(4_000_000)).ok).toBe(false);
    expect(parseJson(`{${'"":0,'.repeat(500_000)}"":0}`)).toMatchObject({ ok: true, duplicates: ["$['']"] });
  });
});
