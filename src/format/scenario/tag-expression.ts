import type { Problem } from '../../diagnostics/problem.ts';
import { misspellingOf, suggest, suggestion } from '../../diagnostics/suggest.ts';

/**
 * Which tags are wanted: `access-reviews`, `smoke and not slow`, `(a or b) and c`. `not` binds tighter than `and`, `and`
 * tighter than `or`; a comma means `or`.
 */
type TagExpression = (tags: readonly string[]) => boolean;

/** The filter that an expression defines, and the names in it, as written. */
export type TagSelection = { readonly matches: TagExpression; readonly names: readonly string[] };

export type ParsedTags = ({ readonly ok: true } & TagSelection) | { readonly ok: false; readonly message: string };

export function parseTagExpression(text: string): ParsedTags {
  const tokens = text.match(/[(),]|[^\s(),]+/g) ?? [];
  const reader = new TagReader(tokens);
  const matches = reader.either();
  if (matches === undefined || reader.rest !== undefined) {
    const found = reader.rest === undefined ? 'the end' : `\`${reader.rest}\``;
    return {
      ok: false,
      message: `${matches === undefined ? reader.missing : '`and` or `or`'} is missing before ${found}`,
    };
  }
  return { ok: true, matches, names: reader.names };
}

/**
 * Why a selection is probably a mistake: it is empty, or a name in it differs by a letter from one of the `known`, so
 * that `not slwo` would select slow scenarios. `one`: the kind of object with tags, such as `scenario`.
 */
export function selectionProblem(
  { names }: TagSelection,
  known: ReadonlySet<string>,
  isEmpty: boolean,
  one: string,
): Problem | undefined {
  const near = (name: string) =>
    isEmpty
      ? suggest(name, known)
      : ([...known].find((tag) => tag.toLowerCase() === name.toLowerCase()) ?? misspellingOf(name, known, 3));
  const slip = names.find((name) => !known.has(name) && near(name) !== undefined);
  if (slip === undefined && !isEmpty) return undefined;
  const message = slip === undefined ? `no ${one} has matching tags` : `no ${one} has the tag \`${slip}\``;
  const fix = known.size === 0 ? `remove the tags: no ${one} has tags` : suggestion(slip ?? '', known);
  return { code: 'nothing-selected', message, fix };
}

class TagReader {
  readonly #tokens: readonly string[];
  #at = 0;
  readonly names: string[] = [];
  /** What was expected where parsing stopped. */
  missing = 'a tag, `not` or `(`';

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get rest(): string | undefined {
    return this.#tokens[this.#at];
  }

  either(): TagExpression | undefined {
    let left = this.#both();
    while (left !== undefined && (this.#take('or') || this.#take(','))) {
      const [one, other]: (TagExpression | undefined)[] = [left, this.#both()];
      left = one && other && ((tags) => one(tags) || other(tags));
    }
    return left;
  }

  #both(): TagExpression | undefined {
    let left = this.#one();
    while (left !== undefined && this.#take('and')) {
      const [one, other]: (TagExpression | undefined)[] = [left, this.#one()];
      left = one && other && ((tags) => one(tags) && other(tags));
    }
    return left;
  }

  #one(): TagExpression | undefined {
    if (this.#take('not')) {
      const inner = this.#one();
      return inner && ((tags) => !inner(tags));
    }
    if (this.#take('(')) {
      const inner = this.either();
      if (inner === undefined || this.#take(')')) return inner;
      this.missing = '`)`';
      return undefined;
    }
    const tag = this.rest;
    if (tag === undefined || ['and', 'or', ')', ','].includes(tag)) return undefined;
    this.#at += 1;
    this.names.push(tag);
    return (tags) => tags.includes(tag);
  }

  #take(token: string): boolean {
    if (this.rest !== token) return false;
    this.#at += 1;
    return true;
  }
}
