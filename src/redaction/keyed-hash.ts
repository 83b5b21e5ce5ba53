import { hash } from 'node:crypto';

/** SHA-256's. */
const blockLength = 64;

/**
 * HMAC-SHA256 with one key: https://www.rfc-editor.org/rfc/rfc2104#section-2. Node's own makes an object of the key, and
 * another of the hash, for every text, which takes most of the time for texts as short as names are.
 */
export function keyedHash(key: Uint8Array): (text: string) => Buffer {
  if (key.length > blockLength) throw new Error(`a key has at most ${blockLength} bytes`);
  const inner = padded(key, 0x36);
  const outer = padded(key, 0x5c);
  return (text) => hash('sha256', Buffer.concat([outer, digest(inner, text)]), 'buffer');
}

function digest(inner: Buffer, text: string): Buffer {
  return hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(blockLength, pad);
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad;
  return block;
}
