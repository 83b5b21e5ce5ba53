import type { Result } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import { parseResult } from '../../report/result/parse-result.ts';
import type { RunResult } from '../../run/result.ts';

/** A result of ten thousand steps has some fifty megabytes; far beyond that, something else was named. */
const largestBytes = 256 * 1024 * 1024;

/** Reads a stored result. Problems: those of reading a file, `result-invalid`. */
export async function readResult(file: string): Promise<Result<RunResult>> {
  const source = await readSource(file, largestBytes);
  return source.ok ? parseResult(source.value) : source;
}
