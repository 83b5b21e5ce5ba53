/** Finds secrets in a line of a scenario, a page or a recording, which must not be quoted. */

import { bareKeyBeginning, continuesBareKey } from './bare-key.ts';
import { secretFields } from './secret-fields.ts';
import { goneOf } from './secret-patterns.ts';
import { shapesIn } from './secret-shapes.ts';

/** A part of a line, and its replacement. */
export type HiddenPart = { readonly start: number; readonly end: number; readonly mark: string };

/**
 * The parts of a line that contain secrets, in order: by the name of their field, or by their shape. `before`: the text
 * before the line.
 */
export function secretsInLine(line: string, before = ''): readonly HiddenPart[] {
  const parts = [...continued(line, before), ...fieldValues(line), ...shapes(line)].toSorted(
    (a, b) => a.start - b.start,
  );
  const kept: HiddenPart[] = [];
  for (const part of parts) {
    const last = kept.at(-1);
    if (last === undefined || part.start >= last.end) kept.push(part);
    else if (part.end > last.end) kept[kept.length - 1] = { ...last, end: part.end };
  }
  return kept;
}

/** A line with its hidden parts replaced. */
export function withoutParts(line: string, parts: readonly HiddenPart[]): string {
  let shown = '';
  let copied = 0;
  for (const { start, end, mark } of parts) {
    shown += line.slice(copied, start) + mark;
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
const key = /(\\{0,3}["']|(?<![\p{L}\p{M}]\p{Cf}{0,4}))([A-Za-z_@][\w.@-]{0,80})\1\s{0,8}[:=]\s{0,8}/gu;

/** Most lines contain no such name, which this finds faster than matching their names. */
const secretName = new RegExp([...secretFields].join('|'), 'i');

function fieldValues(line: string): readonly HiddenPart[] {
  const parts: HiddenPart[] = [];
  if (!secretName.test(line)) return parts;
  for (const match of line.matchAll(key)) {
    const [whole, , name = ''] = match;
    if (!secretFields.has(name.toLowerCase())) continue;
    const start = match.index + whole.length;
    if (start < (parts.at(-1)?.end ?? 0)) continue;
    const value = valueAt(line, start);
    if (isSecretText(line.slice(value.start, value.end))) parts.push({ ...value, mark: goneOf(name) });
  }
  return parts;
}

/** The text of a value, without its quotes. */
function valueAt(line: string, at: number): { readonly start: number; readonly end: number } {
  const [quote] = /^\\{0,3}["']/.exec(line.slice(at, at + 4)) ?? [];
  if (quote === undefined) {
    const [path] = jsonPath.exec(line.slice(at)) ?? [];
    if (path !== undefined) return { start: at, end: at + path.length };
    const isFlow = /[{[]/.test(line.slice(0, at));
    const length = line.slice(at).search(isFlow ? /[,}\]]|$/ : /\s*$/);
    return { start: at, end: at + length };
  }
  const start = at + quote.length;
  for (let end = line.indexOf(quote, start); end !== -1; end = line.indexOf(quote, end + 1)) {
    // In single quotes of YAML, a quote is doubled.
    if (quote === "'" && line.charAt(end + 1) === "'") end++;
    else if (!isEscaped(line, end)) return { start, end };
  }
  return { start, end: line.length };
}

/** Whether an odd number of backslashes precedes an offset. */
function isEscaped(line: string, at: number): boolean {
  let start = at;
  while (line.charCodeAt(start - 1) === 0x5c) start--;
  return (at - start) % 2 === 1;
}

/**
 * Texts of scenarios that are not values: references, matchers, paths, and the beginning of a mapping, a list or a
 * block.
 */
const noSecret = /^(?:|\$\{[^}]*\}|<[^<>]*>|\$(?:\.[\w@]+|\[[^\]]*\])+|[{[|>&*].*|null|~)$/;
const jsonPath = /^\$(?:\.[\w@]{1,100}|\[[^\]]{0,100}\]){1,50}(?=[\s,}]|$)/;

const isSecretText = (text: string): boolean => !noSecret.test(text.trim());

const opening = /^\s*(?:- )?["']?([A-Za-z_@][\w.@-]{0,80})["']?:\s*(?:[|>][+-]?\d?|"[^"]*|'[^']*)?\s*$/;
const mapping = /^\s*(?:- |["']?[\w.@-]+["']?\s*:(?:\s|$))/;
const keyBegins = /-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY/;
const keyEnds = /-----END /;
/** So far back a value may have begun. */
const mostLines = 400;

const beginning = new RegExp(`(?:${[...secretFields].join('|')})["']?:|PRIVATE KEY|${bareKeyBeginning}`, 'gi');

/** The places in a text at which a multi-line secret may begin; usually none. */
export const secretBeginnings = (text: string): readonly number[] =>
  [...text.matchAll(beginning)].map(({ index }) => index);

/** The value of a field, or the private key, that began in an earlier line: as a block, in quotes, or as plain text. */
function continued(line: string, before: string): readonly HiddenPart[] {
  const start = line.search(/\S/);
  if (start === -1 || mapping.test(line)) return [];
  if (continuesBareKey(line, linesAbove(before))) return [{ start, end: line.length, mark: goneOf('private-key') }];
  for (const [earlier, indent] of linesUp(before)) {
    if (keyEnds.test(earlier)) return [];
    if (keyBegins.test(earlier)) return [{ start, end: line.length, mark: goneOf('private-key') }];
    if (indent >= start || !mapping.test(earlier)) continue;
    const [, name = ''] = opening.exec(earlier) ?? [];
    if (!secretFields.has(name.toLowerCase()) || !isSecretText(line)) return [];
    return [{ start, end: line.length, mark: goneOf(name) }];
  }
  return [];
}

/** The lines of a text that are not empty, from the last one up, and how far they are indented. */
function* linesUp(text: string): Iterable<readonly [line: string, indent: number]> {
  let end = text.length;
  for (let count = 0; count < mostLines && end > 0; count++) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, Math.min(end, start + longestLine));
    const indent = line.search(/\S/);
    if (indent !== -1) yield [line, indent];
    end = start - 1;
  }
}

function* linesAbove(text: string): Iterable<string> {
  for (const [line] of linesUp(text)) yield line;
}

const longestLine = 2_000;
