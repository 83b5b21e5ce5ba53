import type { Span } from '../../../diagnostics/source.ts';
import { type Fragment, partOf, spanIn, trimmed } from '../fragment.ts';
import { lineEnd } from '../json/tolerant-json-text.ts';

export type Header = { readonly name: string; readonly value: string };

/** A line of a message that is not as HTTP has it. It costs that line only. */
export type MessageFault = {
  readonly code: 'page-status-line' | 'page-header';
  readonly message: string;
  readonly fix: string;
  readonly span: Span;
};

export type MessageHead = {
  readonly headers: readonly Header[];
  readonly body?: Fragment;
  readonly faults: readonly MessageFault[];
};

const headerForm = /^[ \t]*([!#$%&'*+.^`|~\w-]+)[ \t]*:[ \t]*(.*)$/;
const names =
  'content-type|content-length|content-range|content-encoding|authorization|accept|accept-language|prefer|preference-applied|consistencylevel|if-match|if-none-match|host|location|operation-location|retry-after|etag|request-id|client-request-id|workbook-session-id';
const knownHeader = new RegExp(`^[ \\t]*(?:${names})[ \\t]*:`, 'i');
/** A header's name without its colon, or with another mark in its place. */
const brokenHeader = new RegExp(
  `^[ \\t]*(?:${names}|content[ _]?type|content[ _]?length)(?:[ \\t]*[;=,.]|[ \\t]+|[ \\t]*$)`,
  'i',
);

/** A response may be shown by its headers alone, without a status line. */
export const startsWithHeader = (text: string): boolean => knownHeader.test(text);

/**
 * Headers, then the body. A blank line above the headers and a line that is not a header are faults of the page, and the rest
 * is read all the same; without a blank line the body begins at the first line that is not a header.
 */
export function readHead(segment: Fragment, start: number): MessageHead {
  const { text } = segment;
  const headers: Header[] = [];
  const faults: MessageFault[] = [];
  let at = Math.min(start, text.length);
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    const [, name, value] = headerForm.exec(line) ?? [];
    if (name !== undefined && value !== undefined) headers.push({ name, value: value.trim() });
    else if (line.trim() === '') {
      if (!goesOn(text, end + 1, headers)) break;
      faults.push({ ...blankAbove, span: spanIn(segment, Math.max(at - 1, 0), at) });
    } else if (isBroken(text, { line, end })) faults.push({ ...noHeader, span: spanIn(segment, at, end) });
    else break;
    at = end + 1;
  }
  const body = trimmed(partOf(segment, Math.min(at, text.length)));
  return { headers, faults, ...(body.text !== '' && { body }) };
}

const blankAbove = {
  code: 'page-header',
  message: 'a blank line is above the headers, so that they would be the body',
  fix: 'Remove the blank line.',
} as const;

const noHeader = {
  code: 'page-header',
  message: 'a line among the headers is not a header',
  fix: 'Write it as `Name: value`, or remove it.',
} as const;

/** Whether headers follow below a blank line. What a message of another type carries may look like them. */
function goesOn(text: string, from: number, headers: readonly Header[]): boolean {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  if (type !== undefined && !/json/i.test(type)) return false;
  return knownHeader.test(text.slice(from, from + 2_000).replace(/^(?:[ \t]*\n)+/, ''));
}

/** A misspelled header, or any one line above JSON. */
function isBroken(text: string, { line, end }: { readonly line: string; readonly end: number }): boolean {
  if (/^[ \t]*[{["'<-]/.test(line)) return false;
  if (brokenHeader.test(line)) return true;
  return /^(?:[ \t]*(?:[\w-]+[ \t]*:[^\n]*)?\n){0,12}[ \t]*[{[]/.test(text.slice(end + 1, end + 2_000));
}
