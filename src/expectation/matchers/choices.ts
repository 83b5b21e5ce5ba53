import { type Json, type JsonType, jsonType } from '../../json/json.ts';
import { type Scalar, sameScalar } from './same-scalar.ts';

type Choices =
  | {
      readonly ok: true;
      readonly matches: (value: Json) => boolean;
      readonly noun: string;
      readonly types: ReadonlySet<JsonType>;
    }
  | { readonly ok: false; readonly message: string; readonly fix: string };

const fix = 'separate the values by commas: `<one of NotStarted, InProgress>`; quote a value that holds a comma';
const choiceForm = /^\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^,"'][^,]*?))\s*(?:,|$)/;
const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Reads the list of `<one of …>`. A word is a string; numbers, `true`, `false` and `null` are themselves, as in YAML. */
export function parseChoices(text: string): Choices {
  const choices: Scalar[] = [];
  let rest = text.trim();
  if (rest === '') return { ok: false, message: '`<one of>` lists no values', fix };
  while (rest !== '') {
    const match = choiceForm.exec(rest);
    if (match === null) return { ok: false, message: `\`${rest}\` is not a list of values`, fix };
    const [whole, double, single, word] = match;
    if (word !== undefined && /\sor\s/.test(word)) {
      return { ok: false, message: `\`${word}\` has no matcher after \`or\``, fix };
    }
    choices.push(word === undefined ? (single ?? unescaped(double ?? '')) : plainValue(word));
    rest = rest.slice(whole.length);
  }
  const types = new Set(choices.map((choice) => jsonType(choice)));
  return {
    ok: true,
    matches: (value) => choices.some((choice) => sameScalar(choice, value)),
    noun: 'one of the listed values',
    types,
  };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function plainValue(word: string): Scalar {
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  if (!numberForm.test(word)) return word;
  const value = Number(word);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(word) ? BigInt(word) : value;
}
