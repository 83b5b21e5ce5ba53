import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * A file as CI systems name it: from the root of the checkout, with slashes, wherever the process stands. As it is where
 * no one says which checkout, or the file lies elsewhere.
 */
export function repositoryPath(file: string, root: string | undefined): string {
  if (root === undefined || root === '') return file;
  const path = relative(root, resolve(file));
  return path === '' || path.split(sep)[0] === '..' || isAbsolute(path) ? file : path.split(sep).join('/');
}
