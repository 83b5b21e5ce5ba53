import { defined } from '../../defined.ts';
import { evaluateText } from '../../format/template/evaluate-template.ts';
import type { Values } from '../../format/template/values.ts';
import { decodeText, encodeText } from '../../http/charset.ts';
import { boundaryOf, charsetOf, isJsonType, isTextType } from '../../http/content-type.ts';
import { bodyOfPieces, hashPieces } from '../../http/file-bytes.ts';
import type { BodyPieces } from '../../http/in-file.ts';
import type { Binary, HttpRequest } from '../../http/message.ts';
import { binaryOf } from '../../http/payload.ts';
import type { ContentTemplate, PartTemplate } from '../plan/content/content-template.ts';

/** A body that is not JSON, and the headers that go with it. */
export type FilledContent = Pick<HttpRequest, 'headers' | 'body' | 'bytes'>;

/**
 * The content with its values; `undefined` if a name has no value, or a part contains the stated boundary. `stated`:
 * the content type in the scenario.
 */
export function fillContent(
  content: ContentTemplate,
  values: Values,
  stated: string | undefined,
): FilledContent | undefined {
  const type = stated ?? content.type;
  const headers = { 'content-type': type };
  switch (content.kind) {
    case 'text': {
      const body = evaluateText(content.text, values);
      return body === undefined ? undefined : { headers, body };
    }
    case 'form': {
      const fields = content.fields.map(({ name, value }) => [name, evaluateText(value, values)] as const);
      if (fields.some(([, value]) => value === undefined)) return undefined;
      return {
        headers,
        body: String(new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value ?? '']))),
      };
    }
    case 'multipart': {
      const parts = content.parts.map((part) => piecesOf(part, values));
      const known = parts.filter((part) => part !== undefined);
      return known.length === parts.length ? multipart(known, type) : undefined;
    }
    case 'bytes':
      return {
        headers: { ...headers, ...defined({ 'content-range': content.range }) },
        ...textOrBytes(content.bytes, type),
      };
    default:
      return content satisfies never;
  }
}

function piecesOf({ name, fileName, type, content }: PartTemplate, values: Values): BodyPieces | undefined {
  const text = isPieces(content) || Buffer.isBuffer(content) ? content : evaluateText(content, values);
  if (text === undefined) return undefined;
  const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`;
  const lines = [
    `Content-Disposition: form-data; name="${quoted(name)}"${file}`,
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  if (typeof text === 'string') return [head, Buffer.from(text)];
  return Buffer.isBuffer(text) ? [head, text] : [head, ...text];
}

const isPieces = (content: PartTemplate['content']): content is BodyPieces => Array.isArray(content);

/** As browsers do: https://html.spec.whatwg.org/#multipart-form-data. */
const quoted = (name: string): string => name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');

/** The boundary follows from the parts, so that a recording replays with the same one. */
function multipart(parts: readonly BodyPieces[], type: string): FilledContent | undefined {
  const given = boundaryOf(type);
  // A value could end its part, and begin another one.
  const holdsIt = (piece: BodyPieces[number]) => Buffer.isBuffer(piece) && piece.includes(`--${given}`);
  if (given !== undefined && parts.some((part) => part.some(holdsIt))) return undefined;
  const boundary = given ?? `part-${hashPieces(parts.flat()).slice(0, 32)}`;
  const pieces = [
    ...parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), ...part, Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  const headers = { 'content-type': given === undefined ? `${type}; boundary=${boundary}` : type };
  // With a large file it is sent block by block.
  if (!pieces.every((piece) => Buffer.isBuffer(piece))) return { headers, bytes: bodyOfPieces(pieces) };
  const whole = Buffer.concat(pieces);
  const text = decodeText(whole);
  return text === undefined ? { headers, bytes: binaryOf(whole) } : { headers, body: text };
}

const largestText = 1024 * 1024;

/** Text is compared and redacted as text, where it is the same bytes again. */
function textOrBytes(bytes: Buffer | Binary, type: string): Pick<HttpRequest, 'body' | 'bytes'> {
  if (!Buffer.isBuffer(bytes)) return { bytes };
  const isText = isTextType(type) && !isJsonType(type) && bytes.length <= largestText;
  const charset = charsetOf(type);
  const text = isText ? decodeText(bytes, charset) : undefined;
  if (text === undefined || encodeText(text, charset)?.equals(bytes) !== true) return { bytes: binaryOf(bytes) };
  return { body: text };
}
