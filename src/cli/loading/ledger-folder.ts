import { join, resolve } from 'node:path';
import type { Streams } from '../output/streams.ts';

/** The folder of ledgers: by the flag or the environment; default: below the working directory. */
export function ledgerFolder(flag: string | undefined, { environment }: Pick<Streams, 'environment'>): string {
  const named = flag ?? environment['TUTORIAL_REPLAY_LEDGER'];
  return resolve(named === undefined || named === '' ? join('.tutorial-replay', 'runs') : named);
}
