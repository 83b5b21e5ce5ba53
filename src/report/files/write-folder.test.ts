import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFolderSink } from './write-folder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'write-folder-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const opened = async (path: string) => {
  const sink = await openFolderSink(path, () => 'r');
  if (!sink.ok) throw new Error(sink.problems.map(({ message }) => message).join());
  return sink.value;
};

test('a folder is made with those above it, and files are written in it', async () => {
  const sink = await opened(join(home, 'a/b'));
  expect(readdirSync(join(home, 'a/b'))).toEqual([]);
  expect(await sink.put('one.json', '{}')).toBe(true);
  expect(readFileSync(join(home, 'a/b/one.json'), 'utf8')).toBe('{}');
  expect(sink.problems()).toEqual([]);
});

test('where one file can no longer be written, one problem reports it', async () => {
  const sink = await opened(join(home, 'a'));
  mkdirSync(join(home, 'a/one.json'));
  expect(await sink.put('one.json', '{}')).toBe(false);
  expect(await sink.put('two.json', '{}')).toBe(false);
  expect(sink.problems()).toMatchObject([{ code: 'file-unreadable', at: { file: join(home, 'a/one.json') } }]);
});

test('an existing file in place of a folder stays', async () => {
  writeFileSync(join(home, 'a'), 'text');
  expect(await openFolderSink(join(home, 'a'), () => 'r')).toMatchObject({
    ok: false,
    problems: [{ code: 'file-unreadable', message: 'this is not a folder' }],
  });
});
