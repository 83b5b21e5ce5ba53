import { safeLine } from '../../diagnostics/safe-text.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import type { Streams } from './streams.ts';

const prefix = 'TUTORIAL_REPLAY_';
const known: readonly string[] = ['TUTORIAL_REPLAY_LEDGER'];

/** Lists the variables with this tool's prefixes that it does not read. */
export function printUnknownVariables({ environment, stderr }: Pick<Streams, 'environment' | 'stderr'>): void {
  const unknown = Object.keys(environment).filter((name) => name.startsWith(prefix) && !known.includes(name));
  for (const name of unknown) {
    printText(`${safeLine(`note: nothing reads the variable ${name}; ${suggestion(name, known)}`)}\n`, stderr);
  }
}
