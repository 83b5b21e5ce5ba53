import { glob, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const leftOut: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** The files that an operand names: a file, a folder (those that `below` finds in it) or a glob. None where nothing is there. */
export async function filesOf(
  operand: string,
  below: (folder: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const kind = await stat(operand).catch(() => undefined);
  if (kind?.isDirectory() === true) return below(operand);
  // What exists is read as it is named, glob characters or not; reading it says what is wrong with it.
  if (kind !== undefined || !/[*?[{]/.test(operand)) return [operand];
  return filesMatching(operand);
}

/** The files that a glob matches. */
export async function filesMatching(pattern: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob(pattern, { exclude: (name) => leftOut.has(name) })) {
    const kind = await stat(file).catch(() => undefined);
    if (kind?.isDirectory() !== true) files.push(file);
  }
  return files;
}

/** Every file below a folder, also those that globs pass over: names that begin with a dot. Links are not followed. */
export async function everyFileBelow(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory() && !leftOut.has(entry.name)) files.push(...(await everyFileBelow(path)));
  }
  return files;
}
