import type { Span } from '../../../diagnostics/source.ts';
import { misspellingOf } from '../../../diagnostics/suggest.ts';
import { type Fragment, partOf, spanIn, trimmed } from '../../page/fragment.ts';
import { statusOf } from '../../page/http/status-line.ts';
import { lineEnd } from '../../page/json/tolerant-json-text.ts';

export type SampleHeader = { readonly name: string; readonly value: string; readonly span: Span };

/** A line of a message that is not as HTTP has it. */
export type LineDefect = {
  readonly what:
    | 'blank-before-headers'
    | 'no-blank-before-body'
    | 'malformed-header'
    | 'malformed-request-line'
    | 'malformed-status-line';
  readonly text: string;
  readonly span: Span;
};

type Message = {
  readonly headers: readonly SampleHeader[];
  readonly body?: Fragment;
  readonly defects: readonly LineDefect[];
  readonly span: Span;
};

export type SampleMessage =
  | (Message & {
      readonly kind: 'request';
      readonly method: string;
      readonly methodSpan: Span;
      readonly target: Fragment;
    })
  | (Message & { readonly kind: 'response'; readonly status?: number; readonly reason: string; readonly line: Span })
  | { readonly kind: 'json'; readonly body: Fragment }
  /** Members of an object, without its braces. */
  | { readonly kind: 'part'; readonly body: Fragment };

const requestLine =
  /^[ \t]*([+>*-](?=[ \t]?\w+[ \t]+https:))?[ \t]*(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|MERGE)[ \t]+(\S.*)$/;
/** A word before an address of the service that is almost a method, or too close to it. */
const nearlyRequest = /^[ \t]*([A-Z]{3,8})([ \t]*)(?=https:\/\/graph\.microsoft\.com\/)/i;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** In a body, only a certain request line begins another message. */
const sureRequest = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE)[ \t]+(?:https:\/\/|\/)\S*/;
const statusLine = /^[ \t]*(?:HTTP(?=[/ \t\d])|(?=[^/]*H)[HTP]{2,5}\/\d)/i;
const wellKnown =
  /^[ \t]*["']?(Accept|Accept-\w+|Authorization|Cache-Control|client-request-id|ConsistencyLevel|Content[- ]\w+(?=:)|Content-\w+|ETag|Host|If-Match|If-None-Match|Location|Operation-Location|Prefer|Preference-Applied|request-id|Retry-After|User-Agent|x-ms-[\w-]+)\b["']?/i;
/** A content type without the name of its header. */
const bareType = /^[ \t]*(?:application|text|image)\/[\w.+-]+(?:;.*)?$/;
const mostListLines = 20;
const headerForm = /^[ \t]*([!#$%&'*+.^`|~\w-]+):[ \t]*(.*)$/;

/** Reads the messages of a code block, line by line: a line that is wrong costs that line only. */
export function readSampleMessages(code: Fragment): readonly SampleMessage[] {
  return new BlockReader(code).read();
}

class BlockReader {
  readonly #code: Fragment;
  readonly #found: SampleMessage[] = [];
  #at = 0;
  /** The block begins with something else: what follows is a part of a body, not a whole one. */
  #isPart = false;

  constructor(code: Fragment) {
    this.#code = code;
  }

  read(): readonly SampleMessage[] {
    while (this.#at < this.#code.text.length) this.#message();
    return this.#found;
  }

  #line(at = this.#at): string {
    return this.#code.text.slice(at, lineEnd(this.#code.text, at)).trimEnd();
  }

  #next(): void {
    this.#at = lineEnd(this.#code.text, this.#at) + 1;
  }

  #lineSpan(at = this.#at): Span {
    return spanIn(trimmed(partOf(this.#code, at, lineEnd(this.#code.text, at))));
  }

  #message(): void {
    const [line, start] = [this.#line(), this.#at];
    const request = requestLine.exec(line);
    const nearly = request === null ? nearlyRequest.exec(line) : null;
    const meant = nearly?.[1] && methods.find((method) => isMeant(nearly[1] ?? '', method));
    if (request?.[2] !== undefined && isTarget(request[3] ?? '')) this.#request(start, request[2]);
    else if (meant !== undefined && meant !== '' && nearly?.[1] !== undefined) this.#request(start, nearly[1], meant);
    else if (statusLine.test(line) || (this.#isFirst() && isBareStatus(line))) this.#response(start, line);
    else if (!this.#isPart && /^[ \t]*[{[]/.test(line) && !/^[ \t]*\{[\w |-]+\}/.test(line)) {
      this.#found.push({ kind: 'json', body: this.#body(false) });
    } else if (this.#isFirst() && /^[ \t]*"[^"]+"[ \t]*:/.test(line)) {
      this.#found.push({ kind: 'part', body: this.#body(false) });
    } else {
      if (line.trim() !== '' && !/^[ \t]*(?:\/\/|#)/.test(line) && this.#found.length === 0) this.#isPart = true;
      this.#next();
    }
  }

  #isFirst(): boolean {
    return this.#found.length === 0 && !this.#isPart;
  }

  /** `meant`: the method of which this is a misspelling. */
  #request(start: number, written: string, meant?: string): void {
    const method = meant ?? written;
    const from = this.#line(start).indexOf(written) + start;
    const methodSpan = spanIn(partOf(this.#code, from, from + written.length));
    let end = lineEnd(this.#code.text, start);
    // A query or the list of a function may continue on the next line.
    while (/^[ \t]*[?&][\w$%]/.test(this.#line(end + 1))) end = lineEnd(this.#code.text, end + 1);
    end = this.#listEnd(start, end);
    const after = this.#code.text.slice(from + written.length, end);
    const version = /[ \t]+HTTP\/\d(?:\.\d)?[ \t]*$/.exec(after)?.[0].length ?? 0;
    const target = trimmed(partOf(this.#code, from + written.length, end - version));
    this.#at = end + 1;
    const { defects, ...rest } = this.#rest();
    const stray = requestLine.exec(this.#line(start))?.[1];
    const text = `${stray ?? ''}${written}`;
    const wrong: LineDefect = { what: 'malformed-request-line', text, span: this.#lineSpan(start) };
    this.#found.push({
      kind: 'request',
      method,
      methodSpan,
      target,
      ...rest,
      defects: stray === undefined && meant === undefined ? defects : [wrong, ...defects],
      span: this.#spanFrom(start),
    });
  }

  /** The end of `getByIds(ids=[` and the lines that close it; the same end where nothing does. */
  #listEnd(start: number, end: number): number {
    if (!this.#code.text.slice(start, end).trimEnd().endsWith('[')) return end;
    let at = end;
    for (let lines = 0; lines < mostListLines && at < this.#code.text.length; lines += 1) {
      const line = this.#line(at + 1);
      if (line.trim() === '') return end;
      at = lineEnd(this.#code.text, at + 1);
      if (/^[ \t]*\][ \t]*\)/.test(line)) return at;
    }
    return end;
  }

  #response(start: number, line: string): void {
    const parts = /^[ \t]*HTTP\/\d(?:\.\d)?[ \t]+([1-5]\d\d)(?:[ \t]+(.*))?$/i.exec(line);
    const lineSpan = this.#lineSpan();
    this.#next();
    const { defects, ...rest } = this.#rest();
    const wrong: LineDefect = { what: 'malformed-status-line', text: line.trim(), span: lineSpan };
    const loose = /\b([1-5]\d\d)\b/.exec(line)?.[1];
    const status = parts?.[1] ?? loose;
    this.#found.push({
      kind: 'response',
      ...(status !== undefined && { status: Number(status) }),
      reason: parts?.[2]?.trim() ?? '',
      line: lineSpan,
      ...rest,
      defects: parts === null && !/[<{]/.test(line) ? [wrong, ...defects] : defects,
      span: this.#spanFrom(start),
    });
  }

  #rest(): Pick<Message, 'headers' | 'body' | 'defects'> {
    const headers: SampleHeader[] = [];
    const defects: LineDefect[] = [];
    for (; this.#at < this.#code.text.length; this.#next()) {
      const line = this.#line();
      if (line.trim() === '') {
        const below = this.#belowBlank();
        if (below === undefined) break;
        // A blank line ends the headers: what looks like one below it would be sent as the body.
        if (headers.length === 0) {
          defects.push({ what: 'blank-before-headers', text: this.#line(below).trim(), span: this.#lineSpan(below) });
        }
        this.#at = below;
      }
      const written = this.#line();
      const [, name, value] = headerForm.exec(written) ?? [];
      if (name !== undefined && value !== undefined && !/^https?$/i.test(name)) {
        headers.push({ name, value: value.trim(), span: this.#lineSpan() });
      } else if ((wellKnown.test(written) || bareType.test(written)) && !requestLine.test(written)) {
        defects.push({ what: 'malformed-header', text: written.trim(), span: this.#lineSpan() });
        const [, loose, rest] = /^\W*([\w-]+)\W*[ \t:=]\W*(.*)$/.exec(written) ?? [];
        if (loose !== undefined && /type/i.test(loose))
          headers.push({ name: loose, value: rest ?? '', span: this.#lineSpan() });
      } else {
        // Nothing but a blank line ends the headers.
        if (/^[ \t]*[{[]/.test(written) && line.trim() !== '')
          defects.push({ what: 'no-blank-before-body', text: written.trim(), span: this.#lineSpan() });
        break;
      }
    }
    const body = this.#body(
      headers.some(({ name, value }) => /^content-type$/i.test(name) && /multipart|batch/i.test(value)),
    );
    return { headers, defects, ...(body.text !== '' && { body }) };
  }

  /** Where a header is below blank lines. */
  #belowBlank(): number | undefined {
    let at = this.#at;
    while (at < this.#code.text.length && this.#line(at).trim() === '') at = lineEnd(this.#code.text, at) + 1;
    const line = this.#line(at);
    return wellKnown.test(line) && headerForm.test(line) ? at : undefined;
  }

  /** Up to the next message; a multipart body may hold messages itself. */
  #body(multipart: boolean): Fragment {
    const start = this.#at;
    for (let first = true; this.#at < this.#code.text.length; first = false) {
      const line = this.#line();
      const begins = sureRequest.test(line) || /^HTTP\/\d/.test(line) || (first && requestLine.test(line));
      if (begins && !multipart) break;
      this.#next();
    }
    return trimmed(partOf(this.#code, start, Math.min(this.#at, this.#code.text.length)));
  }

  #spanFrom(start: number): Span {
    return spanIn(trimmed(partOf(this.#code, start, Math.min(this.#at, this.#code.text.length))));
  }
}

/** `No Content - 204` and `200 OK`: a status, but not a status line. */
function isBareStatus(line: string): boolean {
  return /\d/.test(line) && statusOf(line.trim()) !== undefined;
}

/** The same or nearly the same letters, in any case. */
function isMeant(written: string, method: string): boolean {
  return written.toUpperCase() === method || misspellingOf(written.toUpperCase(), [method], 3) !== undefined;
}

/** A path or an address, not the rest of a sentence. */
function isTarget(text: string): boolean {
  return /^(?:https?:|\/|\{|\.{3}|\\)/.test(text) || /^[A-Za-z$][\w.$-]*(?:[/?(]\S*.*)?$/.test(text);
}
