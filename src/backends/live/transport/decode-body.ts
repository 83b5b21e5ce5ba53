import {
  type BrotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type Gunzip,
  type Inflate,
  type InflateRaw,
} from 'node:zlib';
import type { FailureKind } from './network-failure.ts';

/** A body as it was before it was encoded, or why it cannot be had. */
export type Decoded =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly kind: FailureKind; readonly message: string };

const mostLayers = 5;

const chunkSize = 128 * 1024;

type Unpacker = Gunzip | Inflate | InflateRaw | BrotliDecompress;

const unpackers: { readonly [encoding: string]: (body: Buffer) => Unpacker } = {
  gzip: () => createGunzip({ chunkSize }),
  'x-gzip': () => createGunzip({ chunkSize }),
  br: () => createBrotliDecompress({ chunkSize }),
  // Some servers omit the zlib header that RFC 9110 section 8.4.1.2 requires; it begins with a nibble of 8.
  deflate: (body) => (((body[0] ?? 0) & 0x0f) === 8 ? createInflate({ chunkSize }) : createInflateRaw({ chunkSize })),
};

/** Undoes `Content-Encoding`, the last encoding first, with the same size limit for every layer. */
export async function decodeBody(body: Buffer, contentEncoding: string, mostBytes: number): Promise<Decoded> {
  const layers = contentEncoding
    .split(',')
    .map((layer) => layer.trim().toLowerCase())
    .filter((layer) => layer !== '' && layer !== 'identity');
  if (layers.length > mostLayers) return unsupported(`the body is encoded ${layers.length} times`);
  let bytes = body;
  for (const layer of layers.reverse()) {
    const unpacker = Object.hasOwn(unpackers, layer) ? unpackers[layer] : undefined;
    if (unpacker === undefined) return unsupported(`the body has the unsupported encoding \`${layer.slice(0, 40)}\``);
    // Responses without a body often have a content type all the same.
    if (bytes.length === 0) break;
    try {
      const unpacked = await unpack(unpacker(bytes), bytes, mostBytes);
      if (unpacked === undefined) return { ok: false, kind: 'too-large', message: tooLarge(mostBytes) };
      bytes = unpacked;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown error';
      return { ok: false, kind: 'lost', message: `the compressed body is incomplete (${code})` };
    }
  }
  return { ok: true, body: bytes };
}

/** The unpacked bytes; `undefined` as soon as there are too many. */
async function unpack(unpacker: Unpacker, body: Buffer, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  unpacker.end(body);
  try {
    for await (const chunk of unpacker) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) return undefined;
    }
    return Buffer.concat(chunks, bytes);
  } finally {
    release(chunks);
  }
}

/**
 * Gives the memory back now: one bomb after the other would fill it before anyone collects it. Only full chunks: zlib
 * may still write to the rest of another one.
 */
function release(chunks: readonly Buffer[]): void {
  for (const { buffer, length } of chunks) {
    if (length === chunkSize && buffer.byteLength === chunkSize && buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}

const unsupported = (message: string): Decoded => ({ ok: false, kind: 'unreadable', message });

export const tooLarge = (mostBytes: number): string => `the response is larger than ${mostBytes / 1024 / 1024} MiB`;
