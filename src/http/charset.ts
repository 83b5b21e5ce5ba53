/** Text to bytes and back, by the labels of a `charset`: https://encoding.spec.whatwg.org/#names-and-labels. */

/**
 * A decoder for a charset; `undefined` if its name is unknown. The byte order mark is kept, so that bytes are
 * preserved.
 */
function decoderOf(charset: string) {
  try {
    return new TextDecoder(charset, { ignoreBOM: true, fatal: true });
  } catch {
    return undefined;
  }
}

export function isKnownCharset(charset: string): boolean {
  return decoderOf(charset) !== undefined;
}

/** Bytes decoded as text; `undefined` where they are invalid in the charset, or the charset is unknown. */
export function decodeText(bytes: Uint8Array, charset = 'utf-8'): string | undefined {
  try {
    return decoderOf(charset)?.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes of a text; `undefined` where the charset lacks one of its characters, or cannot be written here. */
export function encodeText(text: string, charset = 'utf-8'): Buffer | undefined {
  const name = decoderOf(charset)?.encoding;
  switch (name) {
    case undefined:
      return undefined;
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    default:
      return encodeSingleBytes(text, name);
  }
}

/** Why a text cannot be written in a charset, as a clause; `undefined` where it can. */
export function encodingFault(text: string, charset: string): string | undefined {
  if (encodeText(text, charset) !== undefined) return undefined;
  // Each of these has more characters than bytes.
  const isSingleByte = tableOf(decoderOf(charset)?.encoding ?? charset).size > 200;
  return isSingleByte
    ? `the body has a character that \`${charset}\` lacks`
    : `text can be read in \`${charset}\`, but not written`;
}

const tables = new Map<string, ReadonlyMap<string, number>>();

function encodeSingleBytes(text: string, name: string): Buffer | undefined {
  const table = tableOf(name);
  const bytes: number[] = [];
  for (const character of text) {
    const byte = table.get(character);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}

function tableOf(name: string): ReadonlyMap<string, number> {
  const table = tables.get(name) ?? bytesByCharacter(name);
  tables.set(name, table);
  return table;
}

/** The character of each single byte; in multi-byte charsets, the first byte of a longer character has none. */
function bytesByCharacter(name: string): ReadonlyMap<string, number> {
  const table = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const character = decodeText(Uint8Array.of(byte), name);
    if (character !== undefined && character !== '') table.set(character, byte);
  }
  return table;
}
