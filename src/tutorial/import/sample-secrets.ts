import { findSecret } from '../../redaction/secrets/secret-shapes.ts';

const standIn = 'REDACTED';

/** The text with a stand-in for each sample secret of the page; `undefined` where it holds none. No recording may hold one. */
export function withoutSecrets(text: string): string | undefined {
  let left = text;
  for (let found = findSecret(left); found !== undefined; found = findSecret(left)) {
    left = left.slice(0, found.start) + standIn + left.slice(found.end);
    // What stands around a stand-in may make it one again; then nothing of it stays.
    if (left.length > text.length + standIn.length) return standIn;
  }
  return left === text ? undefined : left;
}
