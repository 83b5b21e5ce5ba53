import { join } from 'node:path';

export type CacheFolderOptions = {
  readonly platform: NodeJS.Platform;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly home: string;
};

/** The folder for what can be made again, of this user alone, by each platform's custom. */
export function cacheFolder({ platform, environment, home }: CacheFolderOptions): string {
  const own = 'tutorial-replay';
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), own, 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', own);
  const given = environment['XDG_CACHE_HOME'];
  // The XDG specification: relative paths are invalid.
  return join(given?.startsWith('/') === true ? given : join(home, '.cache'), own);
}
