import type { Place } from '../../diagnostics/place.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { Redactor } from '../../redaction/redact/redactor.ts';

type Findings = { readonly differences: readonly Difference[]; readonly notes: readonly Difference[] };

export type DifferenceWords = Pick<Redactor, 'text' | 'excerpt'> & {
  /** A text that is one value; default: like all other texts. */
  readonly value?: (value: string) => string;
};

/**
 * The findings in a received response, in words that may be shown: those of the findings in the redacted response where
 * both are the same, or where one has the same code at the same path. In all other findings, each value is redacted.
 */
export function shownFindings(raw: Findings, again: Findings, words: DifferenceWords): Findings {
  return {
    differences: shownDifferences(raw.differences, again.differences, words),
    notes: shownDifferences(raw.notes, again.notes, words),
  };
}

function shownDifferences(
  raw: readonly Difference[],
  again: readonly Difference[],
  words: DifferenceWords,
): readonly Difference[] {
  const lined = (one: Difference) => ({ ...one, at: withExcerpt(one.at, words.excerpt) });
  if (raw.length === again.length && raw.every(({ code }, index) => again[index]?.code === code)) {
    return again.map(lined);
  }
  const byPlace = Map.groupBy(again, placeOf);
  return raw.map((one) => {
    const same = byPlace.get(placeOf(one))?.shift();
    return same === undefined ? redactedDifference(one, words) : lined(same);
  });
}

const placeOf = ({ code, path }: Difference): string => `${code} ${path}`;

/** A difference with each of its texts redacted: JSON escapes are decoded first, and a truncated text is not shown. */
export function redactedDifference(difference: Difference, words: DifferenceWords): Difference {
  const { expected, actual } = difference;
  return {
    ...difference,
    path: difference.path.replace(/'((?:\\.|[^'\\])*)'/g, (_, name: string) => quoted(name, words.text, "'")),
    message: words.text(difference.message),
    ...(expected !== undefined && { expected: redactedJson(expected, words) }),
    ...(actual !== undefined && { actual: redactedJson(actual, words) }),
    at: withExcerpt(difference.at, words.excerpt),
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

/** A place whose quoted lines go through a function. */
export function withExcerpt(at: Place, excerpt: (line: string) => string): Place {
  const lines = at.excerpt.map(excerpt);
  return lines.every((line, index) => line === at.excerpt[index]) ? at : { ...at, excerpt: lines };
}
