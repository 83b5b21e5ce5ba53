/** The shapes of pseudonyms, and how they are recognized: an existing pseudonym is kept. */
import { isIPv4, isIPv6 } from 'node:net';
import type { PseudonymTable } from './pseudonym-table.ts';

/** The mark of an escape, which is escaped itself in a url within a url. */
export const escapeMark = '%(?:25)*';
const afterEscape = `(?<=${escapeMark}[0-9A-Fa-f]{2})`;
/**
 * Where a pseudonym may begin: also after an escape, and after the `_` that joins the two parts of a guest's user
 * principal name.
 */
const begin = String.raw`(?:\b|(?<=_)|${afterEscape})`;
const colon = `(?::|${escapeMark}3[Aa])`;
/** The characters between the digits of a telephone number, plain or escaped. */
const gap = `(?:[ +().-]|${escapeMark}2[089]){0,2}`;

/** A pseudonym in the middle of a text or an escaped url, as a regular expression's source; one that is a UUID or a SID looks like any other. */
export const pseudonymShape = [
  `${begin}(?:[Nn]ame(?:[ +-]|${escapeMark}20)|[Uu]ser-|[Tt]enant-)[0-9a-f]{8}(?![0-9A-Za-z])`,
  `${begin}pseudo[A-Za-z0-9]{10,}={0,2}`,
  String.raw`${begin}00000000(?:[0-9a-f]{8,}|[0-9A-F]{8,})\b`,
  // A UUID without its hyphens.
  String.raw`${begin}(?:[0-9a-f]{12}8{8}[0-9a-f]{12}|[0-9A-F]{12}8{8}[0-9A-F]{12})\b`,
  String.raw`${begin}2[45]\d(?:\.\d{1,3}){3}\b`,
  String.raw`${begin}2001${colon}db8(?:${colon}[0-9a-f]{1,4}){6}\b`,
  String.raw`${begin}S-1-5-21-888888888(?:-\d{1,10})+\b`,
  // A telephone number, or a number of seven digits and more, as it was written.
  String.raw`(?:(?<![\w.]|[\w.]-)|${afterEscape})(?:\+|${escapeMark}2B)?(?:\(|${escapeMark}28)?9${gap}9${gap}9(?:${gap}\d){4,}\b`,
].join('|');

export const guidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Version 8 and variant 8 of RFC 9562, each written out: no service makes such ids. */
const ownGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8888-8888-[0-9a-f]{12}$/i;

/** A UUID for a UUID. */
export function pseudoGuid(table: PseudonymTable, guid: string): string {
  const canonical = guid.toLowerCase();
  if (ownGuid.test(canonical)) return guid;
  return table.of('guid', canonical, (bytes) => {
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8888-8888-${hex.slice(12, 24)}`;
  });
}

const ownText = /^(?:Name |name-|user-)[0-9a-f]{8}$/;

/** Words that pseudonyms begin with. */
export const pseudonymWords: ReadonlySet<string> = new Set(['Name', 'name', 'user']);

/** A made-up text: of several words, or of one. */
export function pseudoText(table: PseudonymTable, text: string): string {
  if (ownText.test(text)) return text;
  const separator = /\s/.test(text) ? ' ' : '-';
  return table.of('word', text.normalize('NFC'), (bytes) =>
    separator === ' ' ? `Name ${bytes.toString('hex', 0, 4)}` : `name-${bytes.toString('hex', 0, 4)}`,
  );
}

/** A name of a host; a file's name looks the same but for its end. */
export const domainForm =
  /^(?=.{4,253}$)(?!.*\.(?:csv|docx?|xlsx?|pptx?|pdf|txt|json|xml|html?|png|jpe?g|zip)$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u;

/** No one can register `.example`: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
export function pseudoDomain(table: PseudonymTable, domain: string): string {
  const canonical = domain.toLowerCase().normalize('NFC');
  if (/(?:^|\.)example(?:\.(?:com|net|org))?$/.test(canonical)) return domain;
  const suffix = ['onmicrosoft.com', 'sharepoint.com'].find((one) => canonical.endsWith(`.${one}`));
  const inner = suffix === undefined ? '' : `.${suffix.slice(0, suffix.indexOf('.'))}`;
  const shown = table.of('domain', canonical, (bytes) => `tenant-${bytes.toString('hex', 0, 4)}${inner}.example`);
  return inTheCaseOf(domain, shown);
}

/** The spelling is kept, because exact comparisons distinguish two spellings of one address. */
function inTheCaseOf(text: string, shown: string): string {
  return text === text.toLowerCase() ? shown : shown.charAt(0).toUpperCase() + shown.slice(1);
}

/**
 * A guest's user principal name contains an address of another tenant:
 * `adele_contoso.com#EXT#@fabrikam.onmicrosoft.com`.
 */
const guestForm = /^(.+)_([^_@]+)#EXT#@([^@]+)$/i;

/** An address or user principal name: person and domain have separate pseudonyms. */
export function pseudoMail(table: PseudonymTable, mail: string): string {
  const guest = guestForm.exec(mail);
  if (guest !== null) {
    const [, user = '', home = '', domain = ''] = guest;
    const address = pseudoMail(table, `${user}@${home}`).replace('@', '_');
    return `${address}#EXT#@${pseudoDomain(table, domain)}`;
  }
  const at = mail.lastIndexOf('@');
  const [user, domain] = [mail.slice(0, at), mail.slice(at + 1)];
  const where = pseudoDomain(table, domain);
  if (/^user-[0-9a-f]{8}$/i.test(user) && where === domain) return mail;
  const canonical = `${user.toLowerCase().normalize('NFC')}@${domain.toLowerCase()}`;
  const who = table.of('user', canonical, (bytes) => `user-${bytes.toString('hex', 0, 4)}`);
  return `${inTheCaseOf(user, who)}@${where}`;
}

export const sidForm = /^S-1-\d{1,3}(?:-\d{1,10}){1,15}$/;

/** The security identifier of a cloud object is its id, written otherwise: so is its pseudonym. */
export function pseudoSid(table: PseudonymTable, sid: string): string {
  const parts = sid.split('-').slice(3).map(Number);
  if (sid.startsWith('S-1-12-1-') && parts.length === 5) {
    return `S-1-12-1-${sidParts(pseudoGuid(table, guidOfSid(parts.slice(1)))).join('-')}`;
  }
  // No well-known SID is that long.
  if (!sid.startsWith('S-1-5-21-') || sid.startsWith('S-1-5-21-888888888-')) return sid;
  return table.of('sid', sid, (bytes) => {
    const numbers = parts.slice(2).map((_, index) => bytes.readUInt32LE(index * 4));
    return ['S-1-5-21-888888888', ...numbers].join('-');
  });
}

function guidOfSid(parts: readonly number[]): string {
  const bytes = Buffer.alloc(16);
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part >>> 0, index * 4);
  const hex = (from: number, to: number) => bytes.subarray(from, to).toString('hex');
  const reversed = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).reverse().toString('hex');
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), hex(8, 10), hex(10, 16)].join('-');
}

function sidParts(guid: string): readonly number[] {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.split('-');
  const reversed = [a, b, c].map((hex) => Buffer.from(hex, 'hex').reverse());
  const bytes = Buffer.concat([...reversed, Buffer.from(d, 'hex'), Buffer.from(e, 'hex')]);
  return [0, 4, 8, 12].map((at) => bytes.readUInt32LE(at));
}

const ownAddress = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^(?:24\d|25[0-5])(?:\.\d+){3}$|^2001:db8:/i;

/**
 * Addresses that no host has: of RFC 3849, and of RFC 1112 section 4, because the 768 of RFC 5737 are too few to give
 * each address its own.
 */
export function pseudoAddress(table: PseudonymTable, address: string): string {
  if (ownAddress.test(address) || ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(address)) return address;
  if (isIPv4(address)) {
    return table.of('address', address, ([a = 0, b = 0, c = 0, d = 0]) => `${240 + (a & 15)}.${b}.${c}.${d}`);
  }
  return table.of('address', address.toLowerCase(), (bytes) => {
    const groups = [0, 2, 4, 6, 8, 10].map((at) => bytes.readUInt16BE(at).toString(16));
    return `2001:db8:${groups.join(':')}`;
  });
}

export const isAddress = (text: string): boolean => isIPv4(text) || (text.includes(':') && isIPv6(text));

export const phoneForm = /^\+?[\d ().-]{7,24}$/;

/** A telephone number, or any number of seven digits and more: `999` is no country's. */
export function pseudoNumber(table: PseudonymTable, number: string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('999')) return number;
  const drawn = table.of('number', digits, (bytes, draw) => {
    const some = BigInt(`0x${bytes.toString('hex', 0, 20)}`)
      .toString()
      .padStart(48, '0');
    return `999${some.slice(-(digits.length - 3 + Math.floor(draw / 100)))}`;
  });
  let at = 0;
  const shown = number.replace(/\d/g, () => drawn[at++] ?? '0');
  return shown + drawn.slice(at);
}

/** Opaque words: 16 or more characters of base64, base64url or hexadecimal digits. */
export const tokenForm = /^[\w+/-]{16,}={0,2}$/;
const hexForm = /^(?:[0-9a-f]+|[0-9A-F]+)$/;

/** An opaque word of the same length and alphabet. */
export function pseudoToken(table: PseudonymTable, token: string): string {
  const bare = token.replace(/=+$/, '');
  const padding = token.slice(bare.length);
  if (/^pseudo|^00000000/i.test(bare)) return token;
  return table.of('token', token, (bytes) => {
    const length = Math.max(0, bare.length);
    if (!hexForm.test(bare))
      return `pseudo${stretched(bytes, 'base64url', length - 6)
        .replaceAll('_', 'x')
        .replaceAll('-', 'y')}${padding}`;
    const hex = `00000000${stretched(bytes, 'hex', length - 8)}`;
    return /[A-F]/.test(bare) ? hex.toUpperCase() : hex;
  });
}

function stretched(bytes: Buffer, encoding: 'base64url' | 'hex', length: number): string {
  const text = bytes.toString(encoding);
  // A long text repeats the same bytes: only the length matters.
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}
