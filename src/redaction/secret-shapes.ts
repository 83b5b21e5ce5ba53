/**
 * What secrets look like wherever they stand. A shape is named so that a finding can be told without its value. Written
 * against the published forms of each token kind, with no rule about what must follow. Each takes time linear in the
 * text: what repeats without a limit begins where the same characters cannot stand before it, or ends the shape.
 */
export const secretShapes: { readonly [name: string]: RegExp } = {
  jwt: /(?<![\w-])(?=[\w-]{13,}\.eyJ[\w-]{10})[\w-]*?eyJ[\w-]{10,}\.eyJ[\w-]{10,}/,
  'entra-client-secret': /[\w~.-]{3}\dQ~[\w~.-]{31,34}/,
  // A tenant's or a personal account's refresh tokens and authorization codes; they are opaque but for their beginning.
  'refresh-token': /(?<![\w-])(?:[01]\.A[\w-]{20,80}\.A[gQ]AB[\w-]{20,}|M\.[CR]\d{1,4}_[A-Z0-9]{2,5}\.[\w!*$.-]{40,})/,
  'token-field':
    /(?:access_token|refresh_token|id_token|client_secret|client_assertion|device_code|secretText|encryptedSecret)\\?["']?(?:\s{0,4}[:=]\s{0,4}|%3D)\\?["']?[\w.!*$~+/%-]{20,}/i,
  'workflow-url':
    /(?:\.logic\.azure\.(?:com|us|cn)|\.powerplatform\.com|\.flow\.microsoft\.com)(?=[:/\\])[^\s"'<>]{1,400}?sig(?:=|%3D)[\w%/+=-]{20,}/i,
  'sas-signature': /(?:[?&;]|%3F|%26|\\u0026)sig(?:=|%3D)[\w%/+=-]{20,}/i,
  'account-key': /(?:AccountKey|SharedAccessKey|AccessKey)(?:=|%3D)[\w+/=%-]{20,}/i,
  'connection-string':
    /(?:Server|Data Source|Host)=[^;\s"]{3,200};(?:[^;"\n]{1,100};){0,10}?(?:Password|Pwd)=[^;\s"'<{$*]{6,}/i,
  'url-credentials': /:\/\/[^\s:/?#@"'<>{}$]{1,64}:[^\s:/?#@"'<>{}$*]{6,128}@/,
  'private-key': /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/,
  bearer: /\bBearer(?:\s|%20|\+){1,4}[\w.~+/-]{20,}/i,
  'basic-credentials': /Authorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?Basic(?:\s|%20){1,4}[\w+/-]{12,}/i,
  'teams-webhook': /\.webhook\.office\.com\\?\/webhookb2\\?\/[\w@/\\%-]{20,}/i,
};

/** The first secret-shaped thing in a text: its rule's name and offsets, never its value. */
export function findSecret(
  text: string,
): { readonly rule: string; readonly start: number; readonly end: number } | undefined {
  for (const [rule, shape] of Object.entries(secretShapes)) {
    const match = shape.exec(text);
    if (match !== null) return { rule, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}
