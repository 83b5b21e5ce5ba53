import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../output/cache-folder.ts';
import type { Streams } from '../output/streams.ts';

/** Where metadata that was fetched is kept, and what was made of it. */
export function metadataFolder({ environment }: Streams): string {
  return join(cacheFolder({ platform: process.platform, environment, home: homedir() }), 'metadata');
}

/** The file of one version. */
export function pulledFile(version: string, streams: Streams): string {
  return join(metadataFolder(streams), `${version}.xml`);
}
