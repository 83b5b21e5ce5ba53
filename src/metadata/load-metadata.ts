import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../diagnostics/make-folder.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';
import { readSource } from '../diagnostics/read-source.ts';
import type { Metadata } from './metadata.ts';
import { readMetadata } from './read-metadata.ts';

/** The whole of Graph's beta is near 5 MB. */
const mostBytes = 32 * 1024 * 1024;
/** Incremented when the form of the index changes: indexes of earlier releases are then ignored. */
const indexVersion = 3;

export type IndexCache = {
  /** A folder of this user alone. */
  readonly folder: string;
  /** For the name of a temporary file. */
  readonly random: string;
};

/**
 * Reads metadata from a file. Making the index of a whole service takes almost a second, so it is cached by the digest
 * of its source. A cache that cannot be used is not a problem. Problems: those of reading a file, `metadata-invalid`.
 */
export async function loadMetadata(path: string, cache?: IndexCache): Promise<Result<Metadata>> {
  const source = await readSource(path, mostBytes);
  if (!source.ok) return failure(source.problems.map(ofMetadata));
  const digest = createHash('sha256').update(source.value.text).digest('hex');
  const kept = cache && join(cache.folder, `${digest}-${indexVersion}.json`);
  const known = kept && (await keptIndex(kept));
  if (known !== undefined && known !== '') return success(known);
  const read = await readMetadata(source.value);
  if (read.ok && cache !== undefined && kept !== undefined) await keep(read.value, kept, cache);
  return read;
}

/** Metadata cannot be split: what is as long as this is not that of a service. */
const ofMetadata = (problem: Problem): Problem =>
  problem.code === 'file-too-large'
    ? { ...problem, fix: 'give the metadata of one version, as the service sends it; that of beta has about 5 MB' }
    : problem;

async function keptIndex(path: string): Promise<Metadata | undefined> {
  try {
    // Written by this program alone, in a folder of this user alone.
    return JSON.parse(await readFile(path, 'utf8')) as Metadata;
  } catch {
    return undefined;
  }
}

async function keep(metadata: Metadata, path: string, { folder, random }: IndexCache): Promise<void> {
  const temporary = `${path}.tmp-${random}`;
  try {
    makeFolder(folder, 0o700);
    await writeFile(temporary, JSON.stringify(metadata), { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch {
    // Then it is made again next time.
  }
}
