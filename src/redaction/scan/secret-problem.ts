import type { Problem } from '../../diagnostics/problem.ts';
import type { SecretFinding } from './secret-scanner.ts';

/** A finding as a problem: rule and place without an excerpt, because the value must not be shown. `fix`: what to do. */
export function secretProblem(file: string, { rule, name, line, column }: SecretFinding, fix: string): Problem {
  return {
    code: 'secret-found',
    message: name === undefined ? rule : `${rule}, ${name}`,
    at: { file, line, column, endColumn: column + 1, excerpt: [] },
    fix,
  };
}
