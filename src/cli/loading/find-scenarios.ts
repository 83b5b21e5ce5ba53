import { join, normalize } from 'node:path';
import { failure, type Outcome, type Problem, unlessProblems } from '../../diagnostics/problem.ts';
import { filesMatching, filesOf } from './files-of.ts';

const everyScenario = '**/*.scenario.{yaml,yml}';
const defaultFolder = 'scenarios';

/**
 * The scenario files that operands name: files, folders (all below them) and globs; without operands all below
 * `scenarios/`. Sorted and without duplicates. Problems: `nothing-selected`.
 */
export async function findScenarios(operands: readonly string[]): Promise<Outcome<readonly string[]>> {
  const problems: Problem[] = [];
  const found = new Set<string>();
  for (const operand of operands.length === 0 ? [defaultFolder] : operands) {
    const files = await filesOf(operand, (folder) => filesMatching(join(folder, everyScenario)));
    for (const file of files) found.add(normalize(file));
    if (files.length === 0) problems.push(...nothingIn(operand, operands.length === 0).problems);
  }
  return unlessProblems(problems, () => [...found].sort());
}

function nothingIn(operand: string, byDefault: boolean): ReturnType<typeof failure> {
  const fix = byDefault ? 'name a scenario file, a folder or a glob' : 'scenario files are named `*.scenario.yaml`';
  return failure([{ code: 'nothing-selected', message: `no scenario is found in \`${operand}\``, fix }]);
}
