import { readFileSync, writeFileSync } from 'node:fs';
import { stateDigest } from '../../../src/tenant/ledger/memory-ledger.ts';

/** Changes the state of a suspended run, and its digest in the ledger with it. */
export function forgeState(path: string, change: (text: string) => string): void {
  const [text, ledger] = [readFileSync(path, 'utf8'), path.replace('.state.json', '.jsonl')];
  writeFileSync(path, change(text));
  writeFileSync(ledger, readFileSync(ledger, 'utf8').replace(stateDigest(text), stateDigest(change(text))));
}
