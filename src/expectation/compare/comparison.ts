import type { Source } from '../../diagnostics/source.ts';
import type { Values } from '../../format/template/values.ts';
import type { MatchingEffort } from './distance.ts';
import { type Finding, Findings, type Found, type Root } from './findings.ts';

/** The values and options that one comparison starts with. */
export type Grounds = { readonly values: Values; readonly strict: boolean; readonly source: Source };

/** More differences than anyone reads: further ones are only counted, so that a hostile response cannot fill memory. */
const mostListed = 5_000;
const fullEffort = 2_000_000;

/**
 * The comparison of one response: its position, and its findings so far. While values match, only keys are pushed and popped.
 */
export class Comparison {
  readonly values: Values;
  readonly strict: boolean;
  readonly effort: MatchingEffort = { left: fullEffort };
  readonly #source: Source;
  readonly #keys: (string | number)[] = [];
  #root: Root | undefined;
  readonly #differences: Found[] = [];
  readonly #notes: Found[] = [];
  readonly #unlisted = { differences: 0, notes: 0 };

  constructor({ values, strict, source }: Grounds) {
    this.values = values;
    this.strict = strict;
    this.#source = source;
  }

  /** Begins with a body, or with what is expected of it as text or bytes. */
  begin(root: Root): void {
    this.#root = root;
  }

  /** Compares with values that are JSON themselves: what stands for them is made of the words of each difference. */
  apart(compare: () => void): void {
    const root = this.#root;
    this.#root = undefined;
    compare();
    this.#root = root;
  }

  enter(key: string | number): void {
    this.#keys.push(key);
  }

  leave(): void {
    this.#keys.pop();
  }

  differ(finding: Finding): void {
    if (this.#differences.length < mostListed) this.#differences.push(this.#found(finding));
    else this.#unlisted.differences++;
  }

  /** Counts differences that are not listed. */
  differMore(count: number): void {
    this.#unlisted.differences += count;
  }

  /** Information only; at most as many as differences. */
  note(finding: Finding): void {
    if (this.#notes.length < mostListed) this.#notes.push(this.#found(finding));
    else this.#unlisted.notes++;
  }

  findings(): Findings {
    const found = { differences: this.#differences, notes: this.#notes };
    return new Findings(found, this.#unlisted, { values: this.values, source: this.#source });
  }

  #found(finding: Finding): Found {
    return { ...finding, keys: [...this.#keys], root: this.#root };
  }
}
