import { type FoundText, TextIndex } from './text-index.ts';

/**
 * Texts to search for, several of which may have the same form: a form is searched for as long as one of its uses is
 * left.
 */
export class CountedIndex<T> {
  readonly #index = new TextIndex<T>();
  readonly #uses = new Map<string, number>();

  /** How many texts are sought. */
  get size(): number {
    return this.#index.size;
  }

  /** How many of them were compared so far with a part of a text that may be one. */
  get compared(): number {
    return this.#index.compared;
  }

  /** Each has four characters at least. */
  add(forms: readonly string[], about: T): void {
    for (const form of forms) {
      const uses = this.#uses.get(form) ?? 0;
      this.#uses.set(form, uses + 1);
      if (uses === 0) this.#index.add(form, about);
    }
  }

  delete(forms: readonly string[]): void {
    for (const form of forms) {
      const uses = this.#uses.get(form) ?? 0;
      if (uses > 1) this.#uses.set(form, uses - 1);
      else if (this.#uses.delete(form)) this.#index.delete(form);
    }
  }

  find(text: string): readonly FoundText<T>[] {
    return this.#index.find(text);
  }
}
