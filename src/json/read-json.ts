import type { Span } from '../diagnostics/source.ts';
import { type Json, setProperty } from './json.ts';
import { childPath } from './path.ts';

/** How deep arrays and objects may be nested. */
export const deepest = 200;

const mostDuplicates = 100;

export type JsonFault = { readonly ok: false; readonly offset: number; readonly message: string };
export type JsonRead = {
  readonly ok: true;
  readonly value: Json;
  /** Paths of duplicate names, the first hundred. */
  readonly duplicates: readonly string[];
  /** How many more duplicate names there are. */
  readonly moreDuplicates: number;
};

/** Called for every value when its end is reached (items before their array); the path is valid during the call only. */
export type ValueListener = (path: readonly (string | number)[], span: Span) => void;

/**
 * Parses JSON character by character, for what `JSON.parse` cannot do: reports where and why a text is not JSON, keeps
 * integers exact, and lists duplicate property names (of which the last one counts, as with `JSON.parse`).
 */
export function readJson(text: string, listener?: ValueListener): JsonRead | JsonFault {
  const reader = new Reader(text, listener);
  const value = reader.document();
  if (value === undefined) return reader.fault ?? { ok: false, offset: 0, message: 'no JSON' };
  return { ok: true, value, duplicates: [...reader.duplicates], moreDuplicates: reader.moreDuplicates };
}

const numberForm = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;

/** One pass over one text. Its methods return `undefined` when the text is not JSON; `fault` then has the reason. */
class Reader {
  fault: JsonFault | undefined;
  readonly duplicates = new Set<string>();
  moreDuplicates = 0;
  readonly #text: string;
  readonly #listener: ValueListener | undefined;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, listener: ValueListener | undefined) {
    this.#text = text;
    this.#listener = listener;
  }

  document(): Json | undefined {
    if (this.#text.startsWith('\ufeff')) return this.#fail('a byte order mark before the JSON', 0);
    this.#skipSpace();
    if (this.#at === this.#text.length) return this.#fail('the text is empty', this.#at);
    const value = this.#value();
    if (value === undefined) return undefined;
    this.#skipSpace();
    if (this.#at < this.#text.length) return this.#fail('something follows after the JSON value', this.#at);
    return value;
  }

  #value(): Json | undefined {
    const start = this.#at;
    const value = this.#anyValue();
    if (value !== undefined) this.#listener?.(this.#path, { start, end: this.#at });
    return value;
  }

  #anyValue(): Json | undefined {
    const character = this.#text[this.#at];
    switch (character) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
      case undefined:
        return this.#fail('the text ends where a value is expected', this.#at);
      default:
        return character === '-' || (character >= '0' && character <= '9') ? this.#number() : this.#word();
    }
  }

  #object(): Json | undefined {
    const value: { [name: string]: Json } = {};
    const read = () => {
      const name = this.#name();
      if (name === undefined) return false;
      this.#path.push(name);
      if (Object.hasOwn(value, name)) this.#noteDuplicate();
      const member = this.#value();
      this.#path.pop();
      if (member === undefined) return false;
      setProperty(value, name, member);
      return true;
    };
    return this.#collection('}', read) ? value : undefined;
  }

  #array(): Json | undefined {
    const items: Json[] = [];
    const read = () => {
      this.#path.push(items.length);
      const item = this.#value();
      this.#path.pop();
      if (item === undefined) return false;
      items.push(item);
      return true;
    };
    return this.#collection(']', read) ? items : undefined;
  }

  /** The content between two brackets: nothing, or elements separated by commas. */
  #collection(close: '}' | ']', readElement: () => boolean): true | undefined {
    const open = this.#at;
    if (this.#path.length >= deepest) return this.#fail(tooDeep, open);
    this.#at++;
    this.#skipSpace();
    if (this.#take(close)) return true;
    while (readElement()) {
      this.#skipSpace();
      if (this.#take(close)) return true;
      const comma = this.#at;
      if (!this.#take(',')) {
        const unclosed = comma >= this.#text.length;
        const ends = `the text ends before the \`${close}\` of this \`${this.#text[open]}\``;
        return this.#fail(unclosed ? ends : `expected \`,\` or \`${close}\``, comma);
      }
      this.#skipSpace();
      if (this.#text[this.#at] === close) return this.#fail(`a comma before \`${close}\``, comma);
    }
    return undefined;
  }

  /** A property's name, with its colon. */
  #name(): string | undefined {
    if (this.#at >= this.#text.length) return this.#fail('the text ends before the `}` of this `{`', this.#at);
    if (this.#text[this.#at] !== '"') return this.#fail('expected a property name in double quotes', this.#at);
    const name = this.#string();
    if (name === undefined) return undefined;
    this.#skipSpace();
    if (!this.#take(':')) return this.#fail('expected `:` after the property name', this.#at);
    this.#skipSpace();
    return name;
  }

  #string(): string | undefined {
    const start = this.#at;
    let escaped = false;
    for (let at = start + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return escaped ? String(JSON.parse(this.#text.slice(start, at + 1))) : this.#text.slice(start + 1, at);
      }
      if (code < 0x20) return this.#fail('a control character in a string; write it as an escape such as `\\n`', at);
      if (code !== 0x5c) continue;
      escaped = true;
      const length = escapeLength(this.#text, at);
      if (length === 0) return this.#fail('a backslash that does not start a JSON escape', at);
      at += length - 1;
    }
    return this.#fail('a string without its closing `"`', start);
  }

  #number(): number | bigint | undefined {
    const start = this.#at;
    numberForm.lastIndex = start;
    const match = numberForm.exec(this.#text);
    if (match === null) return this.#fail('a `-` without a number', start);
    const [literal, fraction, exponent] = match;
    const end = start + literal.length;
    if (/[0-9.eE+]/.test(this.#text[end] ?? '')) return this.#fail('a number that JSON does not allow', start);
    const value = Number(literal);
    if (!Number.isFinite(value)) return this.#fail('number out of range', start);
    this.#at = end;
    const exact = Number.isSafeInteger(value) || fraction !== undefined || exponent !== undefined;
    return exact ? value : BigInt(literal);
  }

  #word(): null | boolean | undefined {
    const word = /^[\w$]*/.exec(this.#text.slice(this.#at, this.#at + 24))?.[0] ?? '';
    const start = this.#at;
    this.#at += word.length;
    switch (word) {
      case 'null':
        return null;
      case 'true':
        return true;
      case 'false':
        return false;
      default:
        return this.#fail(word === '' ? 'expected a value' : `\`${word}\` is not a JSON value`, start);
    }
  }

  #noteDuplicate(): void {
    if (this.duplicates.size < mostDuplicates) this.duplicates.add(this.#path.reduce<string>(childPath, '$'));
    else this.moreDuplicates++;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  #fail(message: string, offset: number): undefined {
    this.fault ??= { ok: false, offset, message };
    return undefined;
  }
}

export const tooDeep = `arrays and objects are nested deeper than ${deepest} levels`;

/** The length of the escape that starts here; 0 if it is not an escape. */
function escapeLength(text: string, at: number): number {
  const next = text[at + 1] ?? '';
  if (next === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return next !== '' && '"\\/bfnrt'.includes(next) ? 2 : 0;
}
