/** A part of a text that is searched for, and the data about it. */
export type FoundText<T> = { readonly start: number; readonly end: number; readonly about: T };

/** Texts are searched by their last characters: `long` ones first, and those that have no more than `short`. */
const widths = { long: 8, short: 4 };

/**
 * Texts to look for in other texts, which may become more and fewer. Looking takes time in the length of the text alone,
 * however many are sought, and adding one takes time in its own length.
 */
export class TextIndex<T> {
  readonly #long = new GramTable<T>(widths.long);
  readonly #short = new GramTable<T>(widths.short);

  /** How many texts are sought. */
  get size(): number {
    return this.#long.size + this.#short.size;
  }

  /** How many of the sought texts were compared so far with a part of a text that may be one of them. */
  get compared(): number {
    return this.#long.compared + this.#short.compared;
  }

  /** `text` has four characters at least. Adding an existing text has no effect. */
  add(text: string, about: T): void {
    this.#tableOf(text).add(text, about);
  }

  delete(text: string): void {
    this.#tableOf(text).delete(text);
  }

  /** The places of the sought texts, in order; overlapping ones are one, named after the first. */
  find(text: string): readonly FoundText<T>[] {
    const found: FoundText<T>[] = [];
    this.#long.collect(text, found);
    this.#short.collect(text, found);
    return merged(found);
  }

  #tableOf({ length }: string): GramTable<T> {
    return length < widths.long ? this.#short : this.#long;
  }
}

/** Intervals in order; those that overlap are one, and the first of them names it. */
export function merged<T>(found: readonly FoundText<T>[]): readonly FoundText<T>[] {
  if (found.length < 2) return found;
  const result: FoundText<T>[] = [];
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) append(result, one);
  return result;
}

/** Adds a match; one that begins within the last one continues it. */
function append<T>(found: FoundText<T>[], one: FoundText<T>): void {
  const last = found.at(-1);
  if (last === undefined || one.start < last.start || one.start >= last.end) found.push(one);
  else if (one.end > last.end) found[found.length - 1] = { ...last, end: one.end };
}

type Entry<T> = { readonly text: string; readonly about: T };

/** As many places of the filter for each text, so that hardly any place of another text passes it. */
const placesForEach = 16;
const fewestPlaces = 1_024;

/** https://en.wikipedia.org/wiki/Rabin%E2%80%93Karp_algorithm, with a multiplier that spreads over 32 bits. */
const base = 0x9e3779b1;

/** Texts by their last characters. */
class GramTable<T> {
  readonly #width: number;
  /** The weight of the first character in the hash. */
  readonly #weight: number;
  /** The longest first. */
  readonly #byGram = new Map<string, Entry<T>[]>();
  #filter = new Uint16Array(fewestPlaces);
  #shift = 32 - Math.log2(fewestPlaces);
  size = 0;
  compared = 0;

  constructor(width: number) {
    this.#width = width;
    let weight = 1;
    for (let at = 1; at < width; at++) weight = Math.imul(weight, base);
    this.#weight = weight;
  }

  add(text: string, about: T): void {
    const gram = text.slice(-this.#width);
    const entries = this.#byGram.get(gram);
    if (entries?.some((entry) => entry.text === text) === true) return;
    const entry = { text, about };
    if (entries === undefined) {
      this.#byGram.set(gram, [entry]);
      if (!this.#widened()) this.#count(gram, 1);
    } else {
      const at = entries.findIndex((other) => other.text.length < text.length);
      entries.splice(at === -1 ? entries.length : at, 0, entry);
    }
    this.size++;
  }

  delete(text: string): void {
    const gram = text.slice(-this.#width);
    const entries = this.#byGram.get(gram) ?? [];
    const at = entries.findIndex((entry) => entry.text === text);
    if (at === -1) return;
    entries.splice(at, 1);
    this.size--;
    if (entries.length > 0) return;
    this.#byGram.delete(gram);
    this.#count(gram, -1);
  }

  collect(text: string, found: FoundText<T>[]): void {
    if (this.size === 0 || text.length < this.#width) return;
    const width = this.#width;
    const [filter, shift, weight] = [this.#filter, this.#shift, this.#weight];
    let hash = hashOf(text, width - 1);
    for (let at = width - 1; at < text.length; at++) {
      hash = (Math.imul(hash, base) + text.charCodeAt(at)) | 0;
      if (filter[hash >>> shift] !== 0) this.#compare(text, at + 1, found);
      hash = (hash - Math.imul(text.charCodeAt(at - width + 1), weight)) | 0;
    }
  }

  #compare(text: string, end: number, found: FoundText<T>[]): void {
    const entries = this.#byGram.get(text.slice(end - this.#width, end));
    if (entries === undefined) return;
    for (const { text: sought, about } of entries) {
      this.compared++;
      if (!text.endsWith(sought, end)) continue;
      append(found, { start: end - sought.length, end, about });
      return;
    }
  }

  /** Whether the filter had to be made again, of all there is. */
  #widened(): boolean {
    if (this.#byGram.size * placesForEach <= this.#filter.length) return false;
    this.#filter = new Uint16Array(this.#filter.length * 4);
    this.#shift -= 2;
    for (const gram of this.#byGram.keys()) this.#count(gram, 1);
    return true;
  }

  #count(gram: string, change: 1 | -1): void {
    const place = hashOf(gram, this.#width) >>> this.#shift;
    this.#filter[place] = (this.#filter[place] ?? 0) + change;
  }
}

function hashOf(text: string, length: number): number {
  let hash = 0;
  for (let at = 0; at < length; at++) hash = (Math.imul(hash, base) + text.charCodeAt(at)) | 0;
  return hash;
}
