import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { placeOfFile } from './place.ts';
import type { Problem } from './problem.ts';

/** The prefix of operands that name shipped scenarios, and of their paths. */
export const libraryPrefix = 'library:';

/** The folder of this package, whether it is installed or a checkout; `undefined` where it is neither. */
export function packageFolder(from: string = import.meta.dirname): string | undefined {
  if (existsSync(join(from, 'scenario.schema.json')) && existsSync(join(from, 'package.json'))) return from;
  return dirname(from) === from ? undefined : packageFolder(dirname(from));
}

/**
 * The path of a file on disk: a shipped file is named by its place in the library, wherever the package is installed;
 * any other by its path. The only way from a scenario's path to the file system.
 */
export function placeOnDisk(path: string): string {
  if (!isShipped(path)) return path;
  const folder = packageFolder();
  return folder === undefined ? path : join(folder, 'scenarios', path.slice(libraryPrefix.length));
}

/** Whether a path is of a shipped file, which is read and never written. */
export function isShipped(path: string): boolean {
  return path.startsWith(libraryPrefix);
}

/**
 * Why a path must not be written if it is of a shipped file or of an installed package, which the next install would
 * replace. Folders such as `node_modules/.cache` belong to no package.
 */
export function installedProblem(path: string): Problem | undefined {
  const isInstalled = isShipped(path) || /[/\\]node_modules[/\\][^.]/.test(resolve(path));
  if (!isInstalled) return undefined;
  const message = 'shipped files and files of installed packages are not written';
  const fix = 'copy it, and the files beside it that it uses, into your own folder, and name the copy';
  return { code: 'file-unreadable', message, at: placeOfFile(path), fix };
}
