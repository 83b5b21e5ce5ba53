import { chmod, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isShipped } from '../../diagnostics/library-path.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Source } from '../../diagnostics/source.ts';
import { randomWord } from '../../harness/harness.ts';
import { type FileHabits, openFileSink } from '../../report/files/write-file.ts';
import { repositoryPath, repositoryRoot } from '../../report/wording/repository-path.ts';
import type { Streams } from './streams.ts';

/**
 * Replaces a user's file, completely or not at all, if it was not changed since it was read; its permissions are kept.
 * Problems: `file-changed`, and those of writing a file.
 */
export async function rewriteFile({ path, text: before }: Source, text: string): Promise<Problem | undefined> {
  if (!isShipped(path) && (await readFile(path, 'utf8').catch(() => undefined)) !== before) {
    const message = `${path} was changed by another program; it is unchanged`;
    return { code: 'file-changed', message, fix: 'run again' };
  }
  const mode = (await stat(path).catch(() => undefined))?.mode ?? 0o644;
  const problem = await writeWhole(path, text, { replaces: 'any' });
  if (problem === undefined) await chmod(path, mode & 0o777);
  return problem;
}

/** Writes a file of a project, completely or not at all. `synced`: it survives a power failure. */
export async function writeWhole(
  path: string,
  text: string,
  { replaces, synced = true }: Pick<FileHabits, 'replaces' | 'synced'>,
): Promise<Problem | undefined> {
  const sink = openFileSink(path, randomWord(), { replaces, synced, shared: true });
  if (!sink.ok) return sink.problems[0];
  sink.value.write(text);
  await sink.value.end();
  return sink.value.problems()[0];
}

/** A file that a flag may request: without a path it is not written. */
type AskedFile = Pick<FileHabits, 'replaces'> & {
  readonly path: string | undefined;
  readonly text: () => string | Promise<string>;
};

/**
 * Writes the requested files, and names each on stderr, because stdout may be JSON. Returns why others were not
 * written.
 */
export async function writeAsked(
  files: readonly AskedFile[],
  { stderr }: Pick<Streams, 'stderr'>,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { path, text, replaces } of files) {
    if (path === undefined) continue;
    const problem = await writeWhole(path, await text(), { replaces });
    if (problem !== undefined) problems.push(problem);
    else stderr.write(`written: ${safeLine(path)}\n`);
  }
  return problems;
}

/**
 * The same change as a patch for `git apply`: the file is named from the root of its checkout, regardless of the
 * working directory. Empty if nothing changes.
 */
export async function filePatch({ path, text: before }: Source, text: string): Promise<string> {
  if (before === text) return '';
  const { formatPatch, structuredPatch } = await import('diff');
  const name = repositoryPath(path, repositoryRoot({}, dirname(path)));
  const patch = structuredPatch(`a/${name}`, `b/${name}`, before, text, undefined, undefined, { context: 3 });
  return formatPatch({ ...patch, isGit: true });
}
