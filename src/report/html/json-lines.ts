import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';

/** A line of printed JSON. */
export type Line = {
  readonly text: string;
  /** How deep it is nested. */
  readonly depth: number;
  /** Of the value that stands, begins or ends here. */
  readonly path: string;
  /** `false` for the line that only ends a value. */
  readonly starts: boolean;
  /** It is a matcher: a rule instead of a value. */
  readonly rule: boolean;
};

export type LinesAt = {
  readonly path: string;
  readonly depth: number;
  /** What stands before the value: its name. */
  readonly name: string;
  /** It is a promise: matchers are rules, combinators are no objects. */
  readonly promise?: boolean;
};

/** A value as lines, each with the path of its value. */
export function linesOf(value: Json, at: LinesAt): readonly Line[] {
  if (Array.isArray(value)) return around('[]', itemLines(value, at), at);
  if (!isJsonObject(value)) return [leaf(value, at)];
  const combinator = at.promise === true ? combinatorOf(value) : undefined;
  if (combinator === undefined) return around('{}', memberLines(value, at), at);
  return linesOf(property(value, combinator) ?? null, { ...at, name: `${at.name}${combinator} ` });
}

function leaf(value: Json, { path, depth, name, promise = false }: LinesAt): Line {
  const rule = promise && typeof value === 'string' && isMatcher(value);
  const text = typeof value === 'string' ? (promise ? unescaped(value) : value) : value;
  return { text: name + (rule ? String(value) : scalarText(text)), depth, path, starts: true, rule };
}

/** A number or a text as JSON writes it; integers are exact. */
export function scalarText(value: Json): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}

function itemLines(items: readonly Json[], { path, depth, promise = false }: LinesAt): readonly Line[] {
  return items.flatMap((item, index) =>
    linesOf(item, { path: childPath(path, index), depth: depth + 1, name: '', promise }),
  );
}

function memberLines(object: JsonObject, { path, depth, promise = false }: LinesAt): readonly Line[] {
  return Object.keys(object).flatMap((written) => {
    const name = promise ? unescaped(written) : written;
    const at = { path: childPath(path, name), depth: depth + 1, name: `${JSON.stringify(name)}: `, promise };
    return linesOf(property(object, written) ?? null, at);
  });
}

function around(brackets: string, inner: readonly Line[], { path, depth, name }: LinesAt): readonly Line[] {
  const line = (text: string, starts: boolean): Line => ({ text, depth, path, starts, rule: false });
  if (inner.length === 0) return [line(name + brackets, true)];
  return [line(`${name}${brackets[0]}`, true), ...inner, line(brackets[1] ?? '', false)];
}

/** How scenarios write what is not a value: `<…>`; a backslash before it makes it one. */
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

/** Whether a promise is about an array without naming its items in order. */
export function isCombinator(promised: Json): boolean {
  return isJsonObject(promised) && combinatorOf(promised) !== undefined;
}
