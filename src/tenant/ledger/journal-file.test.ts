import { closeSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type DiskCall,
  type SimulatedDisk,
  simulatedDisk,
  systemError,
} from '../../../test/support/tenant/simulated-disk.ts';
import { diskFiles } from './files.ts';
import { JournalFile, makeFolder } from './journal-file.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { takeLock } from './lock.ts';
import { openRunLedger } from './run-ledger.ts';

const path = '/runs/r.jsonl';
const gone = (id: number): LedgerRecord => ({ kind: 'purged', id });
const line = (...ids: readonly number[]) => ids.map((id) => `{"kind":"purged","id":${id}}\n`).join('');

/** A disk on which the calls named in `failing` fail. */
function failingDisk(): { readonly disk: SimulatedDisk; readonly failing: Set<DiskCall> } {
  const failing = new Set<DiskCall>();
  const disk = simulatedDisk((name) => {
    if (failing.has(name)) throw systemError('EIO');
  });
  disk.put('/runs/other', '');
  return { disk, failing };
}

test('half a line never stays before the next one', async () => {
  const { disk, failing } = failingDisk();
  const file = new JournalFile(path, disk);
  await file.append([gone(1)], { synced: true });
  failing.add('write');
  await expect(file.append([gone(2)], { synced: true })).rejects.toThrow('EIO');
  expect(disk.text(path)).toBe(line(1));
  // Where it cannot be taken back at once, it is before the next line.
  failing.add('truncate');
  await expect(file.append([{ kind: 'created', id: 2, delete: '/x'.repeat(50) }], { synced: true })).rejects.toThrow();
  failing.delete('write');
  await expect(file.append([gone(3)], { synced: true })).rejects.toThrow('EIO');
  failing.delete('truncate');
  await file.append([gone(4)], { synced: true });
  expect(disk.text(path)).toBe(line(1, 4));
});

test('P4 a file that cannot be opened again takes no line, and says why', async () => {
  const { disk, failing } = failingDisk();
  disk.put(path, line(1));
  failing.add('open');
  const file = new JournalFile(path, disk);
  file.resume({ bytes: line(1).length, torn: false });
  failing.delete('open');
  await expect(file.append([gone(2)], { synced: true })).rejects.toThrow('EIO');
  expect(disk.text(path)).toBe(line(1));
});

test('after a sync that failed, nothing is believed to be on disk, and its line is taken back', async () => {
  const { disk, failing } = failingDisk();
  const file = new JournalFile(path, disk);
  await file.append([gone(1)], { synced: true });
  failing.add('sync');
  await expect(file.append([gone(2)], { synced: true })).rejects.toThrow('EIO');
  expect(disk.text(path)).toBe(line(1));
  failing.delete('sync');
  await expect(file.append([gone(3)], { synced: true })).rejects.toThrow('the disk has failed before');
  await file.append([gone(4)], { synced: false });
  expect(disk.text(path)).toBe(line(1, 4));
});

test('a file whose first lines are not known to be on disk is not there', async () => {
  for (const call of ['open', 'writeSynced', 'rename', 'syncFolder'] as const) {
    const { disk, failing } = failingDisk();
    failing.add(call);
    const file = new JournalFile(path, disk);
    await expect(file.append([gone(1)], { synced: true })).rejects.toThrow('EIO');
    expect(disk.paths(), call).toEqual(['/runs/other']);
    failing.delete(call);
    await file.append([gone(1)], { synced: true });
    disk.crash();
    expect(disk.text(path), call).toBe(line(1));
  }
});

test('a disk that takes little at once gets all of it', async () => {
  const { disk } = failingDisk();
  const files = {
    ...disk,
    write: (descriptor: number, bytes: Uint8Array, at: number) => disk.write(descriptor, bytes.subarray(0, 3), at),
    writeSynced: (descriptor: number, bytes: Uint8Array, at: number) =>
      disk.writeSynced(descriptor, bytes.subarray(0, 3), at),
  };
  const file = new JournalFile(path, files);
  await file.append([gone(1)], { synced: true });
  await file.append([gone(2), gone(3)], { synced: true });
  expect(disk.text(path)).toBe(line(1, 2, 3));
  await expect(
    new JournalFile('/runs/none', { ...files, writeSynced: async () => 0 }).append([gone(1)], { synced: true }),
  ).rejects.toThrow('accepts no more bytes');
});

test('an id that no one could find again is written where it cannot be synced', async () => {
  const { disk, failing } = failingDisk();
  const run = { run: 'r', tenant: 't', origin: 'o', scenario: 's', startedAt: '2026-11-22T08:30:00Z', actors: [] };
  const ledger = openRunLedger({ folder: '/runs', pid: 2 ** 22 + 1, files: disk, run });
  const intent = { step: 's', actor: 'a', method: 'POST', url: '/x', delete: '/x/1', captures: {} } as const;
  await ledger.intend(intent);
  failing.add('sync');
  await ledger.created(1, '/x/1');
  expect(disk.text(path)).toContain('"created"');
  // And no other create is sent.
  failing.delete('sync');
  expect(await ledger.intend(intent)).toEqual({ ok: false, message: 'the disk has failed before' });
});

test('the syncs of several runs are waited for at the same time', async () => {
  const { disk } = failingDisk();
  const waiting: (() => void)[] = [];
  const all = 4;
  // None ends before all have begun.
  const writeSynced: SimulatedDisk['writeSynced'] = async (...args) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === all) for (const go of waiting) go();
    });
    return disk.writeSynced(...args);
  };
  const intended = Array.from({ length: all }, (_, at) => {
    const about = { tenant: 't', origin: 'o', scenario: 's', startedAt: '2026-11-22T08:30:00Z', actors: [] };
    const run = { ...about, run: `r${at}` };
    const ledger = openRunLedger({ folder: '/runs', pid: 2 ** 22 + 1, files: { ...disk, writeSynced }, run });
    return ledger.intend({ step: 's', actor: 'a', method: 'POST', url: '/x', delete: '/x/1', captures: {} });
  });
  expect(await Promise.all(intended)).toEqual(Array.from({ length: all }, () => ({ ok: true, id: 1 })));
});

test('a lock that cannot be compared with others is given back', () => {
  const { disk } = failingDisk();
  const list = () => {
    throw systemError('EIO');
  };
  expect(() => takeLock('r', { folder: '/runs', pid: process.pid, files: { ...disk, list } })).toThrow('EIO');
  expect(disk.paths()).toEqual(['/runs/other']);
});

test('on a real disk, syncing asks the system', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const server = createServer();
  try {
    // What is not a file cannot be synced, and only the system knows.
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
    const { fd } = Reflect.get(server, '_handle') as { fd: number };
    await expect(diskFiles.sync(fd)).rejects.toMatchObject({ code: 'EINVAL' });
    expect(await diskFiles.syncFolder(folder)).toBe(true);
    if (process.platform === 'linux') {
      expect(await diskFiles.syncFolder('/proc')).toBe(false);
      const descriptor = diskFiles.open(join(folder, 'file'), 'synced');
      const flags = /^flags:\t(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? '';
      expect(Number.parseInt(flags, 8) & 0o10000, 'O_DSYNC').toBe(0o10000);
      closeSync(descriptor);
    }
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

test('a line that could not be synced, nor taken back, is taken back before the next one', async () => {
  const { disk, failing } = failingDisk();
  const file = new JournalFile(path, disk);
  await file.append([gone(1)], { synced: true });
  failing.add('sync').add('truncate');
  await expect(file.append([gone(222_222)], { synced: true })).rejects.toThrow('EIO');
  failing.clear();
  await file.append([gone(3)], { synced: false });
  expect(disk.text(path)).toBe(line(1, 3));
});

test('a second run with the same id writes nothing', async () => {
  const { disk } = failingDisk();
  const run = {
    run: 'r4n1d-x',
    tenant: 't',
    origin: 'https://h',
    scenario: 's',
    startedAt: '2026-11-22T08:30:00Z',
    actors: [],
  };
  const [first, second] = [1, 2].map(() => openRunLedger({ folder: '/runs', pid: process.pid, files: disk, run }));
  const intent = { step: 's', actor: 'a', method: 'POST', url: '/v1.0/x', delete: '/v1.0/x/1', captures: {} } as const;
  expect(await first?.intend(intent)).toMatchObject({ ok: true });
  const before = disk.text('/runs/r4n1d-x.jsonl');
  expect(await second?.intend(intent)).toMatchObject({ ok: false, message: expect.stringContaining('of the same id') });
  expect(disk.text('/runs/r4n1d-x.jsonl')).toBe(before);
});

test('the folder of all runs is made without a file that stays open', async () => {
  const calls: DiskCall[] = [];
  const disk = simulatedDisk((name) => void calls.push(name));
  await makeFolder('/home/runs', disk);
  expect(disk.text('/home/runs/.gitignore')).toBe('*\n');
  expect(calls.filter((name) => name === 'open' || name === 'close')).toEqual(['open', 'close']);
});

test('a file that is closed twice closes its descriptor once: another file may have the number by then', async () => {
  const { disk } = failingDisk();
  const closed: number[] = [];
  disk.put(path, line(1));
  const file = new JournalFile(path, { ...disk, close: (descriptor) => void closed.push(descriptor) });
  file.resume({ bytes: line(1).length, torn: false });
  file.close();
  file.close();
  expect(closed).toHaveLength(1);
});

test('P4 a reply that comes after the end of the ledger leaves the lines of the run as they are', async () => {
  const { disk } = failingDisk();
  const run = { run: 'r', tenant: 't', origin: 'o', scenario: 's', startedAt: '2026-11-22T08:30:00Z', actors: [] };
  const ledger = openRunLedger({ folder: '/runs', pid: process.pid, files: disk, run });
  const intent = { step: 's', actor: 'a', method: 'POST', url: '/x', delete: '/x/1', captures: {} } as const;
  await ledger.intend(intent);
  await ledger.intend(intent);
  await ledger.end();
  const before = disk.text(path);
  await ledger.created(2, '/x/2');
  expect(disk.text(path)).toBe(before);
  const hasEnded = { ok: false, message: 'the ledger has ended' };
  expect(await ledger.intend(intent)).toEqual(hasEnded);
  expect(await ledger.wait('s', 'the state')).toEqual(hasEnded);
  expect(disk.paths()).toEqual(['/runs/other', path]);
});
