import { type Json, setProperty } from '../../../json/json.ts';
import { deepest, type JsonFault, tooDeep } from '../../../json/read-json.ts';
import { bareValue, words } from './bare-value.ts';
import type { JsonRepair, RepairKind } from './json-repair.ts';
import {
  bareEnd,
  closingQuote,
  exact,
  isDoubledQuote,
  isElided,
  isIndentedLess,
  isNameBelow,
  quoteMarks,
  skipBlank,
} from './tolerant-json-text.ts';

export type TolerantRead =
  | { readonly ok: true; readonly value: Json; readonly repairs: readonly JsonRepair[] }
  | JsonFault;

/**
 * Parses JSON as pages print it, with faults that have exactly one correction: trailing commas, comments, ellipses,
 * bare placeholders, smart quotes, a missing comma or quote. Each repair has its place; if a correction is ambiguous,
 * the reason is returned.
 */
export function readTolerantJson(text: string): TolerantRead {
  const read = new TolerantReader(text).document();
  if (read.ok && !read.repairs.some(({ what }) => what === 'missing-bracket')) return read;
  // Where brackets may not match, the indentation of the lines shows which of them is missing.
  const byLines = new TolerantReader(text, true).document();
  return byLines.ok && (!read.ok || byLines.repairs.length <= read.repairs.length) ? byLines : read;
}

export const onlyEllipsis = 'nothing but an ellipsis';

/** What a value turned out to be: an ellipsis stands for values that are not shown. */
type Read = { readonly value: Json } | 'ellipsis';

const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?=[\s,}\]]|\/[/*]|$)/y;
const ellipsisForm = /<(?:\.{2,}|…)[^<>\n]*>|(?:\.{3,}|…)[^\n,}\]"]*/y;
const bracePlaceholder = /\{[ \t]*[\p{L}\p{N}_$][\p{L}\p{N}_$ .-]{0,80}\}/uy;
const anglePlaceholder = /<[^<>\n"]{1,120}>/y;
/** One pass over one text. If it cannot be read, `#fail` keeps the reason and skips to the end of the text. */
class TolerantReader {
  readonly #text: string;
  readonly #byLines: boolean;
  readonly #repairs: JsonRepair[] = [];
  #fault: JsonFault | undefined;
  #at = 0;
  /** A bracket was taken as closed by the lines: its comma is missing with it. */
  #closedByLines = false;
  /** What closes the collections that are open, outermost first. */
  readonly #open: ('}' | ']')[] = [];

  constructor(text: string, byLines = false) {
    this.#text = text;
    this.#byLines = byLines;
  }

  document(): TolerantRead {
    this.#skip();
    const start = this.#at;
    const read = this.#value();
    this.#skip();
    while (this.#is('}') || this.#is(']') || this.#is(',')) {
      this.#repair(this.#is(',') ? 'trailing-comma' : 'extra-bracket', this.#at, ++this.#at);
      this.#skip();
    }
    if (this.#at < this.#text.length) this.#fail('something follows after the JSON value', this.#at);
    if (read === 'ellipsis') this.#fail(onlyEllipsis, start);
    if (this.#fault !== undefined) return this.#fault;
    return { ok: true, value: read === 'ellipsis' ? null : read.value, repairs: this.#repairs };
  }

  #value(): Read {
    const character = this.#text[this.#at];
    if (character === undefined) return { value: this.#fail('the text ends where a value is expected', this.#at) };
    if (character === '{') return this.#placeholder(bracePlaceholder) ?? { value: this.#object() };
    if (character === '[') return { value: this.#array() };
    if (character === '<') return this.#ellipsis() ?? this.#placeholder(anglePlaceholder) ?? this.#bare();
    if (quoteMarks.includes(character)) return { value: this.#string() };
    const number = this.#match(numberForm);
    if (number !== undefined) return { value: exact(number) ?? this.#fail('number out of range', this.#at) };
    return this.#ellipsis() ?? this.#bare();
  }

  #object(unopened = false): Json {
    const value: { [name: string]: Json } = {};
    this.#collection({ close: '}', unopened }, () => {
      if (this.#ellipsis() !== undefined || this.#lonePlaceholder()) return;
      const name = this.#name();
      const read = isNameBelow(this.#text, this.#at) ? { value: this.#object(true) } : this.#value();
      if (read !== 'ellipsis') setProperty(value, name, read.value);
    });
    return value;
  }

  #array(): Json {
    const items: Json[] = [];
    this.#collection({ close: ']' }, () => {
      const read = this.#value();
      if (read !== 'ellipsis') items.push(read.value);
    });
    return items;
  }

  #collection(
    { close, unopened = false }: { readonly close: '}' | ']'; readonly unopened?: boolean },
    readElement: () => void,
  ): void {
    const open = unopened ? this.#lastEnd() - 1 : this.#at++;
    if (unopened) this.#repair('unopened-bracket', open, open + 1);
    this.#open.push(close);
    if (this.#open.length > deepest) this.#fail(tooDeep, open);
    this.#skip();
    while (!this.#closes(close, open)) {
      const element = this.#at;
      readElement();
      if (this.#at === element) this.#fail('expected a value', element);
      this.#separator(close, open);
    }
    this.#open.pop();
  }

  /** Whether the collection ends here, be it with the text or with the one around it. */
  #closes(close: '}' | ']', open: number): boolean {
    const character = this.#text[this.#at];
    if (character === close) {
      this.#at++;
      return true;
    }
    if (character !== undefined && character !== '}' && character !== ']') {
      if (!this.#isClosedByLine(open)) return false;
      this.#repair('missing-bracket', this.#lastEnd(), this.#lastEnd());
      this.#closedByLines = true;
      return true;
    }
    const around = character === undefined || this.#open.slice(0, -1).includes(character);
    if (around) this.#repair('missing-bracket', this.#lastEnd(), this.#lastEnd());
    else this.#fail(`\`${this.#text[open]}\` is closed by \`${character}\``, this.#at);
    return true;
  }

  /** The text from here on is outside of the collection, by its indentation. */
  #isClosedByLine(open: number): boolean {
    return this.#byLines && this.#open.length > 1 && isIndentedLess(this.#text, this.#at, open);
  }

  /** The end of the text before this place, where the missing part belongs. */
  #lastEnd(): number {
    return this.#text.slice(0, this.#at).trimEnd().length;
  }

  #separator(close: '}' | ']', open: number): void {
    const end = this.#at;
    this.#skip();
    const comma = this.#at;
    const closedByLines = this.#closedByLines;
    this.#closedByLines = false;
    if (!this.#is(',')) {
      if (closedByLines || this.#isClosedByLine(open)) return;
      const next = this.#text[this.#at];
      const isLast = next === undefined || next === '}' || next === ']';
      if (!isLast && !isElided(this.#text, end, this.#at)) this.#repair('missing-comma', end, end);
      return;
    }
    this.#at++;
    this.#skip();
    while (this.#is(',')) {
      this.#repair('double-comma', this.#at, ++this.#at);
      this.#skip();
    }
    if (this.#is(close)) this.#repair('trailing-comma', comma, comma + 1);
  }

  /** A property's name with its colon. */
  #name(): string {
    const start = this.#at;
    const character = this.#text[start] ?? '';
    let name: string;
    if (quoteMarks.includes(character)) name = this.#string();
    else {
      // `code": 1` and `code: 1`: a name ends before its quote or its colon, within its line.
      const match = this.#match(/[\p{L}_$@#][\p{L}\p{N}_$@#. -]{0,120}/uy);
      if (match === undefined) this.#fail('expected a property name', start);
      name = match?.trim() ?? '';
      const closed = this.#is('"');
      if (closed) this.#at++;
      this.#repair(closed ? 'missing-quote' : 'bare-key', start, this.#at);
    }
    this.#skip();
    if (this.#is(':')) this.#at++;
    else this.#fail('expected `:` after the property name', this.#at);
    this.#skip();
    return name;
  }

  #string(): string {
    const start = this.#at;
    if (isDoubledQuote(this.#text, start)) this.#repair('doubled-quote', start, ++this.#at);
    const open = this.#at;
    const close = closingQuote(this.#text, open);
    const raw = this.#text.slice(open + 1, close.at);
    this.#at = close.at + close.length;
    // `"text"",`: the second of them closes nothing.
    if (/^"(?=[ \t]*[,}\]\r\n])/.test(this.#text.slice(this.#at, this.#at + 80)) && close.length > 0) {
      this.#repair('doubled-quote', this.#at, ++this.#at);
    }
    const smart = this.#text[open] !== '"' && this.#text[open] !== "'";
    if (close.length === 0) this.#repair('missing-quote', open, this.#at);
    else if (smart || (this.#text[close.at] ?? '') > '~') this.#repair('smart-quotes', open, this.#at);
    else if (this.#text[open] === "'") this.#repair('single-quotes', open, this.#at);
    return this.#unescaped(raw, open);
  }

  #unescaped(raw: string, open: number): string {
    const text = raw.replace(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[\\"\u0000-\u001f]/g, (found) => {
      if (found.length > 1) return found;
      this.#repair('escape', open, this.#at);
      return JSON.stringify(found).slice(1, -1);
    });
    return String(JSON.parse(`"${text}"`));
  }

  #ellipsis(): 'ellipsis' | undefined {
    const start = this.#at;
    if (this.#match(ellipsisForm) === undefined) return undefined;
    this.#repair('ellipsis', start, this.#at);
    return 'ellipsis';
  }

  #placeholder(form: RegExp): Read | undefined {
    const start = this.#at;
    const found = this.#match(form);
    if (found === undefined) return undefined;
    this.#repair('placeholder', start, this.#at);
    return { value: found };
  }

  /** `{properties}` or `<more>` in place of a property: values that are not shown. */
  #lonePlaceholder(): boolean {
    const start = this.#at;
    if (this.#match(anglePlaceholder) === undefined && this.#match(bracePlaceholder) === undefined) return false;
    this.#repair('ellipsis', start, this.#at);
    return true;
  }

  /** Words in place of a value: `true`, or a placeholder up to the next comma, bracket or line. */
  #bare(): Read {
    const start = this.#at;
    this.#at = bareEnd(this.#text, start);
    const found = this.#text.slice(start, this.#at).trimEnd();
    this.#at = start + found.length;
    const known = words.get(found);
    if (known !== undefined) return { value: known };
    const read = bareValue(found);
    if (read === undefined) return { value: this.#fail('expected a value', start) };
    this.#repair(read.what, start, this.#at);
    return { value: read.value };
  }

  #skip(): void {
    this.#at = skipBlank(this.#text, this.#at, (what, start, end) => {
      const elides = what === 'comment' && /\.{3}|…/.test(this.#text.slice(start, end));
      this.#repair(elides ? 'ellipsis' : what, start, end);
    });
  }

  #match(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** The first reason counts: later ones follow from it. */
  #fail(message: string, offset: number): null {
    this.#fault ??= { ok: false, offset, message };
    this.#at = this.#text.length;
    return null;
  }

  #is(character: string): boolean {
    return this.#text[this.#at] === character;
  }

  #repair(what: RepairKind, start: number, end: number): void {
    this.#repairs.push({ what, start, end, ...(what === 'ellipsis' && this.#open.at(-1) === ']' && { inList: true }) });
  }
}
