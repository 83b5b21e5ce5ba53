import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and its parents. Node's own `recursive` does not return if a file system reports that a folder cannot
 * exist there (`/proc`, some network drives): it loops forever. Returns the first folder that was made; throws the
 * error of the system.
 */
export function makeFolder(folder: string, mode?: number): string | undefined {
  // Checked first, because most folders exist, and an error of the system costs ten times as much.
  if (isFolder(folder)) return undefined;
  try {
    mkdirSync(folder, mode);
    return folder;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const above = dirname(folder);
    if (code === 'ENOENT' && above !== folder && !existsSync(above)) {
      const first = makeFolder(above, mode);
      const made = makeFolder(folder, mode);
      return first ?? made;
    }
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
    return undefined;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
