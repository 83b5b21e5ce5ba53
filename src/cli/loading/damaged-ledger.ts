import { safeLine } from '../../diagnostics/safe-text.ts';
import type { storedRuns } from '../../harness/harness.ts';

/** A ledger of which not every line can be used. */
export type DamagedLedger = Awaited<ReturnType<typeof storedRuns>>['damaged'][number];

/** Where a ledger is damaged, how, and what it may have known. */
export function damageLine({ path, line, lines, why, orphans }: DamagedLedger): string {
  const place = why === 'no-file' ? safeLine(path) : `${safeLine(path)}:${line}`;
  const more = lines > 1 ? ` (and ${lines - 1} more after it)` : '';
  const known = orphans.length === 0 ? '' : `; it names ${orphans.map(safeLine).join(', ')}`;
  return `${place}${more} ${causes[why]}: what that run left is not fully known${known}`;
}

export const damageFix = 'look for what the run created, delete it, then remove the file';

const causes: { readonly [why in DamagedLedger['why']]: string } = {
  unreadable: 'cannot be read',
  'missing-before': 'refers to a line that is missing',
  'other-version': 'was written by another release of tutorial-replay',
  emptied: 'is missing: the file has been emptied or cut',
  'no-file': 'cannot be read',
};
