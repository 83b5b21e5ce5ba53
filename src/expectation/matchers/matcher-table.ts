import type { Json, JsonType } from '../../json/json.ts';
import { parseChoices } from './choices.ts';
import { parseBounds } from './number-bounds.ts';
import { compilePattern } from './pattern.ts';
import { isDate, isDateTime, isDuration, isEmail, isHttpUrl, isUuid } from './text-form.ts';

/** The matcher that its arguments give, or the problem with them. */
export type Readied =
  | {
      readonly ok: true;
      readonly matches: (value: Json) => boolean;
      /** More precise than the row's noun, if the arguments allow it. */
      readonly noun?: string;
      readonly types?: ReadonlySet<JsonType>;
    }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** One matcher: adding one is adding a row. The parser, the docs and the JSON Schema read this table. */
export type MatcherRow = {
  readonly name: string;
  /** As a scenario may write it. */
  readonly example: string;
  /** The values that match, for the docs: completes "matches …". */
  readonly description: string;
  /** The noun for the report of a difference: completes "the value is not …". */
  readonly noun: string;
  readonly types: ReadonlySet<JsonType>;
  /** Only for matchers that concern whether a value exists. */
  readonly allowsAbsence?: true;
  /** `optional` and `required`: the text after the name is passed to `ready`; `rest`: it may contain ` or `. */
  readonly arguments: 'none' | 'optional' | 'rest';
  readonly ready: (argument: string) => Readied;
};

const everyType: ReadonlySet<JsonType> = new Set(['null', 'boolean', 'number', 'string', 'array', 'object']);
const noType: ReadonlySet<JsonType> = new Set();

const isNumber = (value: Json): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
const isInteger = (value: Json): value is number | bigint => typeof value === 'bigint' || Number.isInteger(value);

type Plain = Pick<MatcherRow, 'name' | 'description' | 'noun'> & {
  readonly type: JsonType | 'any' | 'none';
  readonly matches: (value: Json) => boolean;
  readonly allowsAbsence?: true;
};

/** A row of a matcher that takes no arguments. */
function plain({ type, matches, ...row }: Plain): MatcherRow {
  return {
    ...row,
    example: `<${row.name}>`,
    types: type === 'any' ? everyType : type === 'none' ? noType : new Set([type]),
    arguments: 'none',
    ready: () => ({ ok: true, matches }),
  };
}

/** A row of a matcher for texts of one form. */
function text(name: string, noun: string, description: string, isOfForm: (text: string) => boolean): MatcherRow {
  const matches = (value: Json) => typeof value === 'string' && isOfForm(value);
  return plain({ name, description, noun, type: 'string', matches });
}

/** A row of a matcher for numbers, which may be compared. */
function numeric(
  row: Pick<MatcherRow, 'name' | 'example' | 'description' | 'noun'>,
  isKind: (value: Json) => boolean,
): MatcherRow {
  return {
    ...row,
    types: new Set(['number']),
    arguments: 'optional',
    ready: (argument) => {
      if (argument.trim() === '') return { ok: true, matches: isKind };
      const bounds = parseBounds(argument);
      if (!bounds.ok) return bounds;
      const { holds } = bounds;
      return {
        ok: true,
        matches: (value) => isKind(value) && isNumber(value) && holds(value),
        noun: `${row.noun} ${bounds.text}`,
      };
    },
  };
}

export const matcherTable: readonly MatcherRow[] = [
  plain({
    name: 'any',
    description: 'any value, also null; the property must be there',
    noun: 'any value',
    type: 'any',
    matches: () => true,
  }),
  plain({
    name: 'present',
    description: 'any value, also null: the opposite of `<absent>`',
    noun: 'present',
    type: 'any',
    matches: () => true,
  }),
  plain({
    name: 'absent',
    description: 'no value: the property, header or body must not be there',
    noun: 'absent',
    type: 'none',
    matches: () => false,
    allowsAbsence: true,
  }),
  plain({
    name: 'null',
    description: 'null; mostly written behind another matcher: `<string or null>`',
    noun: 'null',
    type: 'null',
    matches: (value) => value === null,
  }),
  text('string', 'a string', 'any string, also an empty one', () => true),
  numeric(
    {
      name: 'number',
      example: '<number > 0>',
      description: 'any number, or one within bounds: `<number >= 0 < 1>`',
      noun: 'a number',
    },
    isNumber,
  ),
  numeric(
    {
      name: 'integer',
      example: '<integer >= 1>',
      description: 'a number without a fraction, of any size, or one within bounds',
      noun: 'an integer',
    },
    isInteger,
  ),
  plain({
    name: 'boolean',
    description: 'true or false',
    noun: 'a boolean',
    type: 'boolean',
    matches: (value) => typeof value === 'boolean',
  }),
  text('uuid', 'a UUID', '32 hexadecimal digits grouped 8-4-4-4-12, of any version, in any case', isUuid),
  text(
    'datetime',
    'an RFC 3339 date and time',
    'an RFC 3339 date-time that the calendar has, with its offset',
    isDateTime,
  ),
  text('date', 'an RFC 3339 date', 'an RFC 3339 full-date that the calendar has', isDate),
  text('duration', 'an ISO 8601 duration', 'an ISO 8601 duration such as `P30D` or `PT1H30M`', isDuration),
  text('url', 'an absolute http or https address', 'an absolute http or https address', isHttpUrl),
  text('email', 'an e-mail address', 'an e-mail address or user principal name', isEmail),
  {
    name: 'one of',
    example: '<one of NotStarted, InProgress>',
    description:
      'one of the listed values: words are strings, and numbers, true, false and null are themselves; quotes make anything a string',
    noun: 'one of the listed values',
    types: everyType,
    arguments: 'rest',
    ready: parseChoices,
  },
  {
    name: 'matches',
    example: '<matches ^S-1-12->',
    description: 'a string in which the regular expression (RE2 syntax) is found; `^` and `$` anchor it',
    noun: 'a string that the expression matches',
    types: new Set(['string']),
    arguments: 'rest',
    ready: (argument) => {
      const pattern = compilePattern(argument);
      if (!pattern.ok) return pattern;
      const { test } = pattern;
      return { ok: true, matches: (value) => typeof value === 'string' && test(value) };
    },
  },
];

const rows: ReadonlyMap<string, MatcherRow> = new Map(matcherTable.map((row) => [row.name, row]));

export function matcherRow(name: string): MatcherRow | undefined {
  return rows.get(name);
}
