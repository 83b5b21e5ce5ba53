import { bareKeyMarks, findBareKey } from './bare-key.ts';

/**
 * What secrets look like wherever they stand. A shape is named so that a finding can be reported without its value. Written
 * against the published forms of each token kind, with no rule about what must follow.
 *
 * A text is searched for a shape only where one of the shape's marks is in it, and a search takes time linear in the
 * text and no stack: no expression repeats without a limit, and texts of any length are read in a loop.
 */
export type Shape = {
  /** In lower case: texts without any of them, ignoring case, do not have the shape. */
  readonly marks: readonly string[];
  /** The first from an offset on. */
  readonly find: (text: string, from: number) => Span | undefined;
};

type Span = {
  readonly start: number;
  readonly end: number;
  /** Its end is missing: everything after it may belong to it. */
  readonly isOpen?: true;
};

export const secretShapes: { readonly [rule: string]: Shape } = {
  jwt: { marks: ['.eyj'], find: findJwt },
  'entra-client-secret': shape(['q~'], /[\w~.-]{3}\dQ~[\w~.-]{31}/g),
  // A tenant's or a personal account's refresh tokens and authorization codes; they are opaque but for their beginning.
  'refresh-token': shape(
    ['.agab', '.aqab', 'm.c', 'm.r'],
    /(?<![\w-])(?:[01]\.A[\w-]{20,80}\.A[gQ]AB[\w-]{20}|M\.[CR]\d{1,4}_[A-Z0-9]{2,5}\.[\w!*$.-]{40})/g,
  ),
  'token-field': shape(
    ['_token', 'client_secret', 'client_assertion', 'device_code', 'secrettext', 'encryptedsecret'],
    /(?:access_token|refresh_token|id_token|client_secret|client_assertion|device_code|secretText|encryptedSecret)\\?["']?(?:\s{0,4}[:=]\s{0,4}|%3D)\\?["']?[\w.!*$~+/%-]{20}/gi,
  ),
  'workflow-url': shape(
    ['.logic.azure.', '.powerplatform.com', '.flow.microsoft.com'],
    /(?:\.logic\.azure\.(?:com|us|cn)|\.powerplatform\.com|\.flow\.microsoft\.com)(?=[:/\\])[^\s"'<>]{1,400}?sig(?:=|%3D)[\w%/+=-]{20}/gi,
  ),
  'sas-signature': shape(['sig=', 'sig%3d'], /(?:[?&;]|%3F|%26|\\u0026)sig(?:=|%3D)[\w%/+=-]{20}/gi),
  'account-key': shape(['accountkey', 'accesskey'], /(?:AccountKey|SharedAccessKey|AccessKey)(?:=|%3D)[\w+/=%-]{20}/gi),
  'connection-string': shape(
    ['password=', 'pwd='],
    /(?:Server|Data Source|Host)=[^;\s"]{3,200};(?:[^;"\n]{1,100};){0,10}?(?:Password|Pwd)=[^;\s"'<{$*]{6}/gi,
  ),
  'url-credentials': shape(['://'], /:\/\/[^\s:/?#@"'<>{}$]{1,64}:[^\s:/?#@"'<>{}$*]{6,128}@/g),
  'private-key': { marks: ['private key'], find: findPrivateKey },
  'bare-private-key': { marks: bareKeyMarks, find: findBareKey },
  bearer: shape(['bearer'], /\bBearer(?:\s|%20|\+){1,4}[\w.~+/-]{20}/gi),
  'basic-credentials': shape(
    ['authorization'],
    /Authorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?Basic(?:\s|%20){1,4}[\w+/-]{12}/gi,
  ),
  'teams-webhook': shape(['.webhook.office.com'], /\.webhook\.office\.com\\?\/webhookb2\\?\/[\w@/\\%-]{20}/gi),
};

/** The rules whose marks occur in a text, the only ones that can match in it. */
export function shapesIn(text: string, rules: readonly string[] = allRules): readonly (readonly [string, Shape])[] {
  if (text.length < shortest || !anyMark.test(text)) return [];
  const lower = text.toLowerCase();
  const shapes: (readonly [string, Shape])[] = [];
  for (const rule of rules) {
    const one = secretShapes[rule];
    if (one?.marks.some((mark) => lower.includes(mark))) shapes.push([rule, one]);
  }
  return shapes;
}

/** The first secret-shaped thing in a text: its rule's name and offsets, never its value. */
export function findSecret(
  text: string,
): { readonly rule: string; readonly start: number; readonly end: number } | undefined {
  for (const [rule, { find }] of shapesIn(text)) {
    const found = find(text, 0);
    if (found !== undefined) return { rule, start: found.start, end: found.end };
  }
  return undefined;
}

const allRules = Object.keys(secretShapes);

/** One test for all marks: most texts have none, and a scenario has a thousand texts. */
const anyMark = new RegExp(
  Object.values(secretShapes)
    .flatMap(({ marks }) => marks)
    .map((mark) => mark.replaceAll('.', '\\.'))
    .join('|'),
  'i',
);

/** No shape matches less. */
const shortest = 12;

/** The characters of the rest of a secret: shapes define its beginning. */
const restOfSecret = /[\w.~+/%=*!$-]{1,4096}/y;

function shape(marks: readonly string[], expression: RegExp): Shape {
  const find = (text: string, from: number): Span | undefined => {
    expression.lastIndex = from;
    const match = expression.exec(text);
    return match === null
      ? undefined
      : { start: match.index, end: endOf(restOfSecret, text, match.index + match[0].length) };
  };
  return { marks, find };
}

/** The end of a match that continues beyond the limited length of its expression. */
function endOf(expression: RegExp, text: string, from: number): number {
  let end = from;
  for (;;) {
    expression.lastIndex = end;
    if (!expression.test(text)) return end;
    end = expression.lastIndex;
  }
}

const wordPart = /[\w-]/;

/** Two parts that begin as a JSON object in base64url does, the first of them perhaps in the middle of a word. */
function findJwt(text: string, from: number): Span | undefined {
  for (let dot = text.indexOf('.eyJ', from); dot !== -1; dot = text.indexOf('.eyJ', dot + 1)) {
    if (!longPart.test(text.slice(dot + 4, dot + 14))) continue;
    const head = text.lastIndexOf('eyJ', dot - 13);
    if (head < from || !isWord(text, head, dot)) continue;
    let start = head;
    while (start > from && wordPart.test(text.charAt(start - 1))) start--;
    return { start, end: endOf(restOfSecret, text, dot + 14) };
  }
  return undefined;
}

const longPart = /^[\w-]{10}/;

function isWord(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!wordPart.test(text.charAt(at))) return false;
  return true;
}

/** The first line of a key, or the last one where the first is not there. */
const keyMark = /-----(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
const keyEnd = /-----END [A-Z0-9 ]{1,60}-----/g;
/** No key is longer. */
const longestKey = 20_000;

function findPrivateKey(text: string, from: number): Span | undefined {
  keyMark.lastIndex = from;
  const mark = keyMark.exec(text);
  if (mark === null) return undefined;
  const [start, behind] = [mark.index, keyMark.lastIndex];
  if (mark[1] === 'END') return { start: partsBefore(text, from, start), end: behind };
  keyEnd.lastIndex = behind;
  const end = keyEnd.exec(text.slice(0, behind + longestKey));
  return end === null ? { start, end: behind, isOpen: true } : { start, end: keyEnd.lastIndex };
}

/** Where that begins which may belong to the key that ends at an offset. */
function partsBefore(text: string, from: number, end: number): number {
  let start = end;
  while (start > from && end - start < longestKey && keyPart.test(text.charAt(start - 1))) start--;
  return start;
}

/** Base64, and breaks between lines, also as JSON escapes them. */
const keyPart = /[\w+/=\\\s]/;
