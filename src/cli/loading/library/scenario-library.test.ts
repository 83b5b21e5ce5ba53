import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packageFolder } from '../../../diagnostics/library-path.ts';
import { schemaReference } from './package-folder.ts';
import { libraryFiles, shippedScenarios } from './scenario-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'library-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['reviews/one', 'reviews/two', 'teams/three']) {
  mkdirSync(join(folder, 'scenarios', name, '..'), { recursive: true });
  writeFileSync(join(folder, 'scenarios', `${name}.scenario.yaml`), '');
  writeFileSync(join(folder, 'scenarios', `${name}.recording.json`), '');
}
const found = async (operand: string) => {
  const files = await libraryFiles(operand, folder);
  return files.ok ? files.value : files.problems;
};

describe('library:NAME', () => {
  test.each([
    ['library:teams/three', ['library:teams/three.scenario.yaml']],
    ['library:teams/three.scenario.yaml', ['library:teams/three.scenario.yaml']],
    ['library:three', ['library:teams/three.scenario.yaml']],
    ['library:reviews', ['library:reviews/one.scenario.yaml', 'library:reviews/two.scenario.yaml']],
    ['library:teams/', ['library:teams/three.scenario.yaml']],
  ])('%s names its scenarios', async (operand, files) => {
    expect(await found(operand)).toEqual(files);
  });

  test('without a name it is all of them', async () => {
    expect(await found('library:')).toHaveLength(3);
  });

  test('a misspelt name is answered with the nearest one, as it is typed', async () => {
    expect(await found('library:review')).toMatchObject([
      { code: 'nothing-selected', fix: 'did you mean `library:reviews`?' },
    ]);
  });

  test('a name is never a path out of the library', async () => {
    expect(await found('library:../scenarios')).toMatchObject([{ code: 'nothing-selected' }]);
  });

  test('every shipped scenario has a last name of its own', async () => {
    const names = (await shippedScenarios()).map(({ name }) => name.split('/').at(-1));
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the $schema line', () => {
  const project = join(folder, 'project');
  mkdirSync(join(project, 'node_modules/tutorial-replay'), { recursive: true });
  writeFileSync(join(project, 'node_modules/tutorial-replay/scenario.schema.json'), '{}');

  test('leads from the scenario to the installed package', () => {
    expect(schemaReference(join(project, 'scenarios/a/b.scenario.yaml'))).toBe(
      '../../node_modules/tutorial-replay/scenario.schema.json',
    );
  });

  test('leads to the checkout from within it', () => {
    expect(schemaReference(join(packageFolder() ?? '', 'scenarios/new/b.scenario.yaml'))).toBe(
      '../../scenario.schema.json',
    );
  });

  test('is left out where nothing is installed', () => {
    expect(schemaReference(join(folder, 'elsewhere/b.scenario.yaml'))).toBeUndefined();
  });
});
