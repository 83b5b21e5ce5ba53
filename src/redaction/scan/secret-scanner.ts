/** The scan room: searches finished bytes for secrets, before a file appears and where a person asks. This file: the search, piece by piece. */

import { defined } from '../../defined.ts';
import { TextIndex } from '../secrets/text-index.ts';
import { writtenForms } from '../secrets/written-forms.ts';
import { type Hit, searchText } from './search-text.ts';

/** A secret found: by which rule and where, never its value. */
export type SecretFinding = {
  readonly rule: string;
  /** Whose value it is, where it was registered. */
  readonly name?: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
};

/** A value that must stand nowhere, and what it is called. */
export type Registered = { readonly name: string; readonly value: string };

const windowBytes = 256 * 1024;
/** What of a window is looked at again with the next one: longer than the beginning of any secret that its shape needs. */
const leastOverlap = 16 * 1024;

/** What holds more is not read on: no one looks through them one by one. */
export const mostFindings = 1_000;

/** Searches bytes that come in pieces; memory stays the same however many come. */
export class SecretScanner {
  readonly #sought: TextIndex<string>;
  readonly #overlap: number;
  readonly #findings: SecretFinding[] = [];
  #pending = '';
  /** How many bytes arrived before the pending ones. */
  #base = 0;
  /** Where the pending bytes begin. */
  #line = 1;
  #column = 1;
  /** The first byte behind the last finding. */
  #searched = 0;

  /** Rules of which nothing is reported: they must not use up what is listed. */
  readonly #allowed: ReadonlySet<string>;

  constructor(registered: readonly Registered[] = [], allowed: ReadonlySet<string> = new Set()) {
    this.#allowed = allowed;
    const { index, longest } = indexOf(registered);
    this.#sought = index;
    this.#overlap = Math.max(leastOverlap, 2 * longest);
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += windowBytes) this.#push(bytes.subarray(at, at + windowBytes));
  }

  #push(bytes: Uint8Array): void {
    if (this.#findings.length >= mostFindings) return;
    this.#pending += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    if (this.#pending.length < windowBytes + this.#overlap) return;
    this.#search();
    this.#advance(this.#pending.length - this.#overlap);
  }

  /** All findings; of very many, the first. */
  end(): readonly SecretFinding[] {
    if (this.#findings.length < mostFindings) this.#search();
    return this.#findings;
  }

  #search(): void {
    for (const hit of searchText(this.#pending, this.#sought)) {
      // What the window before has reported already, perhaps without its end.
      if (this.#base + hit.start < this.#searched) continue;
      if (!this.#allowed.has(hit.rule)) this.#findings.push(this.#finding(hit));
      this.#searched = this.#base + hit.end;
      if (this.#findings.length >= mostFindings) return;
    }
  }

  #finding({ rule, name, start }: Hit): SecretFinding {
    const { line, column } = this.#positionAt(start);
    return { rule, ...defined({ name }), line, column };
  }

  #positionAt(offset: number): { readonly line: number; readonly column: number } {
    const lineStart = this.#pending.lastIndexOf('\n', offset - 1) + 1;
    const column = units(this.#pending.slice(offset === 0 ? 0 : lineStart, offset));
    if (offset === 0 || lineStart === 0) return { line: this.#line, column: this.#column + column };
    return { line: this.#line + newlines(this.#pending.slice(0, lineStart)), column: column + 1 };
  }

  #advance(to: number): void {
    const { line, column } = this.#positionAt(to);
    this.#line = line;
    this.#column = column;
    this.#base += to;
    this.#pending = this.#pending.slice(to);
  }
}

/** All secrets in a text. */
export function scanText(text: string, registered: readonly Registered[] = []): readonly SecretFinding[] {
  const scanner = new SecretScanner(registered);
  scanner.push(Buffer.from(text));
  return scanner.end();
}

type Index = { readonly index: TextIndex<string>; readonly longest: number };

/** Many files are searched for the same values. */
const indexes = new WeakMap<readonly Registered[], Index>();

function indexOf(registered: readonly Registered[]): Index {
  const known = indexes.get(registered);
  if (known !== undefined) return known;
  const index = new TextIndex<string>();
  let longest = 0;
  for (const { name, value } of registered) {
    for (const form of byteForms(value)) {
      index.add(form, name);
      longest = Math.max(longest, form.length);
    }
  }
  indexes.set(registered, { index, longest });
  return { index, longest };
}

/** A form that is shorter stands in texts by chance. */
const shortestForm = 4;

/** The written forms as they stand in a file of UTF-8, of Latin-1 and of UTF-16. */
function byteForms(value: string): readonly string[] {
  const forms = writtenForms(value).flatMap((form) => {
    const utf8 = Buffer.from(form).toString('latin1');
    return /[\u0080-\u00ff]/.test(form) && !/[\u0100-\uffff]/.test(form) ? [utf8, form] : [utf8];
  });
  const wide = Buffer.from(value, 'utf16le');
  const all = [...new Set([...forms, wide.toString('latin1'), Buffer.from(wide).swap16().toString('latin1')])];
  return all.filter(({ length }) => length >= shortestForm);
}

const byteOrderMark = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/;

/** How many UTF-16 units bytes of UTF-8 are; bytes of UTF-16 come out right, too, where they are ASCII. */
function units(bytes: string): number {
  const text = bytes.replace(byteOrderMark, '');
  if (/^[\x01-\x7f]*$/.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text.charCodeAt(at);
    if (byte !== 0 && (byte < 0x80 || byte > 0xbf)) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
