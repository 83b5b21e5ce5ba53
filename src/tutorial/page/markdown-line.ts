import type { FragmentLine } from './fragment.ts';

/** A line of the text without its line break, by offsets. */
export type Line = { readonly start: number; readonly end: number };

/** A line that opens a code block. */
export type Opening = {
  /** The backticks or tildes; empty for a block that is only indented. */
  readonly fence: string;
  readonly info: string;
  /** The columns before the fence. */
  readonly indent: number;
  /** How many quotes it is in. */
  readonly quotes: number;
  /** The offset at which its line ends. */
  readonly end: number;
};

/** Lines end with a line feed, a carriage return or both. */
export function* linesOf(text: string, from: number): Generator<Line> {
  const lineBreak = /\r\n|\n|\r/g;
  let start = from === 0 && text.startsWith('\uFEFF') ? 1 : from;
  lineBreak.lastIndex = start;
  for (let match = lineBreak.exec(text); match !== null; match = lineBreak.exec(text)) {
    yield { start, end: match.index };
    start = lineBreak.lastIndex;
  }
  yield { start, end: text.length };
}

type Prefix = {
  /** What follows after the marks. */
  readonly rest: FragmentLine;
  readonly quotes: number;
  /** A list item starts here. */
  readonly item: boolean;
  readonly opening?: Opening;
};

const quoteMark = /^ {0,3}>[ \t]?/;
const itemMark = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?=\S)/;
const ruleLike = /^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;

/** Removes the marks of quotes and list items from a line, and checks whether a code block begins after them. */
export function prefixOf(line: FragmentLine): Prefix {
  let at = 0;
  let quotes = 0;
  let item = false;
  for (;;) {
    const ahead = line.text.slice(at, at + 200);
    const quote = quoteMark.exec(ahead);
    const mark = quote ?? (isRule(line.text, at) ? null : itemMark.exec(ahead));
    if (mark === null) break;
    if (quote !== null) quotes++;
    else item = true;
    at += mark[0].length;
  }
  const rest = { text: line.text.slice(at), start: line.start + at };
  const opening = openingOf(rest, quotes, item ? columns(line.text.slice(0, at)) : 0);
  return { rest, quotes, item, ...(opening && { opening }) };
}

function isRule(text: string, at: number): boolean {
  return text.length - at < 200 && ruleLike.test(text.slice(at));
}

function openingOf(rest: FragmentLine, quotes: number, before: number): Opening | undefined {
  const match = /^([ \t]*)(`{3,}|~{3,})/.exec(rest.text);
  const [whole, space = '', fence = ''] = match ?? [];
  if (whole === undefined) return undefined;
  const info = rest.text.slice(whole.length).trim();
  if (fence.startsWith('`') && info.includes('`')) return undefined;
  return { fence, info, indent: before + columns(space), quotes, end: rest.start + rest.text.length };
}

/** Removes the marks of this many quotes; `undefined` if the line is not in a quote, which ends them. */
export function withoutQuotes(line: FragmentLine, quotes: number): FragmentLine | undefined {
  let at = 0;
  for (let taken = 0; taken < quotes; taken++) {
    const mark = quoteMark.exec(line.text.slice(at, at + 5));
    if (mark === null) {
      if (taken === 0) return undefined;
      break;
    }
    at += mark[0].length;
  }
  return { text: line.text.slice(at), start: line.start + at };
}

/** Removes white space from the start, up to this many columns. */
export function withoutIndent(line: FragmentLine, indent: number): FragmentLine {
  let at = 0;
  for (let column = 0; column < indent && (line.text[at] === ' ' || line.text[at] === '\t'); at++) {
    column += line.text[at] === '\t' ? 4 : 1;
  }
  return { text: line.text.slice(at), start: line.start + at };
}

const columns = (text: string) => text.replaceAll('\t', '    ').length;
