import path, { type PlatformPath } from 'node:path';

/**
 * The name under which a file is reported and stored: the shortest, with slashes on every system, so that results and
 * histories from different systems use the same name. `system`: default: this one.
 */
export function fileName(file: string, system: PlatformPath = path): string {
  return system.normalize(file).split(system.sep).join('/');
}
