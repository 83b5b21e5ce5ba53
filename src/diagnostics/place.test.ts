import { describe, expect, test } from 'vitest';
import { placeAt, placeOfFile, placeText } from './place.ts';

const source = (text: string) => ({ path: 'dir/a.yaml', text });

describe('placeAt', () => {
  test('resolves a span on one line, with the line before it', () => {
    expect(placeAt(source('one\ntwo\nthree: x\nfour'), { start: 15, end: 16 })).toEqual({
      file: 'dir/a.yaml',
      line: 3,
      column: 8,
      endColumn: 9,
      excerpt: ['two', 'three: x'],
      excerptColumn: 1,
    });
  });

  test('has no line before the first', () => {
    expect(placeAt(source('one\ntwo'), { start: 1, end: 3 })).toMatchObject({
      line: 1,
      column: 2,
      endColumn: 4,
      excerpt: ['one'],
    });
  });

  test('ends a span over several lines with its first line', () => {
    expect(placeAt(source('a: [\r\n1,\r\n2]'), { start: 3, end: 11 })).toMatchObject({
      line: 1,
      column: 4,
      endColumn: 5,
    });
  });

  test('marks one column where a span is empty, also after the last character', () => {
    expect(placeAt(source('ab'), { start: 1, end: 1 })).toMatchObject({ column: 2, endColumn: 3 });
    expect(placeAt(source('ab'), { start: 2, end: 2 })).toMatchObject({ column: 3, endColumn: 4 });
    expect(placeAt(source('ab\n'), { start: 3, end: 3 })).toMatchObject({
      line: 2,
      column: 1,
      endColumn: 2,
      excerpt: ['ab', ''],
    });
    expect(placeAt(source(''), { start: 0, end: 0 })).toMatchObject({
      line: 1,
      column: 1,
      endColumn: 2,
      excerpt: [''],
    });
  });

  test('does not count a byte order mark', () => {
    expect(placeAt(source('\uFEFFabc'), { start: 2, end: 3 })).toMatchObject({
      column: 2,
      endColumn: 3,
      excerpt: ['abc'],
    });
  });

  test('keeps of a very long line the text around the span', () => {
    const text = `${'a'.repeat(5_000)}HERE${'b'.repeat(5_000)}`;
    const place = placeAt(source(`short\n${text}`), { start: 5_006, end: 5_010 });
    expect(place).toMatchObject({ line: 2, column: 5_001, endColumn: 5_005, excerptColumn: 4_921 });
    const [before, line] = place.excerpt;
    expect(before).toBe('');
    expect(line).toHaveLength(400);
    expect(line?.slice(place.column - (place.excerptColumn ?? 1)).startsWith('HERE')).toBe(true);
  });

  test('cuts a very long line off at its end where the span is near its start', () => {
    const place = placeAt(source(`row: ${'a'.repeat(5_000)}`), { start: 5, end: 5_005 });
    expect(place.excerptColumn).toBe(1);
    expect(place.excerpt).toEqual([`row: ${'a'.repeat(395)}`]);
  });
});

test('a place reads as file, line and column', () => {
  expect(placeText(placeAt(source('a\nbc'), { start: 3, end: 4 }))).toBe('dir/a.yaml:2:2');
  expect(placeText(placeOfFile('b.yaml'))).toBe('b.yaml:1:1');
});
