import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';

const leftOut: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** The files that an operand names: a file, a folder (what `below` matches in it) or a glob. None where nothing is there. */
export async function filesOf(operand: string, below: string): Promise<readonly string[]> {
  const kind = await stat(operand).catch(() => undefined);
  if (kind?.isDirectory() === true) return matching(join(operand, below));
  // What exists is read as it is named, glob characters or not; reading it says what is wrong with it.
  if (kind !== undefined || !/[*?[{]/.test(operand)) return [operand];
  return matching(operand);
}

async function matching(pattern: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob(pattern, { exclude: (name) => leftOut.has(name) })) {
    const kind = await stat(file).catch(() => undefined);
    if (kind?.isDirectory() !== true) files.push(file);
  }
  return files;
}
