import { shellWord } from '../../diagnostics/shell-word.ts';
import type { ScenarioResult } from '../../run/result.ts';

/**
 * The command that runs just one step again. `repeated`: flags and their values that the run was given and needs again;
 * who reads a stored result does not know them, and has to name the tenant of a live run.
 */
export function againCommand(
  scenario: Pick<ScenarioResult, 'file' | 'row' | 'against'>,
  stepId: string,
  repeated: readonly string[] = [],
): string {
  const { against, row } = scenario;
  // A path that starts with a hyphen would be read as an option.
  const file = scenario.file.startsWith('-') ? `./${scenario.file}` : scenario.file;
  const words = ['npx', 'tutorial-replay', 'run', file, ...(row === undefined ? [] : ['-t', row]), '--only', stepId];
  if (against !== 'recorded') words.push('--against', against);
  if (against === 'live' && !repeated.includes('--tenant')) words.push('--tenant', 'ID');
  return [...words, ...repeated].map(shellWord).join(' ');
}
