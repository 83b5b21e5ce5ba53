const [widthBits, shiftBits] = [160, 11];

/** OneDrive's hash of a file, in base64: https://learn.microsoft.com/onedrive/developer/code-snippets/quickxorhash. */
export function quickXorHash(content: Buffer): string {
  const hash = Buffer.alloc(widthBits / 8);
  const flip = (at: number, bits: number): void => {
    hash[at % hash.length] = (hash[at % hash.length] ?? 0) ^ bits;
  };
  let position = 0;
  for (const byte of content) {
    const [at, offset] = [position >> 3, position & 7];
    flip(at, (byte << offset) & 0xff);
    flip(at + 1, byte >> (8 - offset));
    position = (position + shiftBits) % widthBits;
  }
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(content.length));
  for (const [index, byte] of length.entries()) flip(hash.length - length.length + index, byte);
  return hash.toString('base64');
}
