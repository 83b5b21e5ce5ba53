import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. Node's own `recursive` does not return where a file system answers that a folder cannot be
 * there (`/proc`, some network drives): it goes up and down for ever. The first that was made; throws what the system says.
 */
export function makeFolder(folder: string, mode?: number): string | undefined {
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
    // Whatever the system says of a folder that is there (`EEXIST`, of a drive `EPERM`, of a read-only disk `EROFS`): it is there.
    if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) throw error;
    return undefined;
  }
}
