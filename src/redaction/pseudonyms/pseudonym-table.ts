import { keyedHash } from './keyed-hash.ts';

/** The kind of a value: values of different kinds never share a pseudonym. */
export type PseudonymKind = 'guid' | 'word' | 'user' | 'domain' | 'token' | 'number' | 'address' | 'sid';

/** A draw that always collides is a defect of the shape, not of the values. */
const mostDraws = 1_000;

/**
 * The pseudonyms of one run. A pseudonym is derived from key, kind and value alone, so that a value has the same one
 * everywhere, and no one without the key can find the value by guessing; two values never share one.
 */
export class PseudonymTable {
  readonly #hash: (text: string) => Buffer;
  readonly #pseudonyms = new Map<string, string>();
  readonly #owners = new Map<string, string>();

  /** `key`: 32 random bytes. */
  constructor(key: Uint8Array) {
    this.#hash = keyedHash(key);
  }

  /** The pseudonym of a value; `shape` makes a text from 32 bytes, and is called again where another value has that text. */
  of(kind: PseudonymKind, value: string, shape: (bytes: Buffer, draw: number) => string): string {
    const owner = `${kind}\0${value}`;
    const known = this.#pseudonyms.get(owner);
    if (known !== undefined) return known;
    for (let draw = 0; draw < mostDraws; draw++) {
      const bytes = this.#hash(draw === 0 ? owner : `${owner}\0${draw}`);
      const pseudonym = shape(bytes, draw);
      // A value is never its own pseudonym, and two values never share one.
      if (pseudonym === value || this.#owners.has(pseudonym)) continue;
      this.#pseudonyms.set(owner, pseudonym);
      this.#owners.set(pseudonym, owner);
      return pseudonym;
    }
    throw new Error(`no free pseudonym of the kind ${kind}`);
  }
}
