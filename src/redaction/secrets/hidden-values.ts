import { gone } from './gone.ts';
import { SecretRemover, secretForms } from './remove-secrets.ts';

/** From this length on, a value is also searched for inside texts. */
const shortestWithin = 4;

/** A value in quotes. */
const inQuotes = /(["'`])([^"'`\n]{1,3})\1/g;

/**
 * Values of fields that are known to contain secrets, in any form. Each is removed if it is a whole text or in quotes;
 * one of four or more characters also inside texts. A shorter one occurs in texts by chance: a text of the service that
 * may contain it is removed as a whole.
 */
export class HiddenValues {
  readonly #all = new Set<string>();
  readonly #short = new Set<string>();
  readonly #remover = new SecretRemover();

  get size(): number {
    return this.#all.size;
  }

  has(value: string): boolean {
    return this.#all.has(value);
  }

  add(value: string): void {
    if (value === '' || this.#all.has(value)) return;
    this.#all.add(value);
    if (value.length < shortestWithin) this.#short.add(value);
    else this.#remover.add(secretForms(value));
  }

  /** A text of the service. */
  text(text: string): string {
    if (this.#all.size === 0) return text;
    if (this.#all.has(text) || this.#carriesShort(text)) return gone;
    return this.#remover.remove(text);
  }

  /** A sentence of ours that may contain values of the service. */
  sentence(sentence: string): string {
    if (this.#all.size === 0) return sentence;
    if (this.#all.has(sentence)) return gone;
    const left =
      this.#short.size === 0
        ? sentence
        : sentence.replace(inQuotes, (whole, mark: string, value: string) =>
            this.#short.has(value) ? `${mark}${gone}${mark}` : whole,
          );
    return this.#remover.remove(left);
  }

  /** The name of a property. */
  name(name: string): string {
    return this.#all.has(name) ? gone : this.#remover.remove(name);
  }

  #carriesShort(text: string): boolean {
    for (const value of this.#short) {
      for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
        if (standsAlone(text, at, at + value.length)) return true;
      }
    }
    return false;
  }
}

const word = /[\p{L}\p{N}]/u;

/** Whether neither of its ends is in the middle of a word. */
function standsAlone(text: string, start: number, end: number): boolean {
  const joins = (at: number) => word.test(text.charAt(at - 1)) && word.test(text.charAt(at));
  return !joins(start) && !joins(end);
}
