/** Secrets in a text whose names are apart from them, perhaps on other lines: as an argument, an element, or a pair. */

import { type HiddenPart, separator } from './field-values.ts';
import { isSecretField, secretWord } from './secret-fields.ts';
import { goneOf } from './secret-patterns.ts';
import { isSecretText, quote, type Scope, valueAt } from './written-value.ts';

const anyName = new RegExp(`${secretWord}|-u`, 'i');

export function spreadValues(text: string, scope: Scope): readonly HiddenPart[] {
  if (!anyName.test(text)) return [];
  const hidden = (start: number, end: number, name: string, isQuoted = true): readonly HiddenPart[] => {
    const value = text.slice(start, end);
    if (!isSecretText(value, isQuoted, scope)) return [];
    const trimmed = start + (value.length - value.trimStart().length);
    return [{ start: trimmed, end: trimmed + value.trim().length, mark: goneOf(name) }];
  };
  return [
    ...elements(text, hidden),
    ...argumentsOf(text, hidden),
    ...lowerValues(text, hidden),
    ...pairs(text, hidden),
  ];
}

type Hidden = (start: number, end: number, name: string, isQuoted?: boolean) => readonly HiddenPart[];

const element =
  /<((?:[\w.-]{1,40}:)?)([A-Za-z_][\w.-]{0,80})(?:\s[^<>]{0,200})?>(?:<!\[CDATA\[.{0,2000}?\]\]>|[^<]*)(?=<\/)/gsu;

function elements(text: string, hidden: Hidden): readonly HiddenPart[] {
  return [...text.matchAll(element)].flatMap(({ index, 0: whole, 2: name = '' }) =>
    isSecretField(name) ? hidden(index + whole.indexOf('>') + 1, index + whole.length, name) : [],
  );
}

/** Between an argument and its value in a command, in a list of texts, and in one of YAML. */
const gap = /["']?(?:[ \t]{1,8}|,\s{0,80}|[ \t]{0,8}\r?\n[ \t]{0,80}-[ \t]{1,8})/.source;
const argument = new RegExp(
  `(?<![\\w-])(?:--?([A-Za-z][\\w-]{0,80})|ConvertTo-(SecureString)(?:[ \\t]{1,8}-(?:String|AsPlainText|Force)){0,3})${gap}(?=[^\\s-])(?:(["'])|[^\\s"'\`]{1,4096})`,
  'gi',
);
/** A name and a password with a colon between them. */
const user = /(?<![\w-])-(?:(u)|-(?:proxy-)?(user))(?:[ \t]{1,8}|=)["']?[^\s:"']{1,100}:([^\s"']{1,4096})/g;
/** Values that the shell inserts, and templates. */
const inserted = /^(?:\$[\w({]|%\w+%$|\{\{)/;

function argumentsOf(text: string, hidden: Hidden): readonly HiddenPart[] {
  let searched = 0;
  const named = [...text.matchAll(argument)].flatMap(({ index, 0: whole, 1: option, 2: type, 3: opened }) => {
    const name = option ?? type ?? '';
    if (index < searched || !isSecretField(name)) return [];
    const end = index + whole.length;
    const value = opened === undefined ? undefined : valueAt(lineFrom(text, end - 1), 0, false);
    const start = opened === undefined ? end - (/\S+$/.exec(whole)?.[0].length ?? 0) : end;
    const last =
      value === undefined ? start + text.slice(start, end).replace(/[,;)\]]+$/, '').length : end - 1 + value.end;
    searched = last;
    return inserted.test(text.slice(start, last)) ? [] : hidden(start, last, name);
  });
  const users = [...text.matchAll(user)].flatMap(({ index, 0: whole, 1: short, 2: long, 3: password = '' }) => {
    const end = index + whole.length;
    return inserted.test(password) ? [] : hidden(end - password.length, end, short ?? long ?? '');
  });
  return [...named, ...users];
}

const lower = new RegExp(`(${quote})([\\w.@-]{1,80})\\1\\s*:\\s*(?=${quote})`, 'giu');

/** Texts in JSON that begin on a later line than their names. */
function lowerValues(text: string, hidden: Hidden): readonly HiddenPart[] {
  return [...text.matchAll(lower)].flatMap(({ index, 0: whole, 2: name = '' }) =>
    whole.includes('\n') && isSecretField(name) ? valueFrom(text, index + whole.length, name, hidden) : [],
  );
}

function valueFrom(text: string, at: number, name: string, hidden: Hidden, isFlow = true): readonly HiddenPart[] {
  const value = valueAt(lineFrom(text, at), 0, isFlow);
  return value === undefined ? [] : hidden(at + value.start, at + value.end, name, value.isQuoted);
}

/** The names of an object's properties, of attributes and of keys that tell of a pair, and of secret ones. */
const anyKey = new RegExp(
  `(${quote}|(?<![\\w.-]))(?:(name|key|id|field|property|parameter|param|variable|header)|(value|val|content|text|data|default(?:value)?|example)|([A-Za-z_@][\\w.@-]{0,80}))\\1\\s{0,8}${separator}[ \\t]{0,8}`,
  'giu',
);
const nameAt = new RegExp(`(?:${quote})?([A-Za-z_@][\\w.@-]{0,80})`, 'iy');

/** What a text has at an offset: the name of a pair, or the value of one, or a secret name that is before an object. */
type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'name'; readonly name: string | undefined }
  | { readonly kind: 'object'; readonly name: string }
  | { readonly kind: 'value' }
);

function tokenOf(text: string, { index, 0: whole, 2: nameKey, 3: valueKey, 4: other = '' }: RegExpExecArray) {
  const place = { start: index, end: index + whole.length };
  const tokens: Token[] = [];
  if (nameKey !== undefined) {
    nameAt.lastIndex = place.end;
    const [, name] = nameAt.exec(text) ?? [];
    tokens.push({ ...place, kind: 'name', name: name !== undefined && isSecretField(name) ? name : undefined });
  } else if (valueKey !== undefined) tokens.push({ ...place, kind: 'value' });
  else if (isSecretField(other) && /^[{\r\n]|^$/.test(text.charAt(place.end)))
    tokens.push({ ...place, kind: 'object', name: other });
  return tokens;
}

/** The values of pairs that are named by a secret: `name: password` and `value: …`, or `password: { value: … }`. */
function pairs(text: string, hidden: Hidden): readonly HiddenPart[] {
  const tokens = [...text.matchAll(anyKey)].flatMap((found) => tokenOf(text, found));
  const hiddenValue = ({ start, end }: Token, name: string) =>
    valueFrom(text, end, name, hidden, /[{["]/.test(lineBefore(text, start)));
  return tokens.flatMap((token, at) => {
    if (token.kind === 'value' || token.name === undefined) return [];
    const { name } = token;
    const values: Token[] = [];
    for (let next = at + 1; next < tokens.length; next++) {
      const one = tokens[next];
      if (one === undefined || one.kind === 'object' || !isWithin(text, token, one)) break;
      if (one.kind === 'value') values.push(one);
      else if (token.kind === 'name') break;
    }
    const before = tokens[at - 1];
    if (token.kind === 'name' && before?.kind === 'value' && isWithin(text, before, token)) values.push(before);
    return values.flatMap((one) => hiddenValue(one, name));
  });
}

/** No object that is a pair is longer. */
const longestObject = 2_000;
const longestValue = 20_000;

/** Whether two tokens, the second behind the first, are in one object; of an object's name, whether it is in that object. */
function isWithin(text: string, { kind, start, end }: Token, other: Token): boolean {
  if (other.start - end > longestObject) return false;
  const between = text.slice(end, other.start);
  let depth = 0;
  for (const [bracket] of between.matchAll(/[{}]/g)) {
    depth += bracket === '{' ? 1 : -1;
    if (depth < 0 || (kind === 'object' && depth === 0)) return false;
  }
  if (kind === 'object' && depth === 0) return isLower(text, start, between);
  return (depth === 0 || kind === 'object') && !/\n[ \t]*-[ \t]/.test(between);
}

/** Whether all lines below a name of YAML are indented more than it. */
function isLower(text: string, start: number, below: string): boolean {
  const column = lineBefore(text, start).length;
  const [, ...lines] = `${below}.`.split('\n');
  return lines.every((line) => line.trim() === '' || line.search(/\S/) > column);
}

/** The rest of a line. */
function lineFrom(text: string, at: number): string {
  const part = text.slice(at, at + longestValue);
  const end = part.indexOf('\n');
  return end === -1 ? part : part.slice(0, end);
}

/** The beginning of a line. */
function lineBefore(text: string, at: number): string {
  const part = text.slice(Math.max(0, at - longestObject), at);
  return part.slice(part.lastIndexOf('\n') + 1);
}
