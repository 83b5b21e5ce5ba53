import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineText, positionAt } from './source.ts';

const source = (text: string) => ({ path: 'a.yaml', text });

describe('positionAt', () => {
  test('counts lines and columns from one', () => {
    const text = source('ab\n\ncd');
    const positions = [0, 1, 2, 3, 4, 5, 6].map((offset) => Object.values(positionAt(text, offset)).join(':'));
    expect(positions).toEqual(['1:1', '1:2', '1:3', '2:1', '3:1', '3:2', '3:3']);
  });

  test('takes CR LF as one line break', () => {
    expect(positionAt(source('a\r\nb\r\n'), 3)).toEqual({ line: 2, column: 1 });
    expect(positionAt(source('a\r\nb\r\n'), 6)).toEqual({ line: 3, column: 1 });
  });

  test('counts a tab as one column and an emoji as two, as editors do', () => {
    expect(positionAt(source('\t\tx'), 2)).toEqual({ line: 1, column: 3 });
    expect(positionAt(source('😀x'), 2)).toEqual({ line: 1, column: 3 });
  });

  test('gives a byte order mark no column, on the first line only', () => {
    const text = source('\uFEFFab\n\uFEFFc');
    expect(positionAt(text, 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(text, 1)).toEqual({ line: 1, column: 1 });
    expect(positionAt(text, 2)).toEqual({ line: 1, column: 2 });
    expect(positionAt(text, 5)).toEqual({ line: 2, column: 2 });
  });

  test('knows the first position of an empty file', () => {
    expect(positionAt(source(''), 0)).toEqual({ line: 1, column: 1 });
  });

  test('points at the character that lines and columns lead to', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '\t', '😀') });
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        const { line, column } = positionAt(source(text), offset);
        const before = text.split('\n').slice(0, line - 1);
        expect(before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1).toBe(offset);
      }),
    );
  });
});

describe('lineText', () => {
  test('gives lines without their line breaks and without the byte order mark', () => {
    const text = source('\uFEFFa\r\nb\n\nlast');
    expect([0, 1, 2, 3, 4, 5].map((line) => lineText(text, line))).toEqual([
      undefined,
      'a',
      'b',
      '',
      'last',
      undefined,
    ]);
  });

  test('has an empty line after a line break at the end, and one in an empty file', () => {
    expect(lineText(source('a\n'), 2)).toBe('');
    expect(lineText(source(''), 1)).toBe('');
  });
});
