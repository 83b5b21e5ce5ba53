import { type Problem, problemsOf, type Result } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Source } from '../../diagnostics/source.ts';
import { readUsedFiles } from '../../format/scenario/compose/used-files.ts';
import { largestScenarioBytes } from '../../format/scenario/load-scenario.ts';
import { findScenarios } from '../loading/find-scenarios.ts';
import { standardInput } from '../loading/standard-input.ts';
import { rewriteFile } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';

export type Rewriting = {
  /** The files of shared steps that a scenario uses are rewritten, too. */
  readonly withShared?: boolean;
  readonly rewrite: (source: Source) => Result<string>;
  /** The change of a file, as it is printed. */
  readonly done: string;
};

/** Rewrites scenarios, each completely or not at all, and prints their names. */
export async function rewriteScenarios(
  operands: readonly string[],
  { rewrite, done, withShared = false }: Rewriting,
  { stdout }: Streams,
): Promise<readonly Problem[]> {
  const files = await findScenarios(operands);
  if (!files.ok) return files.problems;
  const problems: Problem[] = [];
  if (operands.includes(standardInput)) {
    const fix = 'save the scenario as `*.scenario.yaml`, and name that';
    return [{ code: 'usage', message: 'standard input cannot be rewritten', fix }];
  }
  // A file that is added to the set during iteration is visited, too.
  const waiting = new Set(files.value);
  for (const file of waiting) {
    const source = await readSource(file, largestScenarioBytes);
    if (source.ok && withShared) {
      for (const [path, used] of await readUsedFiles(source.value)) if (used.ok) waiting.add(path);
    }
    const text = source.ok ? rewrite(source.value) : source;
    if (!source.ok || !text.ok) {
      problems.push(...problemsOf(text));
      continue;
    }
    if (text.value === source.value.text) continue;
    const fault = await rewriteFile(source.value, text.value);
    if (fault === undefined) stdout.write(`${safeLine(file)}: ${done}\n`);
    else problems.push(fault);
  }
  return problems;
}
