/** Finds secrets in a line of a scenario, a page or a recording, which must not be quoted. */

import { secretFields } from './secret-fields.ts';
import { goneOf } from './secret-patterns.ts';
import { shapesIn } from './secret-shapes.ts';

type Part = { readonly start: number; readonly end: number };
/** A part of a line, and its replacement. */
export type HiddenPart = Part & { readonly mark: string };

/**
 * The parts of a line that hold secrets, in order: by the name of their field, or by their shape. `before`: the text before it;
 * `keys`: what of the line belongs to private keys that go over several.
 */
export function secretsInLine(line: string, before = '', keys: readonly Part[] = []): readonly HiddenPart[] {
  const ofKeys = keys.map((part) => ({ ...part, mark: goneOf('private-key') }));
  const named = [...continued(line, before), ...fieldValues(line), ...cellValues(line, before)];
  const parts = [...named, ...shapes(line), ...ofKeys].toSorted((a, b) => a.start - b.start);
  const kept: HiddenPart[] = [];
  for (const part of parts) {
    const last = kept.at(-1);
    if (last === undefined || part.start >= last.end) kept.push(part);
    else if (part.end > last.end) kept[kept.length - 1] = { ...last, end: part.end };
  }
  return kept;
}

/** A line from an offset on, with its hidden parts replaced. */
export function withoutParts(line: string, parts: readonly HiddenPart[], from = 0): string {
  let shown = '';
  let copied = from;
  for (const { start, end, mark } of parts) {
    if (end <= from) continue;
    shown += line.slice(copied, Math.max(start, from)) + mark;
    copied = end;
  }
  return shown + line.slice(copied);
}

function shapes(line: string): readonly HiddenPart[] {
  const parts: HiddenPart[] = [];
  for (const [rule, { find }] of shapesIn(line)) {
    for (let found = find(line, 0); found !== undefined; found = find(line, found.end)) {
      parts.push({ start: found.start, end: found.isOpen === true ? line.length : found.end, mark: goneOf(rule) });
    }
  }
  return parts;
}

/**
 * A name and its separator from the value; in a text inside JSON its quotes are escaped. The end of a longer word is
 * not a name, even if letters of other alphabets or hidden characters occur in that word: `clékey`.
 */
const key =
  /(\\{0,3}["']|(?<![\p{L}\p{M}]\p{Cf}{0,4}))((?:[A-Za-z_@]|\\{1,3}[ux])(?:[\w.@-]|\\{1,3}[ux]){0,80})\1\s{0,8}[:=]\s{0,8}/gu;

/** Most lines contain no such name, which this finds faster than matching their names. */
const secretName = new RegExp([...secretFields, '\\\\[ux]'].join('|'), 'i');

/** Whether a name means a field that holds a secret; letters may be escaped. */
function isSecretName(name: string): boolean {
  const plain = name.replace(/\\{1,3}(?:u([\da-f]{4})|x([\da-f]{2}))/gi, (_, u, x) =>
    String.fromCharCode(Number.parseInt(u ?? x, 16)),
  );
  return secretFields.has(plain.toLowerCase());
}

function fieldValues(line: string): readonly HiddenPart[] {
  const parts: HiddenPart[] = [];
  if (!secretName.test(line)) return parts;
  for (const match of line.matchAll(key)) {
    const [whole, , name = ''] = match;
    if (!isSecretName(name)) continue;
    const start = match.index + whole.length;
    if (start < (parts.at(-1)?.end ?? 0)) continue;
    const { isQuoted, ...value } = valueAt(line, start);
    if (isSecretText(line.slice(value.start, value.end), isQuoted)) parts.push({ ...value, mark: goneOf(name) });
  }
  return parts;
}

/** The text of a value, without its quotes; of a list of texts, all of them. */
function valueAt(line: string, at: number): Value {
  const [quote] = /^\\{0,3}["']/.exec(line.slice(at, at + 4)) ?? [];
  if (quote === undefined) {
    const [path] = jsonPath.exec(line.slice(at)) ?? [];
    if (path !== undefined) return { start: at, end: at + path.length, isQuoted: false };
    const listEnd = endOfTexts(line, at);
    if (listEnd !== undefined) return { start: at, end: listEnd, isQuoted: true };
    const isFlow = /[{[]/.test(line.slice(0, at));
    const length = line.slice(at).search(isFlow ? /[,}\]]|$/ : /\s*$/);
    return { start: at, end: at + length, isQuoted: false };
  }
  const start = at + quote.length;
  for (let end = line.indexOf(quote, start); end !== -1; end = line.indexOf(quote, end + 1)) {
    // In single quotes of YAML, a quote is doubled.
    if (quote === "'" && line.charAt(end + 1) === "'") end++;
    else if (!isEscaped(line, end)) return { start, end, isQuoted: true };
  }
  return { start, end: line.length, isQuoted: true };
}

/** `isQuoted`: a text, with any first character. */
type Value = Part & { readonly isQuoted: boolean };

/** Where a list of texts ends that begins at an offset, as far as it goes in its line; not one of objects. */
function endOfTexts(line: string, at: number): number | undefined {
  if (line.charAt(at) !== '[' || /^\[\s*$/.test(line.slice(at, at + 40))) return undefined;
  for (let [offset, depth] = [at, 0]; offset < line.length; offset++) {
    const char = line.charAt(offset);
    if (char === '{') return undefined;
    if (char === '[') depth++;
    if (char === ']' && --depth === 0) return offset + 1;
    if (/["']/.test(char) && /[[,\s]/.test(line.charAt(offset - 1))) offset = valueAt(line, offset).end;
  }
  return line.length;
}

/** Whether an odd number of backslashes precedes an offset. */
function isEscaped(line: string, at: number): boolean {
  let start = at;
  while (line.charCodeAt(start - 1) === 0x5c) start--;
  return (at - start) % 2 === 1;
}

/** Not what scenarios write in place of values: references, matchers and paths. */
const reference = /^(?:|\$\{[^}]*\}|<[a-zA-Z-]+(?:[ :][^<>]*)?>|\$(?:\.[\w@]+|\[[^\]]*\])+|null)$/;
/** Nor, without quotes, what begins a mapping, a list or a block, or is a comment. */
const structure = /^(?:[{[|>&*#].*|~)$/;
const jsonPath = /^\$(?:\.[\w@]{1,100}|\[[^\]]{0,100}\]){1,50}(?=[\s,}]|$)/;

function isSecretText(text: string, isQuoted: boolean): boolean {
  const trimmed = text.trim();
  return !reference.test(trimmed) && (isQuoted || !structure.test(trimmed));
}

/** A name whose value begins or continues on a later line: as a block, a list, in quotes, or in another form. */
const openText = /[|>][+-]?\d?[+-]?|"(?:[^"\\]|\\.)*\\?|'(?:[^']|'')*/.source;
const openValue = `${openText}|\\[[^\\]]*|[^\\s"'#,{}[\\]&!|>][^,{}[\\]]*`;
const opening = new RegExp(
  `(?:^|[\\s{,])["']?([A-Za-z_@][\\w.@-]{0,80})["']?\\s{0,8}:\\s*(?:[&!]\\S{0,80})?\\s*(${openValue})?(?:\\s#.*)?\\s*$`,
);
/** The same of a list's item. */
const openItem = new RegExp(`^\\s*(?:- )+(?:${openText})(?:\\s#.*)?\\s*$`);
const mapping = /^\s*(?:- )*(["']?)[\w.@-]+\1\s*:(?:\s|$)/;
const item = /^\s*- /;
/** So far back a value may have begun. */
const mostLines = 400;

const beginning = new RegExp(
  `(?:${[...secretFields].join('|')})["'\`*_]{0,3}\\s{0,8}(?:#.{0,2000}\\s{1,8})?[:|]`,
  'gi',
);

/** The places in a text at which a multi-line secret may begin; usually none. */
export const secretBeginnings = (text: string): readonly number[] =>
  [...text.matchAll(beginning)].map(({ index }) => index);

/** The cells of a table in Markdown that belong to a secret name: beside it in its row, or below it in its column. */
function cellValues(line: string, before: string): readonly HiddenPart[] {
  const row = cellsOf(line);
  const name = row.find(({ text }) => isSecretName(text));
  const titles = name === undefined && row.length > 0 ? cellsOf(titleRow(before)) : [];
  return row.flatMap((cell, at) => {
    const title = titles[at];
    const field = name ?? (title !== undefined && isSecretName(title.text) ? title : undefined);
    const isValue = field !== undefined && cell !== name && /\w/.test(cell.text);
    return isValue ? [{ start: cell.start, end: cell.end, mark: goneOf(field.text) }] : [];
  });
}

/** The cells of a row; none of a line that is no row. `text`: without the marks of code and emphasis. */
function cellsOf(line: string): readonly (Part & { readonly text: string })[] {
  if (!/^\s*\|/.test(line)) return [];
  return [...line.matchAll(/(?<=\|)\s*([^\s|](?:[^|]*[^\s|])?)\s*/g)].map(({ index, 0: cell, 1: text = '' }) => {
    const start = index + cell.indexOf(text);
    return { start, end: start + text.length, text: text.replace(/^[*_`]+|[*_`]+$/g, '') };
  });
}

/** The first row of the table that a text ends in. */
function titleRow(text: string): string {
  let first = '';
  for (let end = text.length - 1; end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (!/^\s*\|/.test(line)) break;
    first = line;
    end = start - 1;
  }
  return first;
}

/** The value of a field that began in an earlier line. */
function continued(line: string, before: string): readonly HiddenPart[] {
  const start = line.search(/\S/);
  if (start === -1) return [];
  const hides = (name: string) => [{ start, end: line.length, mark: goneOf(name) }];
  const colon = /^\s*:(?=\s|$)/.exec(line);
  if (colon !== null) return valueOfLoneName(line, colon[0].length, before);
  // Items may stand as far to the left as the name of their list.
  let limit = item.test(line) ? start + 1 : start;
  let isInner = mapping.test(line);
  let isNearest = true;
  for (const [earlier, indent, column] of linesUp(before)) {
    if (!isNearest && limit === 0) return [];
    if (!isNearest && indent >= limit) continue;
    const [, name, how = ''] = opening.exec(earlier) ?? [];
    const isSecret = name !== undefined && secretFields.has(name.toLowerCase());
    const isText = /^[|>"']/.test(how);
    if (isSecret && column < limit && isText) return hides(name);
    if (isSecret && (column < limit || (isNearest && how === '')) && !isInner) {
      return isSecretText(line.replace(item, ''), true) && !/^[\s\]},]+$/.test(line) ? hides(name) : [];
    }
    isNearest = false;
    if (indent < limit && openItem.test(earlier)) {
      isInner = false;
      limit = indent + 1;
    }
    if (column >= limit || !mapping.test(earlier)) continue;
    // It may still be in a block that looks like a mapping.
    isInner = true;
    limit = column > indent ? indent + 1 : indent;
  }
  return [];
}

/** The value behind a colon whose name is on a line of its own: `? name`. */
function valueOfLoneName(line: string, from: number, before: string): readonly HiddenPart[] {
  const [[earlier = ''] = []] = linesUp(`${before}${line}`);
  const [, name] = opening.exec(earlier) ?? [];
  const [start, end] = [line.slice(from).search(/\S/) + from, line.length];
  if (name === undefined || !secretFields.has(name.toLowerCase()) || start < from) return [];
  return isSecretText(line.slice(start), false) ? [{ start, end, mark: goneOf(name) }] : [];
}

const alone = /^(\s*(?:- )*)\?\s+((["']?)[\w.@-]+\3)\s*(?:#.*)?$/;

/**
 * The lines of a text that are not empty, from the last one up, how far they are indented, and their first name. A name
 * on a line of its own is joined with its value.
 */
function* linesUp(text: string): Iterable<readonly [line: string, indent: number, column: number]> {
  let value = '';
  for (const [line, indent, column] of rawLinesUp(text)) {
    if (/^\s*:(?:\s|$)/.test(line)) value = line.trim();
    else {
      const joined = value === '' ? line : line.replace(alone, `$1$2${value.replaceAll('$', '$$$$')}`);
      value = '';
      yield [joined, indent, column];
    }
  }
}

function* rawLinesUp(text: string): Iterable<readonly [line: string, indent: number, column: number]> {
  let end = text.length;
  for (let count = 0; count < mostLines && end > 0; count++) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, Math.min(end, start + longestLine));
    const indent = line.search(/\S/);
    if (indent !== -1) yield [line, indent, /^\s*(?:- )*/.exec(line)?.[0].length ?? indent];
    end = start - 1;
  }
}

const longestLine = 2_000;
