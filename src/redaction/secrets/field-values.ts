/** Secrets in a line whose field is named before them. */

import { isSecretField, secretWord } from './secret-fields.ts';
import { goneOf } from './secret-patterns.ts';
import { isSecretText, type LinePart, quote, type Scope, valueAt } from './written-value.ts';

/** A part of a line, and its replacement. */
export type HiddenPart = LinePart & { readonly mark: string };

/** What separates a name from its value. */
export const separator = /(?::{0,2}={1,3}>?|:|%3[AD])/.source;

/**
 * A name and its separator from the value; in a text inside JSON its quotes are escaped. The end of a longer word is
 * not a name, even if letters of other alphabets or hidden characters occur in that word: `clékey`.
 */
const key = new RegExp(
  `(${quote}|(?<![\\p{L}\\p{M}]\\p{Cf}{0,4}))((?:[A-Za-z_@]|\\\\{1,3}[ux])(?:[\\w.@-]|\\\\{1,3}[ux]){0,80})([*_\`]{0,3})\\1\\]?\\s{0,8}${separator}\\s{0,8}`,
  'giu',
);

/** Most lines contain no such name, which this finds faster than matching their names. */
const anyName = new RegExp(`${secretWord}|\\\\[ux]`, 'i');

/** Whether a name means a field that holds a secret; letters may be escaped. */
function isSecretName(name: string): boolean {
  const plain = name.replace(/\\{1,3}(?:u([\da-f]{4})|x([\da-f]{2}))/gi, (_, u, x) =>
    String.fromCharCode(Number.parseInt(u ?? x, 16)),
  );
  return isSecretField(plain);
}

export function fieldValues(line: string, scope: Scope): readonly HiddenPart[] {
  const parts: HiddenPart[] = [];
  if (!anyName.test(line)) return parts;
  const brackets = new Brackets(line);
  let searched = 0;
  for (const match of line.matchAll(key)) {
    const [whole, , name = '', emphasis = ''] = match;
    const start = match.index + whole.length;
    if (start < searched || !isSecretName(name)) continue;
    const value = valueAt(line, start, brackets.areOpenAt(match.index));
    if (value === undefined) continue;
    const text = line.slice(value.start, value.end);
    // Behind an emphasized name, several words are its description.
    if (emphasis !== '' && !value.isQuoted && /\S\s/.test(text)) continue;
    searched = value.end;
    if (isSecretText(text, value.isQuoted, scope))
      parts.push({ start: value.start, end: value.end, mark: goneOf(name) });
  }
  return parts;
}

/** Counts the brackets of a line that are open, from its beginning on. */
class Brackets {
  readonly #line: string;
  #counted = 0;
  #depth = 0;

  constructor(line: string) {
    this.#line = line;
  }

  areOpenAt(offset: number): boolean {
    for (; this.#counted < offset; this.#counted++) {
      const char = this.#line.charAt(this.#counted);
      if (char === '{' || char === '[') this.#depth++;
      else if ((char === '}' || char === ']') && this.#depth > 0) this.#depth--;
    }
    return this.#depth > 0;
  }
}
