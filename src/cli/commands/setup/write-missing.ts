import { existsSync } from 'node:fs';
import type { Problem } from '../../../diagnostics/problem.ts';
import { readSource } from '../../../diagnostics/read-source.ts';
import type { Source } from '../../../diagnostics/source.ts';
import { rewriteFile, writeWhole } from '../../output/rewrite-file.ts';

/** A file to write. With `lines`, an existing file gets the lines that it lacks; otherwise it is unchanged. */
export type FirstFile = Source & { readonly lines?: true };

/** The result of writing a file. */
export type FileWritten = { readonly path: string; readonly did: 'written' | 'completed' | 'kept' };

/** Writes the files that are missing; stops at the first that cannot be written. */
export async function writeMissing(
  files: readonly FirstFile[],
): Promise<{ readonly files: readonly FileWritten[]; readonly problems: readonly Problem[] }> {
  const written: FileWritten[] = [];
  for (const file of files) {
    const { did, problem } = await writeOne(file);
    if (problem !== undefined) return { files: written, problems: [problem] };
    written.push({ path: file.path, did });
  }
  return { files: written, problems: [] };
}

type Done = { readonly did: FileWritten['did']; readonly problem?: Problem | undefined };

async function writeOne({ path, text, lines }: FirstFile): Promise<Done> {
  if (!existsSync(path)) {
    return { did: 'written', problem: await writeWhole(path, text, { replaces: 'none' }) };
  }
  if (lines === undefined) return { did: 'kept' };
  const read = await readSource(path);
  if (!read.ok) return { did: 'kept', problem: read.problems[0] };
  const before = read.value.text;
  const there = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const lacking = text.split('\n').filter((line) => line !== '' && !there.has(line));
  if (lacking.length === 0) return { did: 'kept' };
  const end = before.includes('\r\n') ? '\r\n' : '\n';
  const whole = [
    before === '' || before.endsWith('\n') ? before : before + end,
    ...lacking.map((line) => line + end),
  ].join('');
  return { did: 'completed', problem: await rewriteFile({ path, text: before }, whole) };
}
