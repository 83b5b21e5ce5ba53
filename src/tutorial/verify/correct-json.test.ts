import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../json/json.ts';
import { correctJson } from './correct-json.ts';

const correct = (
  text: string,
  actual: Json,
  options: { readonly differing?: readonly string[]; readonly shortened?: boolean } = {},
) =>
  correctJson({
    text,
    shown: JSON.parse(text),
    actual,
    differing: new Set(options.differing ?? []),
    shortened: options.shortened ?? false,
  }).text;

describe('what a page shows is corrected in its own form:', () => {
  test('a sample value stays, where no one says that it differs', () => {
    const text = '{\n    "id": "7",\n    "name":"Building"\n}';
    expect(correct(text, { id: '8', name: 'Other' })).toBe(text);
    expect(correct(text, { id: '8', name: 'Other' }, { differing: ['$.name'] })).toBe(
      '{\n    "id": "7",\n    "name":"Other"\n}',
    );
  });

  test('a removed member takes its comma with it, and a new one is put where the service has it', () => {
    expect(correct('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}', { a: 1, x: [{ y: 1 }], c: 3 })).toBe(
      '{\n  "a": 1,\n  "x": [\n    {\n      "y": 1\n    }\n  ],\n  "c": 3\n}',
    );
    expect(correct('{\n  "a": 1,\n  "b": 2\n}', { a: 1 })).toBe('{\n  "a": 1\n}');
    expect(correct('{"a": 1, "b": 2}', { z: 0, b: 2 })).toBe('{"z": 0, "b": 2}');
  });

  test('only the shown part of a shortened block', () => {
    expect(correct('{"a": 1}', { a: 1, b: 2 }, { shortened: true })).toBe('{"a": 1}');
  });

  test('personal values become samples', () => {
    const actual = {
      owner: {
        displayName: 'Person 7f3a',
        mail: 'user-1@tenant-2.example',
        id: '1e2fa5d0-0000-8000-8000-000000000001',
      },
    };
    const { owner } = JSON.parse(correct('{"a": 1}', { a: 1, ...actual }));
    expect(owner.mail).toMatch(/^[a-z]+\.[a-z]+@contoso\.com$/);
    expect(owner.displayName).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(owner.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  const correctAll = (text: string, actual: Json, differing: readonly string[], lists: readonly string[] = []) =>
    correctJson({
      text,
      shown: JSON.parse(text),
      actual,
      differing: new Set(differing),
      lists: new Set(lists),
      shortened: false,
    });

  test.each<[string, Json, string, string]>([
    ['a name', { displayName: 'Payroll 2024' }, '{ "displayName": "Building security" }', '$.displayName'],
    ['an address', { a: { to: 'kim@fabrikam.com' } }, '{ "a": { "to": "ann@contoso.com" } }', '$.a.to'],
    [
      'an id within a text',
      { scope: '/units/1e2fa5d0-0000-8000-8000-000000000001' },
      '{ "scope": "/units/0e2fa5d0-0000-8000-8000-00000000000a" }',
      '$.scope',
    ],
  ])('where the service has %s of its own, the sample of the page stays, and is listed', (_, actual, text, path) => {
    expect(correctAll(text, actual, [path])).toEqual({ text, long: [], personal: [path] });
  });

  test('in a list that is written as a whole, what the page shows already stays', () => {
    const text = '{ "a": [{ "displayName": "Ann" }, { "displayName": "Bob" }] }';
    const actual = { a: [{ displayName: 'Bob' }, { displayName: 'Ann' }, { displayName: 'Carl of Sales' }] };
    const { a } = JSON.parse(correctAll(text, actual, ['$.a'], ['$.a']).text);
    expect(a.slice(0, 2)).toEqual([{ displayName: 'Bob' }, { displayName: 'Ann' }]);
    expect(a[2].displayName).not.toBe('Carl of Sales');
  });
});

const values = fc.letrec<{ value: Json; object: { readonly [name: string]: Json } }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>('x', 'y', 1, 2, true, null, '"', 'a,b', '}'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '"', ','), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
}));

test('whatever is shown and whatever was received: the block has the names that was received, and is right the second time', () => {
  const law = fc.property(
    values.object,
    values.object,
    fc.constantFrom(undefined, 2, '\t'),
    (shown, actual, indent) => {
      const corrected = correct(JSON.stringify(shown, undefined, indent), actual);
      const value = JSON.parse(corrected);
      expect(Object.keys(value).sort()).toEqual(Object.keys(actual).sort());
      expect(correct(corrected, actual)).toBe(corrected);
    },
  );
  fc.assert(law, { numRuns: 500 });
});

test('a list that differs as a whole is written as a whole, unless it has many more items than the page shows', () => {
  const corrected = (text: string, actual: Json) =>
    correctJson({
      text,
      shown: JSON.parse(text),
      actual,
      differing: new Set(['$.a[1]']),
      lists: new Set(['$.a']),
      shortened: false,
    });
  expect(corrected('{ "a": ["x", "y"] }', { a: ['y', 'z', 'x'] })).toEqual({
    text: '{ "a": [ "y", "z", "x" ] }',
    long: [],
    personal: [],
  });
  expect(corrected('{ "a": [] }', { a: ['y', 'z'] }).text).toBe('{ "a": [ "y", "z" ] }');
  const many = corrected('{ "a": ["x", "y"] }', { a: Array.from({ length: 300 }, () => 'z') });
  expect(many).toEqual({ text: '{ "a": ["x", "y"] }', long: ['$.a'], personal: [] });
});
