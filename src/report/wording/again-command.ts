import { ownCommand } from '../../diagnostics/own-command.ts';
import { shellWord } from '../../diagnostics/shell-word.ts';
import type { ScenarioResult } from '../../run/result.ts';

/**
 * The command that runs just one step again. `repeated`: flags and their values that the run had and needs again; a
 * stored result does not contain them, so the tenant of a live run has to be added by hand.
 */
export function againCommand(
  scenario: Pick<ScenarioResult, 'file' | 'row' | 'against' | 'tenantName'>,
  stepId: string,
  repeated: readonly string[] = [],
): string {
  const { against, row } = scenario;
  // A path that starts with a hyphen would be read as an option.
  const file = scenario.file.startsWith('-') && scenario.file !== '-' ? `./${scenario.file}` : scenario.file;
  const words = ['run', file, ...(row === undefined ? [] : ['-t', row]), '--only', stepId];
  if (against !== 'recorded') words.push('--against', against);
  return [ownCommand, ...[...words, ...placeOf(scenario, repeated)].map(shellWord)].join(' ');
}

/** The tenant, and the flags that are repeated; of a run over many tenants, this one alone. */
function placeOf({ against, tenantName }: Pick<ScenarioResult, 'against' | 'tenantName'>, repeated: readonly string[]) {
  if (against !== 'live') return repeated;
  if (tenantName === undefined) return repeated.includes('--tenant') ? repeated : ['--tenant', 'ID', ...repeated];
  const rest = repeated.filter((word, at) => word !== '--tenant-tags' && repeated[at - 1] !== '--tenant-tags');
  const file = rest.includes('--tenants') ? [] : ['--tenants', 'FILE'];
  return [...file, ...rest, '--tenant-tags', tenantName];
}
