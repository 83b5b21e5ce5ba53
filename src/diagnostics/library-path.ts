import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
