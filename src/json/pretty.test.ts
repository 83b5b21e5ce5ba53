import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { prettyJson } from './pretty.ts';

describe('prettyJson', () => {
  test('writes what JSON.stringify writes with an indent of two', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(prettyJson(value as Json)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('writes integers of any size as their digits', () => {
    expect(prettyJson({ b: [9007199254740993n], a: {} })).toBe('{\n  "b": [\n    9007199254740993\n  ],\n  "a": {}\n}');
  });
});
