import { describe, expect, test } from 'vitest';
import { type DiskCall, simulatedDisk, systemError } from '../../../test/support/tenant/simulated-disk.ts';
import { Entries } from './entries.ts';
import { writeWhole } from './files.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { removeExpired, settle } from './run-folder.ts';

const folder = '/runs';
const intent: LedgerRecord = {
  kind: 'intent',
  id: 1,
  step: 'create',
  actor: 'admin',
  method: 'POST',
  url: '/v1.0/groups',
  delete: '/v1.0/groups/1',
  captures: {},
};
const until = '2026-12-20T08:00:00Z';
const created: LedgerRecord = { kind: 'created', id: 1, delete: '/v1.0/groups/1' };

function settled(records: readonly LedgerRecord[], isDamaged = false, path = '/runs/r.jsonl') {
  const disk = simulatedDisk();
  disk.put(path, 'a ledger');
  disk.put('/runs/r.state.json', 'a state');
  const entries = new Entries();
  for (const record of records) entries.add(record);
  settle({ path, run: 'r', entries, isDamaged }, { folder, files: disk });
  return disk.paths().filter((one) => one.includes('r.'));
}

describe('once no process works on a run, its ledger', () => {
  const kept = '/runs/deleted/2026-12-21/r.jsonl';

  test.each<readonly [string, readonly LedgerRecord[], readonly string[]]>([
    ['of which nothing is left goes', [intent, { kind: 'not-created', id: 1 }], []],
    ['with something open stays', [intent, created], ['/runs/r.jsonl']],
    [
      'of which the recycle bin keeps something goes to its day',
      [intent, created, { kind: 'deleted', id: 1, until }],
      [kept],
    ],
    [
      'for which a person answered stays',
      [intent, { kind: 'forgotten', id: 1, who: 'me', why: 'mine', at: until }],
      ['/runs/r.jsonl'],
    ],
    [
      'that waits for a person stays, with its state',
      [{ kind: 'waiting', step: 'attest', sha256: 'ab' }],
      ['/runs/r.jsonl', '/runs/r.state.json'],
    ],
  ])('%s', (_, records, left) => expect([...settled(records)].sort()).toEqual(left));

  test('with unreadable lines stays', () => expect(settled([], true)).toEqual(['/runs/r.jsonl']));

  test('comes back from the day of its recycle bin when something of it is open again', () => {
    expect(settled([intent, created], false, kept)).toEqual(['/runs/r.jsonl']);
  });
});

test('where the recycle bin has nothing left, the ledgers go, and the folder of their day', () => {
  const disk = simulatedDisk();
  for (const day of ['2026-12-19', '2026-12-20', '2026-12-21', 'another']) disk.put(`/runs/deleted/${day}/r.jsonl`, '');
  removeExpired({ folder, files: disk }, Date.parse('2026-12-20T00:00:00Z'));
  expect([...disk.list('/runs/deleted')].sort()).toEqual(['2026-12-21', 'another']);
  expect(disk.list('/runs/deleted/another')).toEqual(['r.jsonl']);
});

test.each<DiskCall>(['writeSynced', 'rename', 'syncFolder'])(
  'a file whose %s fails is not there, and neither is what it would have been',
  async (failing) => {
    const disk = simulatedDisk((name, path) => {
      if (name === failing && path.startsWith('/runs')) throw systemError('EIO');
    });
    disk.put('/runs/other', '');
    await expect(writeWhole('/runs/state', Buffer.from('text'), disk)).rejects.toThrow('EIO');
    expect(disk.paths().filter((path) => path.endsWith('.tmp'))).toEqual([]);
  },
);
