import { type Result, success } from '../diagnostics/problem.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Seed } from '../sandbox/packs/directory/seed/seed.ts';

/** Reads the initial state of a sandbox. Problems: `seed-invalid`, `yaml-…`, and those of reading a file. */
export async function loadSeeds(paths: readonly string[]): Promise<Result<readonly Seed[]>> {
  if (paths.length === 0) return success([]);
  const seeds = await import('../sandbox/packs/directory/seed/load-seed.ts');
  return seeds.loadSeeds(paths);
}

/** Reads beta's own metadata. Problems: those of reading a file, `metadata-invalid`. */
export async function loadBeta(path: string | undefined): Promise<Result<Metadata | undefined>> {
  if (path === undefined) return success(undefined);
  const { loadMetadata } = await import('../metadata/load-metadata.ts');
  return loadMetadata(path);
}
