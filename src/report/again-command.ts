import { safeLine } from '../diagnostics/safe-text.ts';
import type { ScenarioResult } from '../run/result.ts';

/** The command that runs just one step again. */
export function againCommand(scenario: Pick<ScenarioResult, 'file' | 'against'>, stepId: string): string {
  const against = scenario.against === 'recorded' ? '' : ` --against ${scenario.against}`;
  // A path that starts with a hyphen would be read as an option.
  const file = scenario.file.startsWith('-') ? `./${scenario.file}` : scenario.file;
  return `npx tutorial-replay run ${shellWord(file)} --only ${shellWord(stepId)}${against}`;
}

/** A word for a POSIX shell: quoted where it has to be. */
function shellWord(word: string): string {
  const safe = safeLine(word);
  return /^[\w./@%+=:,-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
