import { onceFor } from '../once-for.ts';
import { secretBeginnings } from '../redaction/secrets/continued-values.ts';
import { privateKeysIn } from '../redaction/secrets/key-lines.ts';
import { goneOf } from '../redaction/secrets/secret-patterns.ts';
import { secretsInLine, withoutParts } from '../redaction/secrets/source-line.ts';
import { spreadValues } from '../redaction/secrets/spread-values.ts';
import { lastAtOrBefore, lineText, type Position, positionAt, type Source, type Span, sourceOf } from './source.ts';

/** A position resolved for people: plain data, so that a result can be stored and rendered later without its files. */
export type Place = {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** 1-based, exclusive, on the same line: where the caret line ends. */
  readonly endColumn: number;
  /** The line itself and up to one line before it. */
  readonly excerpt: readonly string[];
  /** 1-based: the first column of the excerpt's lines; above 1 where very long ones are cut off at their start. */
  readonly excerptColumn?: number;
  /** For shared steps: where they are called, innermost first. */
  readonly calledAt?: readonly Position[];
};

const longestExcerptLine = 400;
/** How far before and after an excerpt secrets are searched that reach into it. */
const searchedBefore = 2_000;
/** Longer multi-line values are not searched. */
const longestSecret = 20_000;
/** How much is kept before the column where a line is cut off at its start. */
const excerptLead = 80;

/** Resolves a span; a span over several lines ends with its first line. */
export function placeAt(at: Source, span: Span): Place {
  const source = sourceOf(at, span);
  const { line, column } = positionAt(source, span.start);
  const text = lineText(source, line) ?? '';
  const end = positionAt(source, span.end);
  const endColumn = end.line === line ? end.column : text.length + 1;
  const start = span.start - column + 1;
  let found: Excerpt | undefined;
  const here = () => (found ??= excerptOf(source, { line, start, text, column }));
  return {
    file: source.path,
    line,
    column,
    endColumn: Math.max(endColumn, column + 1),
    // Looked for when it is read: most places are those of steps that pass.
    get excerpt() {
      return here().excerpt;
    },
    get excerptColumn() {
      return here().from + 1;
    },
    ...(span.origin !== undefined && { calledAt: span.origin.calledAt }),
  };
}

/** Where a text has secrets of several lines; cached, because a file may have thousands of places. */
const longSecrets = onceFor((source: Source) => {
  const { text } = source;
  const scope = { isDeclared: (name: string) => wordsOf(source).has(name), hasPaths: () => false };
  const keys = privateKeysIn(text).map((part) => ({ ...part, mark: goneOf('private-key') }));
  return { beginnings: secretBeginnings(text), found: [...keys, ...spreadValues(text, scope)], scope };
});

/** The words of a text, of which a declared name is one; not those that only expressions contain. */
const wordsOf = onceFor(({ text }: Source) => new Set(text.match(/(?<!\$\{\s{0,3}|[\w.-])[A-Za-z_][\w-]*/g)));

/** The text before a line, as far as a secret may continue from it. */
function earlierText(source: Source, lineStart: number): string {
  const { beginnings } = longSecrets(source);
  const last = beginnings[lastAtOrBefore(beginnings, lineStart - 1)] ?? -1;
  return last < lineStart - longestSecret || last >= lineStart ? '' : above(source, lineStart);
}

const above = ({ text }: Source, lineStart: number): string =>
  text.slice(Math.max(0, lineStart - longestSecret), lineStart);

/** What of a part of a line, which begins at an offset, must not be quoted. */
function hiddenIn(source: Source, part: string, at: { readonly lineStart: number; readonly start: number }) {
  const first = part.length - part.trimStart().length;
  const { found, scope } = longSecrets(source);
  const own = found
    .filter(({ start, end }) => start < at.start + part.length && end > at.start + first)
    .map(({ start, end, mark }) => ({
      start: Math.max(first, start - at.start),
      end: Math.min(part.length, end - at.start),
      mark,
    }));
  const earlier = () => above(source, at.lineStart);
  return secretsInLine(part, {
    isDeclared: scope.isDeclared,
    hasPaths: () => isCapture(part, earlier()),
    before: earlierText(source, at.lineStart),
    above: earlier,
    found: own,
  });
}

/** Whether a line is a part of what a step captures. */
function isCapture(line: string, before: string): boolean {
  const isNamed = (one: string) => /\bcaptures?["']?\s*:/.test(one);
  if (isNamed(line)) return true;
  const indent = line.search(/\S/);
  const parent = before.split('\n').findLast((one) => /\S/.test(one) && one.search(/\S/) < indent);
  return parent !== undefined && isNamed(parent);
}

type Line = {
  readonly line: number;
  /** The offset at which it begins. */
  readonly start: number;
  readonly text: string;
  readonly column: number;
};

type Excerpt = { readonly excerpt: readonly string[]; readonly from: number };

/** A line and the one before it, without their secrets; the marked part of the line keeps its column. */
function excerptOf(source: Source, { line, start, text, column }: Line): Excerpt {
  const wished = column <= longestExcerptLine / 2 ? 0 : column - 1 - excerptLead;
  // A line may be as long as the file.
  const base = Math.max(0, wished - searchedBefore);
  const part = (one: string) => one.slice(base, wished + longestExcerptLine + searchedBefore);
  const shown = part(text);
  const hidden = hiddenIn(source, shown, { lineStart: start, start: start + base });
  const hiddenBefore = hidden.findLast(({ end }) => base + end <= column - 1);
  const from = Math.max(wished, base + (hiddenBefore?.end ?? 0));
  const excerpt = [withoutParts(shown, hidden, from - base)];
  if (line > 1) {
    const before = lineText(source, line - 1) ?? '';
    const lineStart = source.text.lastIndexOf('\n', start - 2) + 1;
    const shownBefore = part(before);
    const hiddenThere = hiddenIn(source, shownBefore, { lineStart, start: lineStart + base });
    excerpt.unshift(withoutParts(shownBefore, hiddenThere).slice(from - base));
  }
  return { excerpt: excerpt.map((one) => one.slice(0, longestExcerptLine)), from };
}

/** The start of a file whose text was not read. */
export function placeOfFile(file: string): Place {
  return { file, line: 1, column: 1, endColumn: 2, excerpt: [] };
}

/** `file:line:col`, as editors and terminals make it a link; of shared steps also where they are called. */
export function placeText({ calledAt = [], ...place }: Place): string {
  const text = ({ file, line, column }: Position) => `${file}:${line}:${column}`;
  return [text(place), ...calledAt.map(text)].join(', called at ');
}

/** A message that includes its place, for output that does not show it otherwise. */
export function placedMessage({ at, message }: { readonly at?: Place; readonly message: string }): string {
  return at === undefined ? message : `${placeText(at)}: ${message}`;
}

/** Where a place is, seen from the scenario: of shared steps, where they are called. */
function inScenario(place: Place): Position {
  return place.calledAt?.at(-1) ?? place;
}

/** Orders by place in the scenario; within one call, by place in its file. */
export function byPlace(a: Place | undefined, b: Place | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const [one, other] = [inScenario(a), inScenario(b)];
  return one.line - other.line || one.column - other.column || a.line - b.line || a.column - b.column;
}

/** Where a place of shared steps is called, from the scenario in. */
export function positionOf({ file, line, column }: Place): Position {
  return { file, line, column };
}
