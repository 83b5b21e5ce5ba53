import { CountedIndex } from '../secrets/counted-index.ts';
import type { FoundText } from '../secrets/text-index.ts';
import { writtenForms } from '../secrets/written-forms.ts';

/** A value that must not occur anywhere, and its name. */
export type Registered = { readonly name: string; readonly value: string };

/**
 * Values that must not occur anywhere, in each of their encodings. Values can be added and removed at any time: data of
 * the others is kept, so that many files can be searched for many values.
 */
export class SecretIndex {
  readonly #forms = new CountedIndex<string>();
  readonly #values = new Set<string>();
  #longest = 0;

  constructor(registered: readonly Registered[] = []) {
    for (const { name, value } of registered) this.#add(value, name);
  }

  /** How many encodings are searched for. */
  get size(): number {
    return this.#forms.size;
  }

  /** How long the longest of them is, or was. */
  get longest(): number {
    return this.#longest;
  }

  /** From now on these values, all of one name. */
  become(values: readonly string[], name: string): void {
    const wanted = new Set(values);
    for (const value of this.#values) if (!wanted.has(value)) this.#delete(value);
    for (const value of wanted) this.#add(value, name);
  }

  /** Their places in a text whose characters are bytes. */
  find(text: string): readonly FoundText<string>[] {
    return this.#forms.find(text);
  }

  #add(value: string, name: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    const forms = byteForms(value);
    for (const { length } of forms) this.#longest = Math.max(this.#longest, length);
    this.#forms.add(forms, name);
  }

  #delete(value: string): void {
    this.#values.delete(value);
    this.#forms.delete(byteForms(value));
  }
}

/** A shorter form occurs in texts by chance. */
const shortestForm = 4;

/** The written forms in UTF-8, in Latin-1 and in UTF-16. */
function byteForms(value: string): readonly string[] {
  const forms = writtenForms(value).flatMap((form) => {
    const utf8 = Buffer.from(form).toString('latin1');
    return /[\u0080-\u00ff]/.test(form) && !/[\u0100-\uffff]/.test(form) ? [utf8, form] : [utf8];
  });
  const wide = Buffer.from(value, 'utf16le');
  const all = [...new Set([...forms, wide.toString('latin1'), Buffer.from(wide).swap16().toString('latin1')])];
  return all.filter(({ length }) => length >= shortestForm);
}
