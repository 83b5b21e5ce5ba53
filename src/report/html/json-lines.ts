import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';

/** A line of printed JSON. */
export type JsonLine = {
  readonly text: string;
  /** How deep it is nested. */
  readonly depth: number;
  /** The path of the value that is on, begins or ends on this line. */
  readonly path: string;
  /** `false` for the line that only ends a value. */
  readonly starts: boolean;
  /** It is a matcher: a rule instead of a value. */
  readonly rule: boolean;
};

export type LinesAt = {
  readonly path: string;
  readonly depth: number;
  /** The text before the value: its name. */
  readonly name: string;
  /** It is an expectation: matchers are rules, and combinators are not objects. */
  readonly expectation?: boolean;
};

/** A value as lines, each with the path of its value. */
export function linesOf(value: Json, at: LinesAt): readonly JsonLine[] {
  if (Array.isArray(value)) return around('[]', itemLines(value, at), at);
  if (!isJsonObject(value)) return [leaf(value, at)];
  const combinator = at.expectation === true ? combinatorOf(value) : undefined;
  if (combinator === undefined) return around('{}', memberLines(value, at), at);
  return linesOf(property(value, combinator) ?? null, { ...at, name: `${at.name}${combinator} ` });
}

function leaf(value: Json, { path, depth, name, expectation = false }: LinesAt): JsonLine {
  const rule = expectation && typeof value === 'string' && isMatcher(value);
  const text = typeof value === 'string' ? (expectation ? unescaped(value) : value) : value;
  return { text: name + (rule ? String(value) : scalarText(text)), depth, path, starts: true, rule };
}

/** A number or a text as JSON writes it; integers are exact. */
function scalarText(value: Json): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}

function itemLines(items: readonly Json[], { path, depth, expectation = false }: LinesAt): readonly JsonLine[] {
  return items.flatMap((item, index) =>
    linesOf(item, { path: childPath(path, index), depth: depth + 1, name: '', expectation }),
  );
}

function memberLines(object: JsonObject, { path, depth, expectation = false }: LinesAt): readonly JsonLine[] {
  return Object.keys(object).flatMap((written) => {
    const name = expectation ? unescaped(written) : written;
    const at = { path: childPath(path, name), depth: depth + 1, name: `${JSON.stringify(name)}: `, expectation };
    return linesOf(property(object, written) ?? null, at);
  });
}

function around(brackets: string, inner: readonly JsonLine[], { path, depth, name }: LinesAt): readonly JsonLine[] {
  const line = (text: string, starts: boolean): JsonLine => ({ text, depth, path, starts, rule: false });
  if (inner.length === 0) return [line(name + brackets, true)];
  return [line(`${name}${brackets[0]}`, true), ...inner, line(brackets[1] ?? '', false)];
}

/** The form of matchers in scenarios, `<…>`; a backslash before it makes it a value. */
function isMatcher(text: string): boolean {
  return text.length > 1 && text.startsWith('<') && text.endsWith('>');
}

/** The text itself, of one that a scenario writes. */
export function unescaped(text: string): string {
  return text.startsWith('\\') && isMatcher(text.replace(/^\\+/, '')) ? text.slice(1) : text;
}

function combinatorOf(object: JsonObject): string | undefined {
  const [only, ...others] = Object.keys(object);
  return only !== undefined && others.length === 0 && isMatcher(only) ? only : undefined;
}

/** Whether an expectation is about an array without naming its items in order. */
export function isCombinator(expected: Json): boolean {
  return isJsonObject(expected) && combinatorOf(expected) !== undefined;
}
