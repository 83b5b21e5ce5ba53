import { createRequire } from 'node:module';
import type { Problem } from '../../diagnostics/problem.ts';

const name = '@azure/identity';

/**
 * The package that signs in is an optional peer, which only live runs need. The problem where it is missing, with the command that installs it. Problems: `missing-package`.
 */
export function missingSignInPackage(
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): Problem | undefined {
  try {
    resolve(name);
    return undefined;
  } catch {
    return {
      code: 'missing-package',
      message: `live runs sign in with the package ${name}, which is not installed`,
      fix: `run \`npm install --save-dev ${name}@4\``,
    };
  }
}
