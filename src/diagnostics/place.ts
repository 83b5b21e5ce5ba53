import { lineText, positionAt, type Source, type Span } from './source.ts';

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
};

const longestExcerptLine = 400;
/** How much is kept before the column where a line is cut off at its start. */
const excerptLead = 80;

/** Resolves a span; a span over several lines ends with its first line. */
export function placeAt(source: Source, span: Span): Place {
  const { line, column } = positionAt(source, span.start);
  const text = lineText(source, line) ?? '';
  const end = positionAt(source, span.end);
  const endColumn = end.line === line ? end.column : text.length + 1;
  const before = line > 1 ? lineText(source, line - 1) : undefined;
  const excerpt = before === undefined ? [text] : [before, text];
  const from = column <= longestExcerptLine / 2 ? 0 : column - 1 - excerptLead;
  return {
    file: source.path,
    line,
    column,
    endColumn: Math.max(endColumn, column + 1),
    excerpt: excerpt.map((one) => one.slice(from, from + longestExcerptLine)),
    ...(from > 0 && { excerptColumn: from + 1 }),
  };
}

/** A place in a file of which no text was read: its first character. */
export function placeOfFile(file: string): Place {
  return { file, line: 1, column: 1, endColumn: 2, excerpt: [] };
}

/** `file:line:col`, as editors and terminals make it a link. */
export function placeText(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}
