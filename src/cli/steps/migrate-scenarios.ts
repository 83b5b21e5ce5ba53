import type { Problem } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import { largestScenarioBytes } from '../../format/scenario/load-scenario.ts';
import { migrated } from '../../format/scenario/version/migrate.ts';
import { findScenarios } from '../loading/find-scenarios.ts';
import { rewriteFile } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';

/** Rewrites scenarios to version 2 of the format, each whole or not at all; prints which. */
export async function migrateScenarios(operands: readonly string[], { stdout }: Streams): Promise<readonly Problem[]> {
  const files = await findScenarios(operands);
  if (!files.ok) return files.problems;
  const problems: Problem[] = [];
  for (const file of files.value) {
    const source = await readSource(file, largestScenarioBytes);
    const text = source.ok ? migrated(source.value) : source;
    if (!source.ok || !text.ok) {
      problems.push(...(text.ok ? [] : text.problems));
      continue;
    }
    if (text.value === source.value.text) continue;
    const fault = await rewriteFile(source.value, text.value);
    if (fault === undefined) stdout.write(`${file}: rewritten to version 2\n`);
    else problems.push(fault);
  }
  return problems;
}
