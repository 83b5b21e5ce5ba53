import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Problem, type Result, unlessProblems } from '../../diagnostics/problem.ts';
import { readError, readSource } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import { type DocumentForm, readDocument } from '../../format/document/read-document.ts';
import { secretIn } from '../../format/document/secret-in.ts';
import { type HistoryRun, historySchema } from './history-run.ts';

const named = /^\d{8}T\d{6}Z-[0-9a-z]{8,}\.json$/;
const largestBytes = 64 * 1024 * 1024;

/** `20261129T083000Z-….json`: names sort by time, and no two machines give the same. */
export function historyFileName(startedAt: string, random: string): string {
  return `${startedAt.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}-${random}.json`;
}

/**
 * The last runs of a history, the oldest first; none if the folder does not exist. Other files in it are ignored.
 * Problems: `history-invalid` and `secret-found` at their places, and those of reading a file.
 */
export async function readHistory(folder: string, last: number): Promise<Result<readonly HistoryRun[]>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    return error;
  });
  if (names instanceof Error) {
    const message = `the history \`${folder}\` cannot be read: ${readError(names)}`;
    return failure([{ code: 'file-unreadable', message, fix: 'name a folder' }]);
  }
  const files = names
    .filter((name) => named.test(name))
    .sort()
    .slice(-last);
  const problems: Problem[] = [];
  const runs: HistoryRun[] = [];
  for (const name of files) {
    const source = await readSource(join(folder, name), largestBytes);
    const run = source.ok ? runIn(source.value) : source;
    if (run.ok) runs.push(run.value);
    else problems.push(...run.problems);
  }
  return unlessProblems(problems, () => runs);
}

function runIn(source: Source): Result<HistoryRun> {
  const fix = 'revoke it, and move the file out of the folder: the other runs are kept';
  const secret = secretIn(source, { code: 'secret-found', fix });
  return secret === undefined ? readDocument(source, form) : failure([secret]);
}

const form: DocumentForm<HistoryRun> = {
  schema: historySchema,
  version: 1,
  code: 'history-invalid',
  fix: 'restore the file, or move it out of the folder: the other runs are kept',
};
