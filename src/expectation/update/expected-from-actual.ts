import type { Values } from '../../format/template/values.ts';
import { isJsonObject, type Json, setProperty } from '../../json/json.ts';
import { escapeMatcherText } from '../matchers/parse-matcher.ts';
import { isDate, isDateTime, isDuration, isEmail, isHttpUrl, isUuid } from '../matchers/text-form.ts';
import { isWritable, literalText } from './sent-texts.ts';

/** The known values that may occur in a received value. */
export type KnownValues = {
  /** Inputs, run values and captures, by name. */
  readonly values: Values;
  /** The response has pseudonyms in place of private values: its texts are not literal. */
  readonly redacted: boolean;
  /** The names in the former expectation: their values are replaced, however short they are. */
  readonly usual?: ReadonlySet<string>;
  /** Texts that were sent, as the requests have them. */
  readonly sent?: ReadonlyMap<string, string | undefined>;
};

/** Shorter values match by chance, both as a whole text and inside one. */
const shortestKnown = 4;
const shortestWithin = 16;

/**
 * The new expectation of a value: `${name}` for a value that is known by name, a matcher for a value that changes with
 * every run (ids and times), and otherwise the value itself.
 */
export function expectedOf(value: Json, known: KnownValues): Json {
  if (typeof value === 'string') return promiseOfText(value, known);
  if (Array.isArray(value)) return value.map((item) => expectedOf(item, known));
  if (!isJsonObject(value)) return value;
  const expectation: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) {
    // Keys that would be matchers are texts.
    setProperty(expectation, escapeMatcherText(name), expectedOf(member, known));
  }
  return expectation;
}

function promiseOfText(text: string, known: KnownValues): string {
  for (const [name, value] of known.values) {
    if (isWritable(name) && String(value) === text && text.length >= shortestKnown) return `\${${name}}`;
  }
  if (isUuid(text)) return '<uuid>';
  if (isDateTime(text)) return '<datetime>';
  const sent = text.length < shortestKnown ? undefined : known.sent?.get(text);
  const named = sent ?? withNames(text, known);
  if (known.redacted && named === undefined && !word.test(text)) return `<${formOf(text)}>`;
  return escapeMatcherText(named ?? literalText(text));
}

/**
 * A text with `${name}` for those values in it that are not there by chance: the mark of the run, ids, and values of
 * the former expectation. `undefined` if there are none.
 */
function withNames(text: string, { values, usual = new Set() }: KnownValues): string | undefined {
  const candidates = [...values]
    .filter(([name, value]) => isWritable(name) && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => ({ name, value: String(value) }))
    .filter(
      ({ name, value }) => value !== '' && (usual.has(name) || name === 'run.id' || value.length >= shortestWithin),
    )
    .filter(({ value }) => text.includes(value))
    // Names of the former expectation come before others with the same value, and a whole value before its parts.
    .sort((a, b) => Number(usual.has(b.name)) - Number(usual.has(a.name)) || b.value.length - a.value.length);
  if (candidates.length === 0) return undefined;
  let pieces: readonly (string | { readonly name: string })[] = [text];
  for (const { name, value } of candidates) {
    pieces = pieces.flatMap((piece) =>
      typeof piece === 'string'
        ? piece.split(value).flatMap((part, at) => (at === 0 ? [part] : [{ name }, part]))
        : [piece],
    );
  }
  return pieces.map((piece) => (typeof piece === 'string' ? literalText(piece) : `\${${piece.name}}`)).join('');
}

/** The words of an enumeration: an expectation may list them. */
const word = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/** A matcher for a value that also matches the former expectation, if that is a value. */
export function relaxed(value: Json, before?: Json): string {
  if (typeof value === 'string' && typeof before === 'string' && word.test(value) && word.test(before)) {
    return `<one of ${before}, ${value}>`;
  }
  const [now, then] = [formOf(value), before === undefined ? undefined : formOf(before)];
  if (then === undefined || then === now) return `<${now}>`;
  if (now === 'null' || then === 'null') return `<${now === 'null' ? then : now} or null>`;
  return typeof value === typeof before && typeof value === 'string' ? '<string>' : `<${then} or ${now}>`;
}

const forms: readonly (readonly [string, (text: string) => boolean])[] = [
  ['uuid', isUuid],
  ['datetime', isDateTime],
  ['date', isDate],
  ['duration', isDuration],
  ['url', isHttpUrl],
  ['email', isEmail],
];

function formOf(value: Json): string {
  switch (typeof value) {
    case 'string':
      return forms.find(([, fits]) => fits(value))?.[0] ?? 'string';
    case 'number':
    case 'bigint':
      return Number.isInteger(Number(value)) ? 'integer' : 'number';
    case 'boolean':
      return 'boolean';
    default:
      return value === null ? 'null' : 'any';
  }
}
