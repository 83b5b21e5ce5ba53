import { isDate, isDateTime, isEmail, isHttpUrl, isUuid } from '../../expectation/matchers/text-form.ts';
import type { InputType } from '../../format/scenario/input-types.ts';
import type { Input } from '../../format/scenario/scenario.ts';
import { type Value, valueText } from '../../format/template/values.ts';
import { compactJson } from '../../json/compact.ts';
import { parseJson } from '../../json/parse-json.ts';

/** One type of inputs: which values have it, how it is written, and how it is read where only text can be given. */
type InputTypeRow = {
  /** Completes "is not …". */
  readonly noun: string;
  /** Completes "give …". */
  readonly written: string;
  readonly has: (value: Value) => boolean;
  /** Converts the text of a command line or an environment variable to a value. Without it, the text is the value. */
  readonly read?: (text: string) => Value | undefined;
};

const isNumber = (value: Value) => typeof value === 'number' || typeof value === 'bigint';
const isInteger = (value: Value) => typeof value === 'bigint' || Number.isInteger(value);

function form(noun: string, written: string, isOfForm: (text: string) => boolean): InputTypeRow {
  return { noun, written, has: (value) => typeof value === 'string' && isOfForm(value) };
}

/** Only as JSON defines it: integers of any size stay exact. */
function readJsonText(text: string): Value | undefined {
  const read = parseJson(text);
  return read.ok && read.duplicates.length === 0 ? read.value : undefined;
}

const rows: { readonly [type in InputType]: InputTypeRow } = {
  text: form('a text', 'a text, in quotes', () => true),
  integer: { noun: 'an integer', written: 'digits only, such as 42', has: isInteger, read: readJsonText },
  number: { noun: 'a number', written: 'a number, such as 4.5', has: isNumber, read: readJsonText },
  boolean: {
    noun: 'a boolean',
    written: '`true` or `false`',
    has: (value) => typeof value === 'boolean',
    read: readJsonText,
  },
  uuid: form('a uuid', 'a uuid, such as 010b2de0-0ed4-4ece-bfa2-22fff71d0497', isUuid),
  date: form('a date', 'a date, such as 2026-01-31', isDate),
  datetime: form('a date and time', 'RFC 3339, such as 2026-01-31T08:00:00Z', isDateTime),
  url: form('a url', 'an http or https url', isHttpUrl),
  email: form('an email address', 'an address, such as kim@contoso.example', isEmail),
  json: { noun: 'JSON', written: 'JSON, such as `["a", 1]`', has: () => true, read: readJsonText },
};

/** A value of the input's type, or the reason why it is not one. */
export type TypedValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** The type of an input: the one that it names, else the type of its example, else text. */
export function inputTypeOf({ type, example }: Pick<Input, 'type' | 'example'>): InputType {
  if (type !== undefined) return type;
  if (example === undefined || example === null || typeof example === 'string') return 'text';
  if (typeof example === 'boolean') return 'boolean';
  return isNumber(example) ? 'number' : 'json';
}

/** The value of an input from where everything is text: a command line, the environment. Its words never show it. */
export function readInput(input: Input, text: string): TypedValue {
  const { read = (same: string): Value => same } = rows[inputTypeOf(input)];
  return typed(input, read(text));
}

/** The text that `readInput` reads as this value. */
export function writeInput(input: Input, value: Value): string {
  return inputTypeOf(input) === 'json' ? compactJson(value, Number.POSITIVE_INFINITY) : valueText(value);
}

/** The value of an input from a file, where values have types. */
export function checkInput(input: Input, value: Value): TypedValue {
  return typed(input, value);
}

function typed(input: Input, value: Value | undefined): TypedValue {
  const { noun, written, has } = rows[inputTypeOf(input)];
  if (value !== undefined && has(value)) return { ok: true, value };
  return { ok: false, message: `is not ${noun}`, fix: `give ${written}` };
}
