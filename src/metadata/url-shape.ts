import type { GraphVersion } from './metadata.ts';

/** A url for the contract check: version and segments, with unknown values as `${…}`. */
export type UrlShape = {
  readonly version: GraphVersion;
  /** The segments after the version, percent-decoded. */
  readonly segments: readonly string[];
  /** The query options, percent-decoded, as written. */
  readonly query: ReadonlyMap<string, string>;
};

/** Reads a request's url as it is written in a scenario; `undefined` where it names no version. */
export function urlShape(url: string): UrlShape | undefined {
  const [path, query] = cut(url, '?');
  const [version, ...segments] = pieces(path.replace(/^\//, ''), '/').map(decoded);
  if (version !== 'v1.0' && version !== 'beta') return undefined;
  const options = pieces(query, '&').map((option) => cut(option, '='));
  return {
    version,
    segments: segments.filter((segment) => segment !== ''),
    query: new Map(options.map(([name, value]) => [decoded(name), decoded(value)])),
  };
}

/** Splits `name(on='reviewer')` into its name and the text in parentheses. */
export function callOf(segment: string): { readonly name: string; readonly inside?: string } {
  const at = segment.indexOf('(');
  if (at <= 0 || !segment.endsWith(')')) return { name: segment };
  return { name: segment.slice(0, at), inside: segment.slice(at + 1, -1) };
}

function cut(text: string, at: string): readonly [string, string] {
  const [first = '', ...rest] = pieces(text, at);
  return [first, rest.join(at)];
}

/** Splits, but not within `${…}`, parentheses and OData strings. */
export function pieces(text: string, separator: string): readonly string[] {
  const found: string[] = [];
  let [start, depth, quoted, braced] = [0, 0, false, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (braced) braced = character !== '}';
    else if (text.startsWith('${', at)) braced = true;
    else if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (character === separator && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, text.slice(start)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
