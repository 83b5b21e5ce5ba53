import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { findSecret } from '../../redaction/secrets/secret-shapes.ts';

/** The problem of a file in which something has the shape of a secret, without the excerpt of its line. */
export function secretIn(source: Source, { code, fix }: Pick<Problem, 'code' | 'fix'>): Problem | undefined {
  const secret = findSecret(source.text);
  if (secret === undefined) return undefined;
  const at = { ...placeAt(source, { start: secret.start, end: secret.start + 1 }), excerpt: [] };
  return { code, message: `this looks like a secret (${secret.rule})`, at, ...(fix !== undefined && { fix }) };
}
