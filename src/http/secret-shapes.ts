/**
 * What secrets look like wherever they stand. A shape is named so that a finding can be told without its value. Written
 * against the published forms of each token kind, with no rule about what must follow.
 */
export const secretShapes: { readonly [name: string]: RegExp } = {
  jwt: /eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}/,
  'entra-client-secret': /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/,
  'sas-signature': /[?&;]sig=[A-Za-z0-9%/+=_-]{20,}/i,
  'account-key': /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/=]{20,}/i,
  'private-key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  bearer: /\bBearer\s+[A-Za-z0-9._~+/-]{20,}/i,
  'teams-webhook': /https:\/\/[a-z0-9.-]+\.webhook\.office\.com\/webhookb2\/[A-Za-z0-9@/-]{20,}/i,
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
