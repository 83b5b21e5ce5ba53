import { describe, expect, test } from 'vitest';
import { type InputType, inputTypes } from '../../format/scenario/input-types.ts';
import type { Input } from '../../format/scenario/scenario.ts';
import type { Value } from '../../format/template/values.ts';
import { checkInput, inputTypeOf, readInput, writeInput } from './typed-inputs.ts';

const input = (about: Partial<Input>): Input => ({ name: 'it', span: { start: 0, end: 1 }, ...about });
const guid = '010b2de0-0ed4-4ece-bfa2-22fff71d0497';

type Row = {
  readonly type: InputType;
  readonly read: readonly (readonly [text: string, value: Value])[];
  readonly refused: readonly string[];
  /** Values of a file that do not have the type. */
  readonly not: readonly Value[];
};

const table: readonly Row[] = [
  {
    type: 'text',
    read: [
      ['true', 'true'],
      [' 5 ', ' 5 '],
      ['', ''],
    ],
    refused: [],
    not: [5, true, null, []],
  },
  {
    type: 'integer',
    read: [
      ['-7', -7],
      ['9007199254740993', 9007199254740993n],
    ],
    refused: ['4.5', 'five', '', '0x10', '1_000', '007', 'Infinity', '"5"'],
    not: ['5', 4.5, true],
  },
  {
    type: 'number',
    read: [
      ['4.5', 4.5],
      ['3', 3],
    ],
    refused: ['4,5', 'NaN', '', '1e400'],
    not: ['4.5', false],
  },
  {
    type: 'boolean',
    read: [
      ['true', true],
      ['false', false],
    ],
    refused: ['yes', '1', 'True', '', 'null'],
    not: ['true', 1, 0],
  },
  { type: 'uuid', read: [[guid, guid]], refused: ['010b2de0', `{${guid}}`, ''], not: [7] },
  { type: 'date', read: [['2026-02-28', '2026-02-28']], refused: ['2026-02-29', '28.02.2026'], not: [2026] },
  {
    type: 'datetime',
    read: [['2026-01-31T08:00:00Z', '2026-01-31T08:00:00Z']],
    refused: ['2026-01-31', '2026-01-31 08:00'],
    not: [1_769_846_400],
  },
  {
    type: 'url',
    read: [['https://a.example/x', 'https://a.example/x']],
    refused: ['a.example', 'javascript:x'],
    not: [1],
  },
  { type: 'email', read: [['kim@contoso.example', 'kim@contoso.example']], refused: ['kim', '@x'], not: [1] },
  {
    type: 'json',
    read: [
      ['{"a": [1, null]}', { a: [1, null] }],
      ['"x"', 'x'],
      ['null', null],
    ],
    refused: ['{a: 1}', '', '{"a": 1, "a": 2}'],
    not: [],
  },
];

test('the table has a row for every type', () => {
  expect(table.map(({ type }) => type)).toEqual(inputTypes);
});

describe.each(table)('$type', ({ type, read, refused, not }) => {
  test('a text of a command line or the environment becomes a value of the type, and is written as it is read', () => {
    for (const [text, value] of read) {
      expect(readInput(input({ type }), text)).toEqual({ ok: true, value });
      expect(readInput(input({ type }), writeInput(input({ type }), value))).toEqual({ ok: true, value });
      expect(checkInput(input({ type }), value)).toEqual({ ok: true, value });
    }
  });

  test('a text that does not fit is refused, and the words do not repeat it', () => {
    for (const text of refused) {
      const shown = JSON.stringify(readInput(input({ type }), `${text} canary`));
      if (type !== 'text') expect(shown).not.toContain('canary');
      expect(readInput(input({ type }), text), text).toMatchObject({
        ok: false,
        message: expect.stringMatching(/^is not /),
      });
    }
  });

  test('a value of a file that has another type is refused, not converted', () => {
    for (const value of not) expect(checkInput(input({ type }), value), String(value)).toMatchObject({ ok: false });
  });
});

test.each<[Partial<Input>, InputType]>([
  [{}, 'text'],
  [{ example: 'x' }, 'text'],
  [{ example: guid }, 'text'],
  [{ example: true }, 'boolean'],
  [{ example: 5 }, 'number'],
  [{ example: [1] }, 'json'],
  [{ example: null }, 'text'],
  [{ example: 5, type: 'integer' }, 'integer'],
])('without a `type`, that of the example: %j is %s', (about, type) => {
  expect(inputTypeOf(input(about))).toBe(type);
});
