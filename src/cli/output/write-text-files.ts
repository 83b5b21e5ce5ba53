import { existsSync } from 'node:fs';
import { placeOfFile } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { writeWhole } from './rewrite-file.ts';

/** Writes files whole, and none of them if one exists. Problems: `file-exists`, `file-unreadable`. */
export async function writeTextFiles(files: readonly Source[], force: boolean): Promise<readonly Problem[]> {
  const existing = force ? [] : files.filter(({ path }) => existsSync(path)).map(thereAlready);
  if (existing.length > 0) return existing;
  const problems = await Promise.all(files.map(({ path, text }) => writeWhole(path, text, { replaces: 'any' })));
  return problems.filter((problem) => problem !== undefined);
}

function thereAlready({ path }: Source): Problem {
  const fix = 'add `--force`, or choose another name with `-o`';
  return { code: 'file-exists', message: 'this file exists already', at: placeOfFile(path), fix };
}
