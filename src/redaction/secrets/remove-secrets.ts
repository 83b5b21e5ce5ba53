import { CountedIndex } from './counted-index.ts';
import { gone } from './gone.ts';
import { type FoundText, merged } from './text-index.ts';
import { writtenForms } from './written-forms.ts';

/** A value that is shorter is not a secret: removing it would destroy the report. */
const shortestSecret = 4;

/** Line breaks of texts and of JSON texts; a continuation line may be indented. */
const lineBreak = /\r?\n[ \t]*|(?:\\r)?\\n/g;

/** The mark of a secret that was removed before. */
const removed = /<gone(?::[\w.@-]{1,60})?>/g;

/**
 * Removes exact values from texts, in each of their encodings, even if a line break is inside one. Values can be added
 * and removed at any time.
 */
export class SecretRemover {
  readonly #forms = new CountedIndex<undefined>();

  /** How many encodings are searched for. */
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

  /** Matches after line breaks are removed, at their places in the original text. */
  #wrapped(text: string): readonly FoundText<undefined>[] {
    if (!text.includes('\n') && !text.includes('\\n')) return [];
    const found = this.#forms.find(text.replace(lineBreak, ''));
    return found.length === 0 ? [] : placesIn(text, found);
  }
}

/** A remover for a fixed set of values. */
export function secretRemover(secrets: readonly string[]): (text: string) => string {
  const remover = new SecretRemover();
  for (const secret of secrets) remover.add(secretForms(secret));
  return (text) => remover.remove(text);
}

/** The encodings of a secret that are searched for. */
export type SecretForms = readonly string[];

export function secretForms(secret: string): SecretForms {
  return secret.length < shortestSecret ? [] : writtenForms(secret).filter((form) => !gone.includes(form));
}

function without(text: string, found: readonly FoundText<undefined>[]): string {
  const before = text.includes('<gone') ? [...text.matchAll(removed)] : [];
  let left = '';
  let copied = 0;
  for (const { start, end } of found) {
    // The mark of a secret names a kind of secrets, and is not a secret.
    if (before.some(({ index, 0: mark }) => index <= start && end <= index + mark.length)) continue;
    left += text.slice(copied, start) + gone;
    copied = end;
  }
  return left + text.slice(copied);
}

/** The places in the original text of matches that were found, in order, without its line breaks. */
function placesIn(text: string, found: readonly FoundText<undefined>[]): readonly FoundText<undefined>[] {
  const breaks = [...text.matchAll(lineBreak)].map(({ index, 0: { length } }) => ({ index, length }));
  let [next, skipped] = [0, 0];
  /** A break at the offset is before a match that begins there, and after a match that ends there. */
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
