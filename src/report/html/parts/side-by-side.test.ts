import { expect, test } from 'vitest';
import { sampleAt } from '../../../../test/support/report/sample-steps.ts';
import type { DifferenceCode } from '../../../expectation/compare/difference.ts';
import type { Json } from '../../../json/json.ts';
import { sideBySide } from './side-by-side.ts';

const difference = (code: DifferenceCode, path: string) => ({ code, path, message: '', at: sampleAt('status') });

/** The rows as text: expectation, answer, and `!` with the differences, or `~` where it is quiet. */
function shown(
  expected: Json,
  actual: Json | undefined,
  ...differences: readonly (readonly [DifferenceCode, string])[]
) {
  const rows = sideBySide(
    expected,
    actual,
    differences.map(([code, path]) => difference(code, path)),
  );
  const side = (line: { depth: number; text: string } | undefined) =>
    line === undefined ? '-' : '  '.repeat(line.depth) + line.text;
  return rows.map((row) => {
    const mark = row.differences.length > 0 ? ` !${row.differences.join()}` : row.quiet ? ' ~' : '';
    return `${side(row.expected)} | ${side(row.actual)}${mark}`;
  });
}

test('properties are beside each other, whatever their order; what a rule matched is quiet', () => {
  expect(
    shown({ id: '<uuid>', name: 'A', '\\<each>': 1 }, { more: true, name: 'B', id: 'x', '<each>': 1n }, [
      'value',
      '$.name',
    ]),
  ).toEqual([
    '{ | {',
    '  "id": <uuid> |   "id": "x" ~',
    '  "name": "A" |   "name": "B" !0',
    '  "<each>": 1 |   "<each>": 1',
    '- |   "more": true ~',
    '} | }',
  ]);
});

test('a missing property, and one that was received against a strict expectation, are marked on their side', () => {
  const rows = shown({ a: { b: 1 } }, { c: [2] }, ['missing-property', '$.a'], ['undocumented-property', '$.c']);
  expect(rows).toEqual([
    '{ | {',
    '  "a": { | - !0',
    '    "b": 1 | -',
    '  } | -',
    '- |   "c": [ !1',
    '- |     2',
    '- |   ]',
    '} | }',
  ]);
});

test('items pair as the evaluation paired them: around what is missing and what is extra', () => {
  const rows = shown([1, 2, 3], [9, 1, 3], ['array-missing-item', '$[1]'], ['array-extra-item', '$[0]']);
  expect(rows).toEqual(['[ | [', '- |   9 !1', '  1 |   1', '  2 | - !0', '  3 |   3', '] | ]']);
});

test('under a combinator both sides are shown from their beginning', () => {
  expect(shown({ '<contains>': [{ id: 1 }] }, [], ['array-missing-item', '$[0]'])).toEqual([
    '<contains> [ | []',
    '  { | - !0',
    '    "id": 1 | -',
    '  } | -',
    '] | -',
  ]);
});

test('a value of another type, and no response at all', () => {
  expect(shown({ a: 1 }, { a: [1] }, ['type', '$.a'])).toEqual([
    '{ | {',
    '  "a": 1 |   "a": [ !0',
    '- |     1',
    '- |   ]',
    '} | }',
  ]);
  expect(shown({ a: 1 }, undefined, ['not-json', '$'])).toEqual(['{ | - !0', '  "a": 1 | -', '} | -']);
});
