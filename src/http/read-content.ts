import { decodeText, encodeText } from './charset.ts';
import { charsetOf, isJsonType, isTextType, parseContentType } from './content-type.ts';
import type { Headers, HttpResponse } from './message.ts';
import { binaryOf } from './payload.ts';

const mark = '\ufeff';

/**
 * A response's body as received: text by its charset, and the bytes where it is not text, or where its text alone would not
 * give the same bytes. Without a content type, valid UTF-8
 * is text; under the type that says nothing of what it is for, as Graph's reports have it, it can be read as text.
 */
export function readContent(body: Buffer, headers: Headers): Pick<HttpResponse, 'text' | 'bytes'> {
  if (body.length === 0) return { text: '' };
  const type = headers['content-type'];
  const charset = type === undefined ? undefined : charsetOf(type);
  if (type !== undefined && isJsonType(type)) {
    // Nearly every response. In UTF-8, invalid bytes give the same text with a strict and with a lenient decoder.
    const text = charset === undefined || charset === 'utf-8' ? undefined : decodeText(body, charset);
    // JSON has no byte order mark, and a reader may ignore one (RFC 8259 section 8.1).
    return { text: withoutMark(text ?? body.toString('utf8')) };
  }
  if (type !== undefined && !isTextType(type) && charset === undefined) {
    return { text: parseContentType(type).type === unspecified ? plainText(body) : '', bytes: binaryOf(body) };
  }
  const text = decodeText(body, charset);
  if (type === undefined && text === undefined) return { text: '', bytes: binaryOf(body) };
  if (text === undefined) return { text: withoutMark(body.toString('utf8')), bytes: binaryOf(body) };
  const plain = type === undefined ? withoutMark(text) : text;
  return encodeText(plain, charset)?.equals(body) === true ? { text: plain } : { text: plain, bytes: binaryOf(body) };
}

const unspecified = 'application/octet-stream';

function plainText(body: Buffer): string {
  const text = body.includes(0) ? undefined : decodeText(body);
  return text ?? '';
}

const withoutMark = (text: string): string => (text.startsWith(mark) ? text.slice(1) : text);
