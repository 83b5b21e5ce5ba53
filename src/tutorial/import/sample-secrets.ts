import { findSecret } from '../../redaction/secrets/secret-shapes.ts';

const standIn = 'REDACTED';

/**
 * The text with a placeholder for each sample secret of the page; `undefined` if it contains none. No recording may
 * contain one.
 */
export function withoutSecrets(text: string): string | undefined {
  let left = text;
  for (let found = findSecret(left); found !== undefined; found = findSecret(left)) {
    left = left.slice(0, found.start) + standIn + left.slice(found.end);
    // The text around a placeholder may turn it into a secret again; then the whole text is replaced.
    if (left.length > text.length + standIn.length) return standIn;
  }
  return left === text ? undefined : left;
}
