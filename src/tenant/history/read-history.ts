import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { placeAt } from '../../diagnostics/place.ts';
import {
  failure,
  firstProblems,
  type Outcome,
  type Problem,
  success,
  unlessProblems,
} from '../../diagnostics/problem.ts';
import { readError, readSource } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import { isJsonObject, property } from '../../json/json.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import { type HistoryRun, historySchema } from './history-run.ts';

const named = /^\d{8}T\d{6}Z-[0-9a-z]{8,}\.json$/;
const largestBytes = 64 * 1024 * 1024;

/** `20261129T083000Z-….json`: names sort by time, and no two machines give the same. */
export function historyFileName(startedAt: string, random: string): string {
  return `${startedAt.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}-${random}.json`;
}

/**
 * The last runs of a history, the oldest first; a folder that is not there has none. Other files in it are no user's
 * business. Problems: `history-invalid` at its place, and those of reading a file.
 */
export async function readHistory(folder: string, last: number): Promise<Outcome<readonly HistoryRun[]>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    return error;
  });
  if (names instanceof Error) {
    const message = `the history \`${folder}\` ${readError(names)}`;
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
    const run = source.ok ? parseHistory(source.value) : source;
    if (run.ok) runs.push(run.value);
    else problems.push(...run.problems);
  }
  return unlessProblems(problems, () => runs);
}

const fix = 'bring the file back as it was, or move it out of the folder: the other runs stay';

/** Reads one run. Problems: `history-invalid`. */
function parseHistory(source: Source): Outcome<HistoryRun> {
  const problem = (message: string, start: number, end = start + 1): Problem => ({
    code: 'history-invalid',
    message,
    at: placeAt(source, { start, end }),
    fix,
  });
  const read = parseJson(source.text);
  if (!read.ok) return failure([problem(`this is no JSON: ${read.message}`, read.offset)]);
  const version = isJsonObject(read.value) ? property(read.value, 'version') : undefined;
  if (version !== undefined && version !== 1) {
    const { start, end } = locate(source.text, ['version']) ?? { start: 0, end: 1 };
    return failure([problem('this release reads version 1 of a history', start, end)]);
  }
  const parsed = historySchema.safeParse(read.value);
  if (parsed.success) return success(parsed.data);
  const { issues } = parsed.error;
  const shown = issues.slice(0, mostProblems).map(({ path, message }) => {
    const keys = path.map((key) => (typeof key === 'number' ? key : String(key)));
    const { start, end } = locate(source.text, keys) ?? { start: 0, end: 1 };
    return problem(`${keys.join('.') || 'the document'}: ${message}`, start, end);
  });
  return failure(firstProblems(shown, mostProblems, issues.length));
}

const mostProblems = 20;
