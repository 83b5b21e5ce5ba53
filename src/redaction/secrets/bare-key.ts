/**
 * Private keys without the line that names them: DER in base64, on one line or over several. By how they begin: RSA in PKCS #8
 * and #1, a PKCS #12 file, elliptic curves in PKCS #8 and SEC 1, Ed25519, X25519 and Ed448.
 */
const beginning =
  /(?<![A-Za-z0-9+/])M(?:II[A-Za-z0-9+/]{3}(?:IBADANBgkqhkiG9w0BAQEFAASC|IBAAK[BC]|IBAzCC)|I[GH][A-Za-z0-9+/]AgE(?:AMB[AM]GByqGSM49AgEG|BB[DE])|H[A-Za-z0-9+/]CAQEEI|C4CAQAwBQYDK2V[uw]BCIEI|EcCAQAwBQYDK2VxBDs)[A-Za-z0-9+/]{16}/g;

/** Texts in lower case, one of which every such line contains. */
export const bareKeyMarks: readonly string[] = [
  'ibadanbgkqhkig9w0baqefaasc',
  'ibaak',
  'ibazcc',
  'ageamb',
  'agebb',
  'caqeei',
  'caqawbqydk2v',
];

/** A line of base64, and the break before another one, also as JSON escapes it. */
const line = /[A-Za-z0-9+/=]{1,4096}(?:(?:\\{1,3}[rn]|[\r\n]){1,4}[ \t]{0,40}(?=[A-Za-z0-9+/=]{4}))?/y;

/** From an offset on, where such a key begins and ends. */
export function findBareKey(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  beginning.lastIndex = from;
  const begin = beginning.exec(text);
  if (begin === null) return undefined;
  line.lastIndex = begin.index;
  let end = begin.index;
  while (line.test(text)) end = line.lastIndex;
  return { start: begin.index, end };
}

/** Where in a text such keys may begin. */
export const bareKeyBeginning = beginning.source;
