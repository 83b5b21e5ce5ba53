/** A value as a line writes it, behind its name. */

import { isSecretField } from './secret-fields.ts';

export type LinePart = { readonly start: number; readonly end: number };

/** Quotes, also as JSON, XML and addresses escape them. */
export const quote = /\\{0,3}["']|&(?:quot|apos|#3[49]);|%2[27]/.source;
const openingQuote = new RegExp(`^(?:${quote}|\`)`, 'i');
/** What may follow the quote at the end of a value; a quote before anything else belongs to the value. */
const behindValue = /^(?:\s{0,20}(?:$|[,;}\])>|\\`]|[/?]>)|\s{1,20}(?:[#+]|&&|--?\w|[\w:-]{1,80}=)|\.(?:\s|$))/;

/** A value without its quotes, or a whole list of strings. `isQuoted`: it may begin with any character. */
export type WrittenValue = LinePart & { readonly isQuoted: boolean };

/** `undefined` of what begins a mapping or a block, or is a comment. `isFlow`: within brackets. */
export function valueAt(line: string, at: number, isFlow: boolean): WrittenValue | undefined {
  const [opened] = openingQuote.exec(line.slice(at, at + 6)) ?? [];
  if (opened !== undefined) return quotedAt(line, at + opened.length, opened);
  const [path] = jsonPath.exec(line.slice(at, at + longestPath)) ?? [];
  if (path !== undefined) return { start: at, end: at + path.length, isQuoted: false };
  const listEnd = endOfTexts(line, at);
  if (listEnd !== undefined) return { start: at, end: listEnd, isQuoted: true };
  if (structure.test(line.slice(at, at + longestPath))) return undefined;
  return { start: at, end: isFlow ? endInFlow(line, at) : line.trimEnd().length, isQuoted: false };
}

function quotedAt(line: string, start: number, opened: string): WrittenValue {
  for (let end = line.indexOf(opened, start); end !== -1; end = line.indexOf(opened, end + 1)) {
    // In single quotes of YAML, a quote is doubled.
    if (opened === "'" && line.charAt(end + 1) === "'") end++;
    else if (!isEscaped(line, end) && isEnd(line, end + opened.length, opened)) return { start, end, isQuoted: true };
  }
  return { start, end: line.length, isQuoted: true };
}

const longestBehind = 120;
const isEnd = (line: string, at: number, opened: string): boolean =>
  /^[&%]/.test(opened) || behindValue.test(line.slice(at, at + longestBehind));

/** Whether an odd number of backslashes precedes an offset. */
function isEscaped(line: string, at: number): boolean {
  let start = at;
  while (line.charCodeAt(start - 1) === 0x5c) start--;
  return (at - start) % 2 === 1;
}

const flowEnd = /[}\]](?=[\s,}\]"'`]|$)|,(?=\s|["'`]|$|[\w.@-]{1,80}\s{0,8}:)/g;

function endInFlow(line: string, at: number): number {
  flowEnd.lastIndex = at;
  return flowEnd.exec(line)?.index ?? line.length;
}

/** Where a list of texts ends that begins at an offset, as far as it goes in its line; objects end it. */
function endOfTexts(line: string, at: number): number | undefined {
  if (line.charAt(at) !== '[' || /^\[\s*$/.test(line.slice(at, at + 40))) return undefined;
  for (let [offset, depth] = [at, 0]; offset < line.length; offset++) {
    const char = line.charAt(offset);
    if (char === '{') return /^[[\s]*$/.test(line.slice(at, offset)) ? undefined : offset;
    if (char === '[') depth++;
    if (char === ']' && --depth === 0) return offset + 1;
    if (/["']/.test(char) && /[[,\s]/.test(line.charAt(offset - 1))) offset = quotedAt(line, offset + 1, char).end;
  }
  return line.length;
}

const jsonPath = /^\$(?:\.[\w@]{1,100}|\[[^\]]{0,100}\]){1,50}(?=[\s,}]|$)/;
const longestPath = 2_000;

/** What begins a mapping, a list of mappings or a block, or is a comment. */
const structure =
  /^(?:[{[]\s*$|\{\s*\}|[{[]{1,8}\s*\{?\s*["']?[\w$.@-]{1,80}["']?\s{0,8}:|[|>][+-]?\d?[+-]?\s*(?:#.*)?$|#(?:\s|$)|\{\{[^{}]*\}\})/;

/** What is declared around a value: the names of values, and whether they are read by paths there. */
export type Scope = {
  readonly isDeclared: (name: string) => boolean;
  readonly hasPaths: () => boolean;
};

/** Whether a value is a text: not a reference to a value, a matcher, a placeholder or a path. */
export function isSecretText(text: string, isQuoted: boolean, scope: Scope): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || /^null,?$/.test(trimmed) || /^<gone(?::[\w.@-]{1,80})?>$/.test(trimmed)) return false;
  if (!isQuoted && (/^(?:~|true|false),?$/.test(trimmed) || structure.test(trimmed))) return false;
  const [, name] = /^(?:Bearer\s+|Basic\s+)?\$\{\s*([\w.-]+)[^{}]*\}$/.exec(trimmed) ?? [];
  if (name !== undefined) return !isReference(name, scope);
  const [, inner] = /^<([^<>]*)>$/.exec(trimmed) ?? [];
  if (inner !== undefined) return !isPlaceholder(inner);
  if (credentials.test(trimmed)) return false;
  if (!path.test(trimmed)) return true;
  return !isSecretField(trimmed.replace(/[\]'"]+$/, '')) && !scope.hasPaths();
}

/** A scheme of `Authorization`, with a placeholder at most. */
const credentials =
  /^(?:Bearer|Basic)(?:$|\.|\s+(?:\\?[{<][\w -]{1,80}\\?[}>]|&lt;[\w -]{1,80}&gt;))[A-Za-z.*\s]*[`"',]{0,2}$/i;
const path = /^\$(?:\.[\w@]+|\[[^\]]*\])+$/;

const matcher =
  /^(?:(?:any|present|absent|null|string|boolean|uuid|datetime|date|duration|url|email)(?=$| or )|(?:one of|matches|number|integer)\b)/;
const request = /^(?:your|my|the|an?|enter|insert|type)[ _-][A-Za-z _-]*$/i;

/** A value of the run, a declared one, or one whose name means a secret, though it may be misspelled. */
const isReference = (name: string, { isDeclared }: Scope): boolean =>
  name.startsWith('run.') || isSecretField(name) || isDeclared(name.replace(/\..*$/s, ''));

/** A matcher, or words for what to write there. */
const isPlaceholder = (inner: string): boolean => isSecretField(inner) || matcher.test(inner) || request.test(inner);
