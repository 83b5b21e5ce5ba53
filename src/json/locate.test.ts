import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { locate } from './locate.ts';

const text = '{\n  "steps": [\n    {"id": "a"},\n    {"id": "b", "odd name": [1, 22]}\n  ]\n}';

function excerpt(path: readonly (string | number)[], of = text): string | undefined {
  const span = locate(of, path);
  return span && of.slice(span.start, span.end);
}

describe('locate', () => {
  test('finds a value by its path, without the white space around it', () => {
    expect(excerpt(['steps', 1, 'id'])).toBe('"b"');
    expect(excerpt(['steps', 1, 'odd name', 1])).toBe('22');
    expect(excerpt(['steps', 0])).toBe('{"id": "a"}');
    expect(excerpt([])).toBe(text);
  });

  test('finds the nearest ancestor of what is not there', () => {
    expect(excerpt(['steps', 0, 'title'])).toBe('{"id": "a"}');
    expect(excerpt(['steps', 0, 'id', 'deeper', 3])).toBe('"a"');
    expect(excerpt(['steps', 7, 'id'])).toMatch(/^\[\n.*\]$/s);
    expect(excerpt(['nothing'])).toBe(text);
  });

  test('reports an index from a name that looks like one', () => {
    expect(excerpt(['steps', '0'])).toMatch(/^\[/);
    expect(excerpt([0], '{"0": 1}')).toBe('{"0": 1}');
  });

  test('finds the last of the values of a name that occurs twice, as reading does', () => {
    expect(excerpt(['a', 'b'], '{"a": {"b": 1}, "a": {"b": 2}}')).toBe('2');
    expect(excerpt(['a', 'b'], '{"a": {"b": 1}, "a": {}}')).toBe('{}');
  });

  test('finds nothing in a text that is not JSON', () => {
    expect(locate('{"a": 1', ['a'])).toBeUndefined();
  });

  test('finds every value where it stands', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 2), (value, indent) => {
        const written = JSON.stringify(value, null, indent);
        for (const [path, member] of everyValue(value as Json)) {
          const span = locate(written, path) ?? { start: 0, end: 0 };
          expect(JSON.parse(written.slice(span.start, span.end))).toEqual(JSON.parse(JSON.stringify(member)));
        }
      }),
    );
  });
});

function* everyValue(value: Json, path: readonly (string | number)[] = []): Generator<[(string | number)[], Json]> {
  yield [[...path], value];
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* everyValue(item, [...path, index]);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* everyValue(member, [...path, name]);
  }
}
