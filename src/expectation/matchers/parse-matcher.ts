import { suggestion } from '../../diagnostics/suggest.ts';
import type { Json, JsonType } from '../../json/json.ts';
import type { Matcher } from './matcher.ts';
import { type MatcherRow, matcherRow, matcherTable, type Readied } from './matcher-table.ts';

type MatcherError = {
  readonly code: 'unknown-matcher' | 'bad-matcher';
  readonly message: string;
  readonly fix: string;
};

export type ParsedMatcher =
  | { readonly ok: true; readonly matcher: Matcher }
  | { readonly ok: false; readonly error: MatcherError };

/** Whether a text is a matcher: it starts with `<` and ends with `>`. */
export function isMatcherText(text: string): boolean {
  return text.length > 1 && text.startsWith('<') && text.endsWith('>');
}

/** The text without the backslash that escapes a matcher. */
export function unescapeMatcherText(text: string): string {
  return text.startsWith('\\') && isMatcherText(text.replace(/^\\+/, '')) ? text.slice(1) : text;
}

/** The text as a scenario writes it, with a backslash before a text in the form of a matcher. */
export function escapeMatcherText(text: string): string {
  return isMatcherText(text.replace(/^\\+/, '')) ? `\\${text}` : text;
}

/** Reads a matcher, `<` and `>` included. Alternatives are separated by ` or `. */
export function parseMatcher(text: string): ParsedMatcher {
  if (text.includes('${')) {
    const message = `\`${text}\`: a matcher cannot contain values`;
    const fix = `expect the value itself, or, for the text as it is, write \`\\${text}\``;
    return { ok: false, error: { code: 'bad-matcher', message, fix } };
  }
  const alternatives: Alternative[] = [];
  for (const piece of splitAlternatives(text.slice(1, -1))) {
    const alternative = parseAlternative(piece, text);
    if ('code' in alternative) return { ok: false, error: alternative };
    alternatives.push(alternative);
  }
  return { ok: true, matcher: combine(text, alternatives) };
}

type Alternative = {
  readonly noun: string;
  readonly types: ReadonlySet<JsonType>;
  readonly allowsAbsence: boolean;
  readonly matches: (value: Json) => boolean;
};

function combine(text: string, alternatives: readonly Alternative[]): Matcher {
  const [first] = alternatives;
  const tests = alternatives.map((one) => one.matches);
  return {
    text,
    noun: alternatives.map((one) => one.noun).join(' or '),
    types: new Set(alternatives.flatMap((one) => [...one.types])),
    allowsAbsence: alternatives.some((one) => one.allowsAbsence),
    matches:
      alternatives.length === 1 && first !== undefined ? first.matches : (value) => tests.some((test) => test(value)),
  };
}

/**
 * Splits at ` or `. After a matcher whose argument may itself hold ` or ` (a list, an expression) only what is a known
 * matcher starts a new alternative.
 */
function splitAlternatives(text: string): readonly string[] {
  const [head = '', ...others] = text.split(/(\s+or\s+)/);
  const pieces = [head];
  for (let index = 0; index + 1 < others.length; index += 2) {
    const piece = others[index + 1] ?? '';
    const before = pieces.at(-1) ?? '';
    const takesRest = rowOf(before)?.row.arguments === 'rest';
    if (takesRest && (rowOf(piece) === undefined || isInsideQuotes(before))) {
      pieces[pieces.length - 1] = before + (others[index] ?? '') + piece;
    } else pieces.push(piece);
  }
  return pieces;
}

function isInsideQuotes(text: string): boolean {
  return rowOf(text)?.row.name === 'one of' && (text.split('"').length % 2 === 0 || text.split("'").length % 2 === 0);
}

const headForm = /^\s*(one\s+of(?![^\s,])|[^\s<>=,]+)\s?/;

function rowOf(piece: string): { readonly row: MatcherRow; readonly argument: string } | undefined {
  const match = headForm.exec(piece);
  const row = matcherRow((match?.[1] ?? '').replace(/\s+/, ' '));
  return row === undefined ? undefined : { row, argument: piece.slice(match?.[0].length ?? 0) };
}

function parseAlternative(piece: string, text: string): Alternative | MatcherError {
  const found = rowOf(piece);
  if (found === undefined) return unknown(piece, text);
  const { row, argument } = found;
  if (row.arguments === 'none' && argument.trim() !== '') {
    return { code: 'bad-matcher', message: `\`<${row.name}>\` takes no arguments`, fix: `write \`<${row.name}>\`` };
  }
  const readied: Readied = row.ready(argument);
  if (!readied.ok) return { code: 'bad-matcher', message: `\`${text}\`: ${readied.message}`, fix: readied.fix };
  return {
    noun: readied.noun ?? row.noun,
    types: readied.types ?? row.types,
    allowsAbsence: row.allowsAbsence === true,
    matches: readied.matches,
  };
}

function unknown(piece: string, text: string): MatcherError {
  const word = /^\s*(one\s+\S+|\S*)/.exec(piece)?.[1] ?? '';
  const names = matcherTable.map((row) => `<${row.name}>`);
  return {
    code: 'unknown-matcher',
    message: word === '' ? `\`${text}\` names no matcher` : `there is no matcher \`<${word}>\``,
    fix: `${suggestion(`<${word}>`, names)} or, for the text as it is, write \`\\${text}\``,
  };
}
