import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nearestPath } from './nearest-path.ts';
import { readSource } from './read-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'nearest-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'scenarios/groups'), { recursive: true });
writeFileSync(join(folder, 'scenarios/groups/create.scenario.yaml'), '');
writeFileSync(join(folder, 'scenarios/groups/create.recording.json'), '');
writeFileSync(join(folder, '.env'), '');
symlinkSync('nowhere.yaml', join(folder, 'scenarios/link.scenario.yaml'));

test.each([
  ['.evn', '.env'],
  ['scenaros', 'scenarios'],
  ['scenarios/grops/create.scenario.yaml', 'scenarios/groups/create.scenario.yaml'],
  ['scenarios/groups/create.scenaro.yaml', 'scenarios/groups/create.scenario.yaml'],
  ['scenarios/grops/creat.scenario.yaml', 'scenarios/groups/create.scenario.yaml'],
  ['scenarios/groups/create', 'scenarios/groups/create.scenario.yaml'],
  ['scenarios/groups/craete', 'scenarios/groups/create.scenario.yaml'],
  ['scenarios/groups/create.recordng.json', 'scenarios/groups/create.recording.json'],
])('%s may mean %s', (path, meant) => {
  expect(nearestPath(join(folder, path))).toBe(join(folder, meant));
});

test.each([
  '.env',
  'quite-another-name',
  'nowhere/at/all',
  'scenarios/groups/create.seed.yaml',
  'scenarios/groups/create.steps.yaml',
])('%s means no other path', (path) => {
  expect(nearestPath(join(folder, path))).toBeUndefined();
});

test('a link to nothing is called one, and does not mean itself', async () => {
  expect(await readSource(join(folder, 'scenarios/link.scenario.yaml'))).toMatchObject({
    problems: [
      { message: 'this is a link to a file that does not exist', fix: 'correct the link, or name the file itself' },
    ],
  });
});

test('nothing is said about permissions of what is not there', async () => {
  expect(await readSource(join(folder, 'quite-another-name'))).toMatchObject({ problems: [{ fix: 'check the path' }] });
});

test('a file that is not there is answered with the nearest one', async () => {
  expect(await readSource(join(folder, '.evn'))).toMatchObject({
    problems: [{ code: 'file-unreadable', fix: `did you mean \`${join(folder, '.env')}\`?` }],
  });
});
