import { defined } from '../../defined.ts';
import { type Place, placeAt } from '../../diagnostics/place.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { Values } from '../../format/template/values.ts';
import { compactJson } from '../../json/compact.ts';
import type { Json } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import type { Expected } from '../compile/expected.ts';
import { expectedText } from '../compile/expected-text.ts';
import { type Difference, type DifferenceCode, worstFirst } from './difference.ts';
import type { MatchingEffort } from './distance.ts';

/** The values and options that one comparison starts with. */
export type Grounds = { readonly values: Values; readonly strict: boolean; readonly source: Source };

/** More differences than anyone reads: further ones are only counted, so that a hostile response cannot fill memory. */
const mostListed = 5_000;
const fullEffort = 2_000_000;

/** A difference or a note. */
export type Finding = {
  readonly code: DifferenceCode;
  readonly message: string;
  readonly span: Span;
  /** Instead of the place in the body where the comparison is. */
  readonly path?: string;
  readonly stated?: Expected;
  readonly received?: Json;
  /** Replaces `expected` and `arrived` with a more precise text. */
  readonly expected?: string;
  readonly actual?: string;
};

/**
 * The comparison of one response: its position, and its findings so far. Paths, places and texts are made only for a
 * finding; while values match, only keys are pushed and popped.
 */
export class Comparison {
  readonly values: Values;
  readonly strict: boolean;
  readonly effort: MatchingEffort = { left: fullEffort };
  readonly #source: Source;
  readonly #keys: (string | number)[] = [];
  readonly #differences: Difference[] = [];
  readonly #notes: Difference[] = [];
  readonly #places = new Map<Span, Place>();
  readonly #unlisted = { differences: 0, notes: 0 };

  constructor({ values, strict, source }: Grounds) {
    this.values = values;
    this.strict = strict;
    this.#source = source;
  }

  enter(key: string | number): void {
    this.#keys.push(key);
  }

  leave(): void {
    this.#keys.pop();
  }

  /** The path of the place where the comparison is, or of something in it. */
  path(key?: string | number): string {
    const here = this.#keys.reduce<string>(childPath, '$');
    return key === undefined ? here : childPath(here, key);
  }

  differ(finding: Finding): void {
    if (this.#differences.length < mostListed) this.#differences.push(this.#difference(finding));
    else this.#unlisted.differences++;
  }

  /** Counts differences that are not listed. */
  differMore(count: number): void {
    this.#unlisted.differences += count;
  }

  /** Information only; at most as many as differences. */
  note(finding: Finding): void {
    if (this.#notes.length < mostListed) this.#notes.push(this.#difference(finding));
    else this.#unlisted.notes++;
  }

  /** Everything found, worst first. */
  findings(): { readonly differences: readonly Difference[]; readonly notes: readonly Difference[] } {
    return {
      differences: withCount(worstFirst(this.#differences), this.#unlisted.differences),
      // All of one code.
      notes: withCount(this.#notes, this.#unlisted.notes),
    };
  }

  #difference(finding: Finding): Difference {
    const { code, message, span, stated, received } = finding;
    const expected = finding.expected ?? (stated === undefined ? undefined : expectedText(stated, this.values));
    const actual = finding.actual ?? (received === undefined ? undefined : compactJson(received));
    return {
      code,
      path: finding.path ?? this.path(),
      message,
      ...defined({ expected, actual }),
      at: this.#place(span),
    };
  }

  #place(span: Span): Place {
    const known = this.#places.get(span);
    if (known !== undefined) return known;
    const place = placeAt(this.#source, span);
    this.#places.set(span, place);
    return place;
  }
}

function withCount(differences: readonly Difference[], unlisted: number): readonly Difference[] {
  const last = differences.at(-1);
  if (unlisted === 0 || last === undefined) return differences;
  return [...differences.slice(0, -1), { ...last, unlisted }];
}
