/** Bodies as bytes, of requests and responses. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Json } from '../json/json.ts';
import { prettyJson } from '../json/pretty.ts';
import { encodeText } from './charset.ts';
import { charsetOf, isJsonType } from './content-type.ts';
import { readPieces, streamPieces } from './file-bytes.ts';
import { inFile } from './in-file.ts';
import type { Binary, Headers, HttpRequest, HttpResponse } from './message.ts';

export function binaryOf(bytes: Uint8Array): Binary {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { size: buffer.length, sha256: sha256Of(buffer), base64: buffer.toString('base64') };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same without its bytes. */
export function withoutBytes({ size, sha256 }: Binary): Binary {
  return { size, sha256 };
}

/** A body in one line, for reports. */
export function binaryLine({ size, sha256 }: Binary, headers: Headers): string {
  return `${headers['content-type'] ?? 'no content type'}, ${size} bytes, sha256 ${sha256}`;
}

/**
 * A request's body as it is sent: its bytes, its text if the content type is not JSON, or else JSON. Text is encoded in
 * the charset of the content type; default: UTF-8.
 */
export function payloadOf({ headers, body, bytes }: HttpRequest): string | Buffer | undefined {
  if (bytes?.[inFile] !== undefined) return readPieces(bytes);
  if (bytes !== undefined) return Buffer.from(bytes.base64 ?? '', 'base64');
  if (body === undefined) return undefined;
  const text = bodyText(headers, body);
  const charset = isTextBody(headers, body) ? charsetOf(headers['content-type'] ?? '') : undefined;
  return charset === undefined || charset === 'utf-8' ? text : (encodeText(text, charset) ?? text);
}

/** The same as a stream: a body that stays in a file is read only as fast as it is sent. */
export function payloadStream(request: HttpRequest): string | Buffer | Readable | undefined {
  const { bytes } = request;
  return bytes?.[inFile] === undefined ? payloadOf(request) : Readable.from(streamPieces(bytes), { objectMode: false });
}

/** Whether a body is text under a content type other than JSON, and no JSON string. */
export function isTextBody(headers: Headers, body: Json | undefined): body is string {
  return typeof body === 'string' && !isJsonType(headers['content-type'] ?? 'application/json');
}

/** A body that is not bytes, as text. */
function bodyText(headers: Headers, body: Json): string {
  return isTextBody(headers, body) ? body : jsonText(body);
}

function jsonText(body: Json): string {
  try {
    return JSON.stringify(body);
  } catch {
    // `JSON.stringify` does not accept `bigint`.
    return prettyJson(body);
  }
}

/** Size and hash of a response's body, also where its bytes are not kept. */
export function responseDigest(response: HttpResponse): Pick<Binary, 'size' | 'sha256'> {
  const { bytes } = response;
  if (bytes !== undefined && bytes.base64 === undefined) return bytes;
  const body = responseBytes(response);
  return { size: body.length, sha256: sha256Of(body) };
}

/** A response's body as it was received. */
export function responseBytes({ headers, text, bytes }: HttpResponse): Buffer {
  if (bytes?.base64 !== undefined) return Buffer.from(bytes.base64, 'base64');
  const charset = charsetOf(headers['content-type'] ?? '');
  return encodeText(text, charset) ?? Buffer.from(text, 'utf8');
}
