import path, { type PlatformPath } from 'node:path';

/**
 * The name under which a file is reported and remembered: shortest, and with slashes on every system, so that results and
 * histories of machines with different systems speak of the same file. `system`: default: this one.
 */
export function fileName(file: string, system: PlatformPath = path): string {
  return system.normalize(file).split(system.sep).join('/');
}
