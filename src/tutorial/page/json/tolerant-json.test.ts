import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../json/json.ts';
import { parseJson } from '../../../json/parse-json.ts';
import { prettyJson } from '../../../json/pretty.ts';
import { readTolerantJson } from './tolerant-json.ts';

const cases: readonly (readonly [name: string, text: string, value: Json, repairs: readonly string[]])[] = [
  ['a comma before the end', '{"a": [1, 2,],}', { a: [1, 2] }, ['trailing-comma', 'trailing-comma']],
  [
    'comments of every kind',
    '{ // one\n"a": 1, /* two */\n# three\n"b": 2 }',
    { a: 1, b: 2 },
    Array(3).fill('comment'),
  ],
  ['an ellipsis for items', '[1, 2, ...]', [1, 2], ['ellipsis']],
  ['an ellipsis for properties', '{"a": 1,\n  … and more\n}', { a: 1 }, ['ellipsis']],
  ['an ellipsis for a value', '{"a": ..., "b": 2}', { b: 2 }, ['ellipsis']],
  ['an ellipsis needs no comma before it', '[1\n  <... more users ...>\n]', [1], ['ellipsis']],
  ['an ellipsis needs no comma after it', '[\n  ...\n  2]', [2], ['ellipsis']],
  ['an ellipsis in angle brackets', '[1, <... more users ...>]', [1], ['ellipsis']],
  ['a bare placeholder in braces', '{"id": {operation-id}, "b": 1}', { id: '{operation-id}', b: 1 }, ['placeholder']],
  ['a bare placeholder in angles', '{"id": <the id>}', { id: '<the id>' }, ['placeholder']],
  ['a text without quotes', '{"a": Display Name value, "b": 1}', { a: 'Display Name value', b: 1 }, ['missing-quote']],
  ['a bare word', '{"id": id-value}', { id: 'id-value' }, ['placeholder']],
  [
    'a type in place of a value',
    '{"a": String, "b": Edm.Int32}',
    { a: 'String', b: 'Edm.Int32' },
    Array(2).fill('placeholder'),
  ],
  ['a string without its quotes', '{"a": Contoso}', { a: 'Contoso' }, ['missing-quote']],
  ['a quote missing before a value', '{"a": b", "c": 1}', { a: 'b', c: 1 }, ['missing-quote']],
  ['an ellipsis in a comment', '[1, // ...\n]', [1], ['ellipsis', 'trailing-comma']],
  ['a placeholder for properties', '{"a": 1, {other properties}}', { a: 1 }, ['ellipsis']],
  ['smart quotes', '{“a”: “b”, "c": ‘d’}', { a: 'b', c: 'd' }, Array(3).fill('smart-quotes')],
  ['a smart quote that closes a straight one', '{"a": "b”}', { a: 'b' }, ['smart-quotes']],
  ['smart quotes inside a string, which stay', '{"a": "say “b”, then", }', { a: 'say “b”, then' }, ['trailing-comma']],
  ['single quotes', "{'a': 'it is'}", { a: 'it is' }, ['single-quotes', 'single-quotes']],
  ['blanks that JSON lacks', '{\u00a0"a": 1,\u202f"b": 2}', { a: 1, b: 2 }, ['foreign-blank', 'foreign-blank']],
  ['two commas', '[1,, 2]', [1, 2], ['double-comma']],
  ['a comma missing between lines', '{"a": 1\n "b": [1 2]}', { a: 1, b: [1, 2] }, ['missing-comma', 'missing-comma']],
  ['a quote missing before a name', '{code": 1, other: 2}', { code: 1, other: 2 }, ['missing-quote', 'bare-key']],
  ['a quote missing after a value', '{"a": "b,\n"c": 1}', { a: 'b', c: 1 }, ['missing-quote']],
  ['a quote too many', '{"a": ""b", "c": ""}', { a: 'b', c: '' }, ['doubled-quote']],
  ['words of another language', '{"a": True, "b": None}', { a: true, b: null }, Array(2).fill('foreign-literal')],
  ['numbers of another language', '[01, +2]', [1, 2], Array(2).fill('foreign-literal')],
  ['an escape that JSON lacks', '{"a": "C:\\dir"}', { a: 'C:\\dir' }, ['escape']],
  ['a bracket missing at the end', '{"a": [1', { a: [1] }, Array(2).fill('missing-bracket')],
  ['a bracket missing before the next one', '{"a": [1}', { a: [1] }, ['missing-bracket']],
  [
    'a brace missing in the middle, as the lines show',
    '{\n  "a": {\n    "b": 1,\n  "c": 2\n}',
    { a: { b: 1 }, c: 2 },
    ['missing-bracket'],
  ],
  [
    'a brace and its comma missing',
    '[\n  {\n    "a": 1\n  {\n    "a": 2\n  }\n]',
    [{ a: 1 }, { a: 2 }],
    ['missing-bracket'],
  ],
  ['a brace missing after a colon', '{\n "a":\n  "b": 1\n },\n "c": 2\n}', { a: { b: 1 }, c: 2 }, ['unopened-bracket']],
  [
    'lines that are not indented, and nothing missing',
    '{\n"a": {\n"b": 1,},\n"c": 2\n}',
    { a: { b: 1 }, c: 2 },
    ['trailing-comma'],
  ],
  ['a bracket too many at the end', '{"a": 1}}', { a: 1 }, ['extra-bracket']],
  ['numbers that stay exact', '[12345678901234567890, 1.5,]', [12345678901234567890n, 1.5], ['trailing-comma']],
];

describe('what has one reading', () => {
  test.each(cases)('%s', (_, text, value, repairs) => {
    const read = readTolerantJson(text);
    expect(read.ok && read.value).toEqual(value);
    expect(read.ok && read.repairs.map(({ what }) => what)).toEqual(repairs);
  });

  test('a repair knows its place', () => {
    const read = readTolerantJson('{"a": 1,\n "b": {id},\n}');
    expect(read.ok && read.repairs).toEqual([
      { what: 'placeholder', start: 15, end: 19 },
      { what: 'trailing-comma', start: 19, end: 20 },
    ]);
  });

  test('a name like __proto__ is data', () => {
    const read = readTolerantJson('{"__proto__": {"a": 1},}');
    expect(read.ok && Object.getOwnPropertyNames(read.value)).toEqual(['__proto__']);
  });
});

test.each([
  ['{"a": 1} {"b": 2}', 9, 'something follows after the JSON value'],
  ['[1}', 2, '`[` is closed by `}`'],
  ['{"a" 1}', 5, 'expected `:` after the property name'],
  ['{"a": }', 6, 'expected a value'],
  ['<html></html>', 6, 'something follows after the JSON value'],
  ['**bold**', 0, 'expected a value'],
  ['...', 0, 'nothing but an ellipsis'],
  ['[1e999,]', 6, 'number out of range'],
  ['', 0, 'the text ends where a value is expected'],
])('%j has no single reading, and it says where', (text, offset, message) => {
  const read = readTolerantJson(text);
  expect(read).toEqual({ ok: false, offset, message });
});

test('JSON that nests too deep is refused', () => {
  expect(readTolerantJson('['.repeat(201))).toMatchObject({ ok: false, offset: 200 });
  expect(readTolerantJson(`${'['.repeat(200)}1,${']'.repeat(200)}`)).toMatchObject({ ok: true });
});

test('many collections beside one another are not deep', () => {
  expect(readTolerantJson(`[${'[],'.repeat(300)}]`)).toMatchObject({ ok: true });
});

test('law: what is JSON is read as JSON, without repairs', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = prettyJson(value as Json);
      const strict = parseJson(text);
      expect(readTolerantJson(text)).toEqual({ ok: true, value: strict.ok && strict.value, repairs: [] });
    }),
  );
});

test('law: each text is read or refused, and places lie within it', () => {
  const piece = fc.constantFrom(...'{}[]",:“”‘’\'<>…\\/*# \n\ta1-.'.split(''), '...', '//', '/*', '""', 'true', '{id}');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const read = readTolerantJson(text);
      const places = read.ok ? read.repairs : [{ start: read.offset, end: read.offset }];
      for (const { start, end } of places) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a brace that is missing is missing where the lines show it', () => {
  const text = '{\n  "a": {\n    "b": 1,\n  "c": 2,\n  "d": 3\n}';
  const read = readTolerantJson(text);
  expect(read.ok && read.repairs).toEqual([
    { what: 'missing-bracket', start: text.indexOf('\n  "c"'), end: text.indexOf('\n  "c"') },
  ]);
});
