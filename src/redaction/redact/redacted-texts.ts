import { pseudonymWords } from '../pseudonyms/pseudonym-forms.ts';
import { PseudonymTable } from '../pseudonyms/pseudonym-table.ts';
import { HiddenValues } from '../secrets/hidden-values.ts';
import { knownSegments, knownValues } from '../tables/known-words.ts';

/** A shorter text occurs in others by chance: inside sentences it is not replaced. */
const shortestInText = 4;

type Entry = { readonly text: string; readonly shown: string };

/** The texts of a run: those of the scenario, and the redacted form of every other received text. */
export class RedactedTexts {
  readonly table: PseudonymTable;
  /** Names of received properties: messages may quote them. */
  readonly names = new Set<string>();
  /** Names of properties that the scenario has itself. */
  readonly ownNames = new Set<string>();
  /** Values of fields that contain secrets. */
  readonly hidden = new HiddenValues();
  /** Texts of the scenario itself in such a field. */
  readonly published = new Set<string>();
  readonly #service: string | undefined;
  readonly #known = new Map<string, string>();
  readonly #shown = new Map<string, string>();
  /** Texts to replace inside sentences, by their first characters, the longest first. */
  readonly #byStart = new Map<string, Entry[]>();

  /** `service`: the host of the service, with its port where it has one; it is no more secret than the scenario. */
  constructor(key: Uint8Array, service?: string) {
    this.table = new PseudonymTable(key);
    this.#service = service;
  }

  isService(host: string): boolean {
    return host.toLowerCase() === this.#service;
  }

  /** Registers a text of the scenario with its redacted form. */
  know(text: string, shown: string): void {
    if (text === '' || this.#known.get(text) === shown) return;
    this.#known.set(text, shown);
    this.#index({ text, shown });
  }

  known(text: string): string | undefined {
    return this.#known.get(text);
  }

  /** The redacted form of a text, made once. */
  shown(text: string, make: (text: string) => string): string {
    const before = this.#shown.get(text);
    if (before !== undefined) return before;
    const shown = make(text);
    this.#shown.set(text, shown);
    this.#index({ text, shown });
    return shown;
  }

  /** A sentence with those texts replaced, the longest first; `rest` redacts the text between them. */
  inText(sentence: string, rest: (between: string) => string): string {
    let shown = '';
    let end = 0;
    for (let at = 0; at <= sentence.length - shortestInText; at++) {
      if (at > 0 && isWord(sentence, at - 1) && isWord(sentence, at)) continue;
      const entry = this.#entryAt(sentence, at);
      if (entry === undefined) continue;
      shown += rest(sentence.slice(end, at)) + (this.#known.get(entry.text) ?? entry.shown);
      end = at + entry.text.length;
      at = end - 1;
    }
    return shown + rest(sentence.slice(end));
  }

  #entryAt(sentence: string, at: number): Entry | undefined {
    const entries = this.#byStart.get(sentence.slice(at, at + shortestInText));
    return entries?.find(({ text }) => {
      if (!sentence.startsWith(text, at)) return false;
      const end = at + text.length;
      return !(isWord(sentence, end - 1) && isWord(sentence, end)) && !this.names.has(text);
    });
  }

  #index(entry: Entry): void {
    const { text, shown } = entry;
    if (text === shown || text.length < shortestInText || knownValues.has(text) || knownSegments.has(text)) return;
    // Within the pseudonym of another text it would be replaced as well.
    if (pseudonymWords.has(text)) return;
    const start = text.slice(0, shortestInText);
    const entries = this.#byStart.get(start) ?? [];
    entries.push(entry);
    entries.sort((a, b) => b.text.length - a.text.length);
    this.#byStart.set(start, entries);
  }
}

const word = /[\p{L}\p{N}]/u;

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x80) return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
  return word.test(text.charAt(at));
}
