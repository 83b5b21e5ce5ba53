import { type Outcome, success } from '../../diagnostics/problem.ts';
import type { ReportEnvironment } from '../../report/wording/reporter.ts';

/** What the doctor found, as reports take it. Problems: `readiness-invalid`, and those of reading a file. */
export async function readinessOf(file: string | undefined): Promise<Outcome<Pick<ReportEnvironment, 'readiness'>>> {
  if (file === undefined) return success({});
  const { loadReadiness } = await import('../../tenant/doctor/load-readiness.ts');
  const read = await loadReadiness(file);
  return read.ok ? success({ readiness: read.value }) : read;
}
