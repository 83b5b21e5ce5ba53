import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { simulatedDisk, systemError } from '../../../test/support/tenant/simulated-disk.ts';
import { codeOf, diskFiles, namesIn, writeAll, writeWhole } from './files.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** How many files this process has open below the folder of the test; nothing where the system does not say. */
const openBelow = () => readdirSync('/proc/self/fd').length;

test.skipIf(process.platform !== 'linux')('no call leaves a file open', async () => {
  const path = join(home, 'a');
  writeFileSync(path, 'text');
  const before = openBelow();
  for (let nth = 0; nth < 5; nth++) {
    await diskFiles.syncFolder(home);
    diskFiles.read(path);
    expect(() => diskFiles.read(home)).toThrow('it is not a file of lines');
    await writeWhole(path, Buffer.from('other'), diskFiles);
  }
  expect(openBelow()).toBe(before);
});

test('a link is not read, and not written through', () => {
  writeFileSync(join(home, 'a'), 'text');
  symlinkSync(join(home, 'a'), join(home, 'link'));
  expect(() => diskFiles.read(join(home, 'link'))).toThrow('ELOOP');
  for (const how of ['fresh', 'replace', 'synced', 'existing'] as const)
    expect(() => diskFiles.open(join(home, 'link'), how)).toThrow(/ELOOP|EEXIST/);
  expect(diskFiles.read(join(home, 'a')).toString()).toBe('text');
});

test('a file of 64 MiB is read, a larger one is not', () => {
  const path = join(home, 'a');
  writeFileSync(path, '');
  truncateSync(path, 64 * 2 ** 20 + 1);
  expect(() => diskFiles.read(path)).toThrow('it is not a file of lines');
  truncateSync(path, 64 * 2 ** 20);
  expect(diskFiles.read(path)).toHaveLength(64 * 2 ** 20);
});

test('a missing folder has no names; an unreadable one is an error', () => {
  mkdirSync(join(home, 'b'));
  writeFileSync(join(home, 'a'), '');
  expect(namesIn(home, diskFiles)).toEqual(['a', 'b']);
  expect(namesIn(join(home, 'none'), diskFiles)).toEqual([]);
  expect(namesIn(join(home, 'a'), diskFiles)).toEqual([]);
  const failing = {
    ...diskFiles,
    list: () => {
      throw systemError('EACCES');
    },
  };
  expect(() => namesIn(home, failing)).toThrow('EACCES');
  expect([codeOf(systemError('EIO')), codeOf(new Error('EIO')), codeOf('EIO')]).toEqual(['EIO', undefined, undefined]);
});

test('a file system that takes a byte at a time gets all, in order; one that takes nothing is an error', async () => {
  const disk = simulatedDisk();
  disk.put('/runs/other', '');
  const slow = {
    ...disk,
    write: (descriptor: number, bytes: Uint8Array, at: number) => disk.write(descriptor, bytes.subarray(0, 1), at),
    writeSynced: (descriptor: number, bytes: Uint8Array, at: number) =>
      disk.writeSynced(descriptor, bytes.subarray(0, 1), at),
  };
  await writeWhole('/runs/a', Buffer.from('whole'), slow);
  expect(disk.text('/runs/a')).toBe('whole');
  const descriptor = disk.open('/runs/a', 'existing');
  writeAll(descriptor, Buffer.from('new'), { files: slow, at: 2 });
  expect(disk.text('/runs/a')).toBe('whnew');
  const full = { ...disk, write: () => 0, writeSynced: async () => 0 };
  expect(() => writeAll(descriptor, Buffer.from('x'), { files: full, at: 0 })).toThrow('accepts no more bytes');
  await expect(writeWhole('/runs/b', Buffer.from('x'), full)).rejects.toThrow('accepts no more bytes');
  expect(disk.paths().filter((path) => path.includes('/b'))).toEqual([]);
});
