import { existsSync } from 'node:fs';
import path, { dirname, join, type PlatformPath, resolve } from 'node:path';
import { isShipped } from '../../diagnostics/library-path.ts';

/**
 * A file as CI systems name it: relative to the root of the checkout, with slashes, regardless of the working
 * directory. Unchanged if the checkout is unknown or does not contain the file.
 */
export function repositoryPath(file: string, root: string | undefined, system: PlatformPath = path): string {
  if (root === undefined || root === '' || isShipped(file)) return file;
  const { relative, sep, isAbsolute } = system;
  const inside = relative(root, system.resolve(file));
  const isOutside = inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside);
  return isOutside ? file : inside.split(sep).join('/');
}

/** The variables in which CI systems name the checkout. */
const rootVariables = ['GITHUB_WORKSPACE', 'BUILD_SOURCESDIRECTORY', 'CI_PROJECT_DIR'];

/** The root of the checkout: from the CI system, else the nearest parent folder that is a Git repository. */
export function repositoryRoot(
  variables: { readonly [name: string]: string | undefined },
  folder: string,
): string | undefined {
  const named = rootVariables.map((name) => variables[name] ?? '').find((value) => value !== '');
  return named ?? nearestCheckout(resolve(folder));
}

function nearestCheckout(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? undefined : nearestCheckout(dirname(folder));
}
