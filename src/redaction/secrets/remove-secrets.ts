import { CountedIndex } from './counted-index.ts';
import { gone } from './gone.ts';
import { type FoundText, merged } from './text-index.ts';
import { writtenForms } from './written-forms.ts';

/** A value that is shorter is not a secret: removing it would destroy the report. */
const shortestSecret = 4;

/** As texts and JSON texts have them; what continues a line may be indented. */
const lineBreak = /\r?\n[ \t]*|(?:\\r)?\\n/g;

/** What stands for a secret that was removed before. */
const removed = /<gone(?::[\w.@-]{1,60})?>/g;

/**
 * Removes exact values from texts, in every way they may be written, also where a line break stands in the middle of one.
 * Values may become known, and be forgotten, at any time.
 */
export class SecretRemover {
  readonly #forms = new CountedIndex<undefined>();

  /** How many ways of writing a value are looked for. */
  get size(): number {
    return this.#forms.size;
  }

  /** How many of them were compared so far with a part of a text that may be one. */
  get compared(): number {
    return this.#forms.compared;
  }

  add(forms: SecretForms): void {
    this.#forms.add(forms, undefined);
  }

  delete(forms: SecretForms): void {
    this.#forms.delete(forms);
  }

  remove(text: string): string {
    if (this.#forms.size === 0 || text.length < shortestSecret) return text;
    const found = merged([...this.#forms.find(text), ...this.#wrapped(text)]);
    return found.length === 0 ? text : without(text, found);
  }

  /** What is found once line breaks are left out, at its place in the text. */
  #wrapped(text: string): readonly FoundText<undefined>[] {
    if (!text.includes('\n') && !text.includes('\\n')) return [];
    const found = this.#forms.find(text.replace(lineBreak, ''));
    return found.length === 0 ? [] : placesIn(text, found);
  }
}

/** A remover of values that are all known. */
export function secretRemover(secrets: readonly string[]): (text: string) => string {
  const remover = new SecretRemover();
  for (const secret of secrets) remover.add(secretForms(secret));
  return (text) => remover.remove(text);
}

/** The ways of writing a secret that are looked for. */
export type SecretForms = readonly string[];

export function secretForms(secret: string): SecretForms {
  return secret.length < shortestSecret ? [] : writtenForms(secret).filter((form) => !gone.includes(form));
}

function without(text: string, found: readonly FoundText<undefined>[]): string {
  const before = text.includes('<gone') ? [...text.matchAll(removed)] : [];
  let left = '';
  let copied = 0;
  for (const { start, end } of found) {
    // What stands for a secret names a kind of secrets, and is none.
    if (before.some(({ index, 0: mark }) => index <= start && end <= index + mark.length)) continue;
    left += text.slice(copied, start) + gone;
    copied = end;
  }
  return left + text.slice(copied);
}

/** Where in a text its parts stand that were found, in order, while its line breaks were left out. */
function placesIn(text: string, found: readonly FoundText<undefined>[]): readonly FoundText<undefined>[] {
  const breaks = [...text.matchAll(lineBreak)].map(({ index, 0: { length } }) => ({ index, length }));
  let [next, skipped] = [0, 0];
  /** A break right at the offset comes before what begins there, and behind what ends there. */
  const original = (offset: number, ending: boolean): number => {
    for (; next < breaks.length; next++) {
      const { index, length } = breaks[next] ?? { index: 0, length: 0 };
      const at = index - skipped;
      if (ending ? at >= offset : at > offset) break;
      skipped += length;
    }
    return offset + skipped;
  };
  return found.map((one) => ({ ...one, start: original(one.start, false), end: original(one.end, true) }));
}
