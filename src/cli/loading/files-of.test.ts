import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesBelow, filesMatching } from './files-of.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'files-of-'));
  for (const file of [
    'a.scenario.yaml',
    'b/b.scenario.yml',
    'b/c/other.yaml',
    'b/c/.hidden.scenario.yaml',
    '.hidden/d.scenario.yaml',
    'node_modules/e.scenario.yaml',
    'b/node_modules/f.scenario.yaml',
    'folder.scenario.yaml/g.scenario.yaml',
    '[1]/h.scenario.yaml',
    'b/i.scenario.yaml.bak',
  ]) {
    await mkdir(dirname(join(home, 'all', file)), { recursive: true });
    await writeFile(join(home, 'all', file), '');
  }
  await mkdir(join(home, 'elsewhere'));
  await writeFile(join(home, 'elsewhere/j.scenario.yaml'), '');
  const links = {
    'all/folder': 'elsewhere',
    'all/k.scenario.yaml': 'elsewhere/j.scenario.yaml',
    'all/m.scenario.yaml': 'nowhere',
    'elsewhere/l.scenario.yaml': 'all',
  };
  for (const [path, target] of Object.entries(links)) await symlink(join(home, target), join(home, path));
});
afterAll(() => rm(home, { recursive: true }));

const below = async (folder: string) => {
  const files = await filesBelow(join(home, folder), ['.scenario.yaml', '.scenario.yml']);
  return files.map((file) => relative(home, file).replaceAll('\\', '/')).sort();
};

test.skipIf(process.platform === 'win32')('below a folder is what a glob of it finds', async () => {
  expect(await below('all')).toEqual([
    'all/[1]/h.scenario.yaml',
    'all/a.scenario.yaml',
    'all/b/b.scenario.yml',
    'all/folder.scenario.yaml/g.scenario.yaml',
    'all/k.scenario.yaml',
    // It leads nowhere: reading it says so.
    'all/m.scenario.yaml',
  ]);
  expect(await below('elsewhere')).toEqual(['elsewhere/j.scenario.yaml']);
  const globbed = await filesMatching(join(home, 'all/**/*.scenario.{yaml,yml}'));
  expect(await below('all')).toEqual(globbed.map((file) => relative(home, file)).sort());
});

test('a folder may be named like a glob, and may be missing', async () => {
  expect(await below('all/[1]')).toEqual(['all/[1]/h.scenario.yaml']);
  expect(await below('nothing')).toEqual([]);
});
