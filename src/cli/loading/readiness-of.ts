import { stat } from 'node:fs/promises';
import { pathFix } from '../../diagnostics/nearest-path.ts';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Result, success } from '../../diagnostics/problem.ts';
import type { ReportEnvironment } from '../../report/wording/reporter.ts';

type Beside = {
  /** The folder of the pages. */
  readonly pages?: string | undefined;
  /** The file with what the doctor found. */
  readonly readiness?: string | undefined;
};

/**
 * The output of the doctor, for reports; also checks that the folder of the pages exists. Problems: `file-unreadable`,
 * `readiness-invalid`, and those of reading a file.
 */
export async function readinessOf({
  pages,
  readiness: file,
}: Beside): Promise<Result<Pick<ReportEnvironment, 'readiness'>>> {
  if (pages !== undefined && (await stat(pages).catch(() => undefined))?.isDirectory() !== true) {
    const message = 'no such folder of pages';
    return failure([{ code: 'file-unreadable', message, at: placeOfFile(pages), fix: pathFix(pages) }]);
  }
  if (file === undefined) return success({});
  const { loadReadiness } = await import('../../tenant/doctor/load-readiness.ts');
  const read = await loadReadiness(file);
  return read.ok ? success({ readiness: read.value }) : read;
}
