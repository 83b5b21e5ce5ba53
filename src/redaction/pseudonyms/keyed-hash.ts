import { hash } from 'node:crypto';

/** SHA-256's. */
const blockLength = 64;
const digestLength = 32;

/**
 * HMAC-SHA256 with one key: https://www.rfc-editor.org/rfc/rfc2104#section-2. Node's own makes an object of the key, and
 * another of the hash, for every text, which takes most of the time for texts as short as names are.
 */
export function keyedHash(key: Uint8Array): (text: string) => Buffer {
  if (key.length > blockLength) throw new Error(`a key has at most ${blockLength} bytes`);
  const inner = padded(key, 0x36);
  const outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(digestLength)]);
  return (text) => {
    const message = Buffer.allocUnsafe(blockLength + Buffer.byteLength(text));
    inner.copy(message);
    message.write(text, blockLength);
    hash('sha256', message, 'buffer').copy(outer, blockLength);
    return hash('sha256', outer, 'buffer');
  };
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(blockLength, pad);
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad;
  return block;
}
