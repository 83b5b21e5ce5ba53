import type { Ledger } from '../../run/ports.ts';
import { stateDigest } from './memory-ledger.ts';
import { placed, type RunPlace } from './run-folder.ts';
import { readState, statePath } from './state-file.ts';
import { type StoredRun, takeFile } from './stored-runs.ts';

export type TakenUp =
  /** The ledger is this process's until `end`; until `goOn` the run still waits. */
  | { readonly kind: 'taken-up'; readonly ledger: Ledger; readonly state: string }
  /** Another process has it, or it is over by now. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'not-suspended' }
  | { readonly kind: 'no-state' }
  /** The state does not match its digest in the ledger. */
  | { readonly kind: 'other-state' };

/** Takes up a run that waits for a person. Its lock keeps other processes out meanwhile. */
export async function takeUp(stored: StoredRun, place: RunPlace): Promise<TakenUp> {
  const at = placed(place);
  const taken = takeFile(stored, at);
  if (taken === undefined) return { kind: 'taken' };
  const { ledger, waiting } = taken;
  const state = waiting && readState(statePath(at.folder, stored.run.run), at.files);
  if (waiting !== undefined && state !== undefined && stateDigest(state) === waiting.sha256) {
    return { kind: 'taken-up', ledger, state };
  }
  await ledger.end();
  if (waiting === undefined) return { kind: 'not-suspended' };
  return { kind: state === undefined ? 'no-state' : 'other-state' };
}
