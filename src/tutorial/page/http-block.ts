import type { Span } from '../../diagnostics/source.ts';
import { type Fragment, partOf, spanIn, trimmed } from './fragment.ts';
import { lineEnd } from './json/tolerant-json-text.ts';
import { wordOfHeading } from './words/heading-words.ts';

export type Header = { readonly name: string; readonly value: string };

/** What a code block shows of HTTP. */
export type HttpBlock =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly target: Fragment;
      readonly headers: readonly Header[];
      readonly body?: Fragment;
      readonly span: Span;
    }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: readonly Header[];
      readonly body?: Fragment;
      readonly span: Span;
    }
  | { readonly kind: 'json'; readonly body: Fragment; readonly span: Span }
  | { readonly kind: 'other'; readonly text: Fragment; readonly span: Span };

const absolute =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|MERGE)[ \t]+(?=https?:\/\/|\/|graph\.microsoft\.|\{)/i;
const relative =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE)[ \t]+(?=[A-Za-z$][\w.$-]*(?:[/?(][^ ]*)?(?: +HTTP\/[\d.]+)?[ \t]*$)/;

const reasons: ReadonlyMap<string, number> = new Map([
  ['ok', 200],
  ['created', 201],
  ['accepted', 202],
  ['no content', 204],
]);

/** Reads a code block; several requests, or a request and its response, may stand in one. */
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
    const starts = absolute.test(line) || /^HTTP\/\d/.test(line);
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
    return { kind: 'request', method: method[1].toUpperCase(), ...target, ...messageOf(segment, target.next), span };
  }
  const status = statusOf(line);
  if (status !== undefined) return { kind: 'response', status, ...messageOf(segment, end + 1), span };
  return { kind: 'other', text: segment, span };
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

/** The url: the rest of the line, and lines below that go on with the query. */
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

/** `HTTP/1.1 200 OK`, and the ways pages shorten it. */
export function statusOf(line: string): number | undefined {
  const found =
    /^HTTP(?:\/\d(?:\.\d)?)?[ \t]+(\d{3})\b/i.exec(line) ??
    /^(?:HTTP[ \t]+)?(?:response[ \t]+|status[ \t]*)?(?:code|status)[ \t]*:?[ \t]*(\d{3})\b/i.exec(line) ??
    /^(\d{3})(?:[ \t]*[-:]?[ \t]*[A-Z][A-Za-z' -]{1,40})?$/.exec(line) ??
    /^[A-Z][A-Za-z' ]{1,40}?[ \t]*[-:(][ \t]*(\d{3})\)?$/.exec(line);
  const status = found?.[1] === undefined ? reasons.get(line.toLowerCase()) : Number(found[1]);
  return status !== undefined && status >= 100 && status <= 599 ? status : undefined;
}

const headerForm = /^[ \t]*([!#$%&'*+.^`|~\w-]+)[ \t]*:[ \t]*(.*)$/;

/** Headers to the first blank line, or to the first line that is none: then the blank line is missing. */
function messageOf(
  segment: Fragment,
  start: number,
): { readonly headers: readonly Header[]; readonly body?: Fragment } {
  const headers: Header[] = [];
  let at = Math.min(start, segment.text.length);
  while (at < segment.text.length) {
    const end = lineEnd(segment.text, at);
    const [, name, value] = headerForm.exec(segment.text.slice(at, end)) ?? [];
    if (name === undefined || value === undefined) break;
    headers.push({ name, value: value.trim() });
    at = end + 1;
  }
  const body = trimmed(partOf(segment, Math.min(at, segment.text.length)));
  return { headers, ...(body.text !== '' && { body }) };
}
