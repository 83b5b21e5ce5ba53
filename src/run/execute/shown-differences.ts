import { defined } from '../../defined.ts';
import type { Place } from '../../diagnostics/place.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { Redactor } from '../../redaction/redact/redactor.ts';
import type { StepResult } from '../result.ts';

export type DifferenceWords = Pick<Redactor, 'text' | 'excerpt'> & {
  /** A text that is one value; default: like all other texts. */
  readonly value?: (value: string) => string;
};

/** A difference with each of its texts redacted: JSON escapes are decoded first, and a truncated text is not shown. */
export function redactedDifference(difference: Difference, words: DifferenceWords): Difference {
  const { expected, actual } = difference;
  return {
    ...redactedPlace(difference, words),
    ...(expected !== undefined && { expected: redactedJson(expected, words) }),
    ...(actual !== undefined && { actual: redactedJson(actual, words) }),
  };
}

/** A difference with all texts but its values redacted. */
export function redactedPlace(difference: Difference, { text, excerpt }: DifferenceWords): Difference {
  return {
    ...difference,
    path: difference.path.replace(/'((?:\\.|[^'\\])*)'/g, (_, name: string) => quoted(name, text, "'")),
    message: text(difference.message),
    at: withExcerpt(difference.at, excerpt),
  };
}

/** A text in JSON, the end of which may be cut off, and the colon after it where it is a name. */
const literal = /"((?:\\.|[^"\\])*)(\\?…?$|"(\s*:)?)/gs;

function redactedJson(json: string, words: DifferenceWords): string {
  const { text, value = text } = words;
  if (!/["{[]/.test(json)) return value(json) === json ? json : text(value(json));
  const shown = json.replace(literal, (_, inner: string, end: string, colon: string | undefined) => {
    if (!end.startsWith('"')) return '"…';
    return `${quoted(inner, colon === undefined ? value : text, '"')}${colon ?? ''}`;
  });
  return text(shown);
}

function quoted(escaped: string, show: (text: string) => string, mark: '"' | "'"): string {
  const read = unescaped(escaped);
  const shown = show(read);
  if (shown === read) return `${mark}${escaped}${mark}`;
  return `${mark}${JSON.stringify(shown)
    .slice(1, -1)
    .replaceAll("'", mark === "'" ? "\\'" : "'")}${mark}`;
}

function unescaped(escaped: string): string {
  try {
    return JSON.parse(`"${escaped.replaceAll("\\'", "'")}"`);
  } catch {
    return escaped;
  }
}

/** The place of a step; reports quote the lines only of one that did not pass. */
export function placeOfStep({ at, outcome }: StepResult, excerpt: (line: string) => string): Place {
  return outcome.kind === 'passed' ? withoutExcerpt(at) : withExcerpt(at, excerpt);
}

function withoutExcerpt({ file, line, column, endColumn, calledAt }: Place): Place {
  return { file, line, column, endColumn, excerpt: [], ...defined({ calledAt }) };
}

/** A place whose quoted lines go through a function. */
export function withExcerpt(at: Place, excerpt: (line: string) => string): Place {
  const { excerptColumn = 1 } = at;
  const isCut = excerptColumn > 1;
  return { ...withoutExcerpt(at), excerpt: at.excerpt.map(excerpt), ...(isCut && { excerptColumn }) };
}
