import { defined } from '../../defined.ts';
import type { Span } from '../../diagnostics/source.ts';
import { type Fragment, partOf, spanIn, trimmed } from './fragment.ts';
import { type Header, type MessageFault, readHead } from './http/message-head.ts';
import { readStatusLine, startsResponse } from './http/status-line.ts';
import { lineEnd } from './json/tolerant-json-text.ts';
import { wordOfHeading } from './words/heading-words.ts';

/** The HTTP content of a code block. */
export type HttpBlock =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly target: Fragment;
      readonly headers: readonly Header[];
      readonly body?: Fragment;
      readonly span: Span;
      readonly faults: readonly MessageFault[];
    }
  | {
      readonly kind: 'response';
      /** Absent where its line cannot be read. */
      readonly status?: number;
      readonly statusSpan: Span;
      readonly headers: readonly Header[];
      readonly body?: Fragment;
      readonly span: Span;
      readonly faults: readonly MessageFault[];
    }
  | { readonly kind: 'json'; readonly body: Fragment; readonly span: Span }
  | { readonly kind: 'other'; readonly text: Fragment; readonly span: Span };

const absolute =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|MERGE)[ \t]+(?=https?:\/\/|\/|graph\.microsoft\.|\{)/i;
const relative =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE)[ \t]+(?=[A-Za-z$][\w.$-]*(?:[/?(][^ ]*)?(?: +HTTP\/[\d.]+)?[ \t]*$)/;

/** Whether a code block begins with a request of Microsoft Graph, whatever language it names: some name that of the body. */
export const beginsWithRequest = (code: string): boolean =>
  /^\s*(?:GET|POST|PUT|PATCH|DELETE)[ \t]+https:\/\/graph\.microsoft\.com\//.test(code);

/** Reads a code block; several requests, or a request and its response, may be in one. */
export function readHttpBlocks(code: Fragment): readonly HttpBlock[] {
  return segments(code).map((segment) => readSegment(trimmed(segment)));
}

/** Cuts a block before every line that starts another message, unless its body is made of messages. */
function segments(code: Fragment): readonly Fragment[] {
  const cuts = [0];
  const multipart = /^content-type:[ \t]*multipart\//im.test(code.text);
  let seen = false;
  for (let at = 0; at <= code.text.length; at = lineEnd(code.text, at) + 1) {
    const line = code.text.slice(at, lineEnd(code.text, at));
    const starts = absolute.test(line) || startsResponse(line);
    if (starts && seen && !multipart) cuts.push(at);
    if (starts) seen = true;
  }
  return cuts.map((start, index) => partOf(code, start, cuts[index + 1] ?? code.text.length));
}

function readSegment(segment: Fragment): HttpBlock {
  const from = firstLine(segment);
  const span = spanIn(segment);
  const end = lineEnd(segment.text, from);
  const line = segment.text.slice(from, end).trimEnd();
  if (/^[{[]/.test(line)) return { kind: 'json', body: trimmed(partOf(segment, from)), span };
  const method = absolute.exec(line) ?? relative.exec(line);
  if (method?.[1] !== undefined) {
    const target = targetOf(segment, from + method[0].length, end);
    return { kind: 'request', method: method[1].toUpperCase(), ...target, ...readHead(segment, target.next), span };
  }
  const status = readStatusLine(line);
  if (status === undefined) return { kind: 'other', text: segment, span };
  const statusSpan = spanIn(segment, from, from + line.length);
  const { faults, ...head } = readHead(segment, end + 1);
  const fault = status.fault === undefined ? [] : [statusFault(status.fault, statusSpan)];
  const read = defined({ status: status.status });
  return { kind: 'response', ...read, statusSpan, ...head, span, faults: [...fault, ...faults] };
}

/** Skips what pages put above a message: a comment, or the word "Request" inside the block. */
function firstLine(segment: Fragment): number {
  let at = 0;
  for (;;) {
    const end = lineEnd(segment.text, at);
    const line = segment.text.slice(at, end).trim();
    const above = line === '' || /^(?:\/\/|#)/.test(line) || wordOfHeading(line).kind !== 'other';
    if (!above || end >= segment.text.length) return at;
    at = end + 1;
  }
}

/** The url: the rest of the line, and lines below that continue the query. */
function targetOf(segment: Fragment, start: number, end: number): { readonly target: Fragment; readonly next: number } {
  let to = end;
  for (;;) {
    const next = to + 1;
    if (!/^[ \t]*[?&][\w$%]/.test(segment.text.slice(next, next + 200))) break;
    to = lineEnd(segment.text, next);
  }
  const version = /[ \t]+HTTP\/\d(?:\.\d)?[ \t]*$/.exec(segment.text.slice(start, to).slice(-60))?.[0].length ?? 0;
  return { target: trimmed(partOf(segment, start, to - version)), next: to + 1 };
}

function statusFault(message: string, span: Span): MessageFault {
  return { code: 'page-status-line', message, fix: 'Write it as `HTTP/1.1 200 OK`.', span };
}
