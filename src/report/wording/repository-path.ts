import { existsSync } from 'node:fs';
import path, { dirname, join, type PlatformPath, resolve } from 'node:path';
import { isShipped } from '../../diagnostics/library-path.ts';

/**
 * A file as CI systems name it: from the root of the checkout, with slashes, wherever the process stands. As it is where
 * no one says which checkout, or the file lies elsewhere.
 */
export function repositoryPath(file: string, root: string | undefined, system: PlatformPath = path): string {
  if (root === undefined || root === '' || isShipped(file)) return file;
  const { relative, sep, isAbsolute } = system;
  const inside = relative(root, system.resolve(file));
  const isOutside = inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside);
  return isOutside ? file : inside.split(sep).join('/');
}

/** The variables in which CI systems say where the checkout is. */
const rootVariables = ['GITHUB_WORKSPACE', 'BUILD_SOURCESDIRECTORY', 'CI_PROJECT_DIR'];

/** The root of the checkout: where the CI system says it is, else the nearest folder from here up that Git knows. */
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
