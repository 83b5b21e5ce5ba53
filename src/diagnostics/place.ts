import { onceFor } from '../once-for.ts';
import { secretBeginnings, secretsInLine, withoutParts } from '../redaction/secrets/source-line.ts';
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
  /** 1-based, where the excerpt's lines are cut off at their start (very long ones): their first column. */
  readonly excerptColumn?: number;
  /** Of shared steps: where they are called, innermost first. */
  readonly calledAt?: readonly Position[];
};

const longestExcerptLine = 400;
/** How far before and behind an excerpt secrets are looked for that reach into it. */
const searchedBefore = 2_000;
/** No value that goes over many lines is longer. */
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
  const before = line > 1 ? lineText(source, line - 1) : undefined;
  const lineStart = span.start - column + 1;
  const earlier = earlierText(source, lineStart);
  const { excerpt, from } = excerptOf({ text, before, earlier, column });
  return {
    file: source.path,
    line,
    column,
    endColumn: Math.max(endColumn, column + 1),
    excerpt,
    ...(from > 0 && { excerptColumn: from + 1 }),
    ...(span.origin !== undefined && { calledAt: span.origin.calledAt }),
  };
}

const beginningsOf = onceFor(({ text }: Source) => secretBeginnings(text));

/** What stands before a line, as far as a secret in it may go on there; a file may have thousands of places. */
function earlierText(source: Source, lineStart: number): string {
  const beginnings = beginningsOf(source);
  const from = Math.max(0, lineStart - longestSecret);
  const last = beginnings[lastAtOrBefore(beginnings, lineStart - 1)] ?? -1;
  return last < from || last >= lineStart ? '' : source.text.slice(from, lineStart);
}

type Lines = {
  readonly text: string;
  readonly before: string | undefined;
  /** What stands before the line. */
  readonly earlier: string;
  readonly column: number;
};

/** A line and the one before it, without the secrets in them; what is marked in the line stays at its column. */
function excerptOf({ text, before, earlier, column }: Lines): {
  readonly excerpt: readonly string[];
  readonly from: number;
} {
  const wished = column <= longestExcerptLine / 2 ? 0 : column - 1 - excerptLead;
  // A line may be as long as the file.
  const base = Math.max(0, wished - searchedBefore);
  const [line, lineBefore] = [text, before ?? ''].map((one) =>
    one.slice(base, wished + longestExcerptLine + searchedBefore),
  );
  const parts = secretsInLine(line ?? '', earlier);
  const hiddenBefore = parts.findLast(({ end }) => base + end <= column - 1);
  const from = Math.max(wished, base + (hiddenBefore?.end ?? 0));
  const shown = withoutParts(
    (line ?? '').slice(from - base),
    parts
      .filter(({ start }) => base + start >= from)
      .map((part) => ({
        ...part,
        start: part.start - from + base,
        end: part.end - from + base,
      })),
  );
  const evenEarlier = earlier.slice(0, earlier.lastIndexOf('\n', earlier.length - 2) + 1);
  const shownBefore = withoutParts(lineBefore ?? '', secretsInLine(lineBefore ?? '', evenEarlier)).slice(from - base);
  const excerpt = before === undefined ? [shown] : [shownBefore, shown];
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

/** A message that names its place itself, for where nothing else shows it. */
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
