import { decodeText, encodeText } from './charset.ts';
import { charsetOf, isJsonType, isTextType } from './content-type.ts';
import type { Headers, HttpResponse } from './message.ts';
import { binaryOf } from './payload.ts';

const mark = '\ufeff';

/**
 * A response's body as received: text by its charset, and the bytes where it is not text, or where its text alone would not give the same bytes. Without a content type, valid UTF-8 is text.
 */
export function readContent(body: Buffer, headers: Headers): Pick<HttpResponse, 'text' | 'bytes'> {
  if (body.length === 0) return { text: '' };
  const type = headers['content-type'];
  if (type !== undefined && !isTextType(type) && charsetOf(type) === undefined) {
    return { text: '', bytes: binaryOf(body) };
  }
  const charset = type === undefined ? undefined : charsetOf(type);
  const text = decodeText(body, charset);
  if (type === undefined && text === undefined) return { text: '', bytes: binaryOf(body) };
  // JSON has no byte order mark, and a reader may ignore one (RFC 8259 section 8.1).
  if (type === undefined || isJsonType(type)) return { text: withoutMark(text ?? body.toString('utf8')) };
  if (text === undefined) return { text: withoutMark(body.toString('utf8')), bytes: binaryOf(body) };
  return encodeText(text, charset)?.equals(body) === true ? { text } : { text, bytes: binaryOf(body) };
}

const withoutMark = (text: string): string => (text.startsWith(mark) ? text.slice(1) : text);
