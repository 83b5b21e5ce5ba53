import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import type { FailureKind } from './network-failure.ts';

/** A body as text, or why it is none. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly kind: FailureKind; readonly message: string };

const mostLayers = 5;

type Decompress = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const decompressors: { readonly [encoding: string]: Decompress } = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  // Some servers leave out the zlib header that RFC 9110 section 8.4.1.2 wants; it begins with a nibble of 8.
  deflate: (body, options) => (((body[0] ?? 0) & 0x0f) === 8 ? inflated(body, options) : inflatedRaw(body, options)),
};
const inflated: Decompress = promisify(inflate);
const inflatedRaw: Decompress = promisify(inflateRaw);

/** Undoes `Content-Encoding`, the last one first, with the same cap on what every layer may become. */
export async function decodeBody(body: Buffer, contentEncoding: string, mostBytes: number): Promise<Decoded> {
  const layers = contentEncoding
    .split(',')
    .map((layer) => layer.trim().toLowerCase())
    .filter((layer) => layer !== '' && layer !== 'identity');
  if (layers.length > mostLayers) return unsupported(`the body is encoded ${layers.length} times`);
  let bytes = body;
  for (const layer of layers.reverse()) {
    const decompress = Object.hasOwn(decompressors, layer) ? decompressors[layer] : undefined;
    if (decompress === undefined) return unsupported(`the body has the unsupported encoding \`${layer.slice(0, 40)}\``);
    // Answers without a body are often labeled all the same.
    if (bytes.length === 0) break;
    try {
      bytes = await decompress(bytes, { maxOutputLength: mostBytes });
    } catch (error) {
      return undecodable(error, mostBytes);
    }
  }
  return { ok: true, text: withoutMark(bytes.toString('utf8')) };
}

function undecodable(error: unknown, mostBytes: number): Decoded {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return { ok: false, kind: 'too-large', message: tooLarge(mostBytes) };
  return { ok: false, kind: 'lost', message: `the compressed body is not whole (${code ?? 'unknown error'})` };
}

const unsupported = (message: string): Decoded => ({ ok: false, kind: 'unreadable', message });

export const tooLarge = (mostBytes: number): string => `the answer is larger than ${mostBytes / 1024 / 1024} MiB`;

/** JSON has no byte order mark, and a reader may ignore one (RFC 8259 section 8.1). */
export const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
