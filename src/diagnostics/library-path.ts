import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What an operand begins with that names shipped scenarios, and a path of a file among them. */
export const libraryPrefix = 'library:';

/** The folder of this package, whether it is installed or a checkout; `undefined` where it is neither. */
export function packageFolder(from: string = import.meta.dirname): string | undefined {
  if (existsSync(join(from, 'scenario.schema.json')) && existsSync(join(from, 'package.json'))) return from;
  return dirname(from) === from ? undefined : packageFolder(dirname(from));
}

/**
 * Where a file lies: a shipped one is called by its place in the library, wherever the package lies; any other as it is.
 * The one way from a scenario's path to the file system.
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
