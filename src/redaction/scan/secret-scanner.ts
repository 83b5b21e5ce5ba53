/** The scan room: searches finished bytes for secrets, before a file appears, and for the command `scan`. This file: the search, piece by piece. */

import { defined } from '../../defined.ts';
import { type Hit, searchText } from './search-text.ts';
import { SecretIndex } from './secret-index.ts';

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

const windowBytes = 256 * 1024;
/**
 * The part of a window that is searched again with the next one: longer than the beginning of any secret that its shape
 * needs.
 */
const leastOverlap = 16 * 1024;

/** A file with more findings is not searched further. */
export const mostFindings = 1_000;

/** Searches bytes that arrive in pieces, with constant memory. */
export class SecretScanner {
  readonly #sought: SecretIndex;
  readonly #overlap: number;
  readonly #findings: SecretFinding[] = [];
  #pending = '';
  /** How many bytes arrived before the pending ones. */
  #base = 0;
  /** Where the pending bytes begin. */
  #line = 1;
  #column = 1;
  /** The first byte after the last finding. */
  #searched = 0;

  /** Rules that are not reported: they do not count toward the limit. */
  readonly #allowed: ReadonlySet<string>;

  constructor(sought = new SecretIndex(), allowed: ReadonlySet<string> = new Set()) {
    this.#allowed = allowed;
    this.#sought = sought;
    this.#overlap = Math.max(leastOverlap, 2 * sought.longest);
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
    this.#search();
    return this.#findings;
  }

  #search(): void {
    for (const hit of searchText(this.#pending, this.#sought)) {
      if (this.#findings.length >= mostFindings) return;
      // The previous window has reported it, perhaps without its end.
      if (this.#base + hit.start < this.#searched) continue;
      if (!this.#allowed.has(hit.rule)) this.#findings.push(this.#finding(hit));
      this.#searched = this.#base + hit.end;
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
export function scanText(text: string, sought?: SecretIndex): readonly SecretFinding[] {
  const scanner = new SecretScanner(sought);
  scanner.push(Buffer.from(text));
  return scanner.end();
}

const byteOrderMark = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/;

/** How many UTF-16 units the bytes of a UTF-8 text are; also correct for the ASCII characters of UTF-16. */
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
