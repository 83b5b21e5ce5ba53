import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../output/cache-folder.ts';
import type { Streams } from '../output/streams.ts';

/** The folder of fetched metadata and of files derived from it. */
export function metadataFolder({ environment }: Streams): string {
  return join(cacheFolder({ platform: process.platform, environment, home: homedir() }), 'metadata');
}

/** The file of one version. */
export function pulledFile(version: string, streams: Streams): string {
  return join(metadataFolder(streams), `${version}.xml`);
}
