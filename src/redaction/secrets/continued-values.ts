/** Secrets that continue from earlier lines, as a block, a list or in another form. */

import type { HiddenPart } from './field-values.ts';
import { isSecretField, nameEnd } from './secret-fields.ts';
import { goneOf } from './secret-patterns.ts';
import { isSecretText, type Scope } from './written-value.ts';

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

const beginning = new RegExp(`${nameEnd}["'\`*_]{0,3}\\s{0,8}(?:#.{0,2000}\\s{1,8})?[:|]`, 'gi');

/** The places in a text at which a multi-line secret may begin; usually none. */
export const secretBeginnings = (text: string): readonly number[] =>
  [...text.matchAll(beginning)].map(({ index }) => index);

/** The value of a field that began in an earlier line. */
export function continuedValues(line: string, before: string, scope: Scope): readonly HiddenPart[] {
  const start = line.search(/\S/);
  if (start === -1) return [];
  const hides = (name: string) => [{ start, end: line.length, mark: goneOf(name) }];
  const colon = /^\s*:(?=\s|$)/.exec(line);
  if (colon !== null) return valueOfLoneName(line, colon[0].length, before, scope);
  // Items may stand as far to the left as the name of their list.
  let limit = item.test(line) ? start + 1 : start;
  let isInner = mapping.test(line);
  let isNearest = true;
  for (const [earlier, indent, column] of linesUp(before)) {
    if (!isNearest && limit === 0) return [];
    if (!isNearest && indent >= limit) continue;
    const [, name, how = ''] = opening.exec(earlier) ?? [];
    const isSecret = name !== undefined && isSecretField(name);
    const isText = /^[|>"']/.test(how);
    if (isSecret && column < limit && isText) return hides(name);
    if (isSecret && (column < limit || (isNearest && how === '')) && !isInner) {
      return isSecretText(line.replace(item, ''), true, scope) && !/^[\s\]},]+$/.test(line) ? hides(name) : [];
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
function valueOfLoneName(line: string, from: number, before: string, scope: Scope): readonly HiddenPart[] {
  const [[earlier = ''] = []] = linesUp(`${before}${line}`);
  const [, name] = opening.exec(earlier) ?? [];
  const [start, end] = [line.slice(from).search(/\S/) + from, line.length];
  if (name === undefined || !isSecretField(name) || start < from) return [];
  return isSecretText(line.slice(start), false, scope) ? [{ start, end, mark: goneOf(name) }] : [];
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
