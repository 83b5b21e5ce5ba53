import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sampleResult, sampleScenario, textOf } from '../../../test/support/report/sample-result.ts';
import { junitReporter } from '../junit/junit-reporter.ts';
import { repositoryPath, repositoryRoot } from './repository-path.ts';

const folder = mkdtempSync(join(tmpdir(), 'repository-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, '.git'));
mkdirSync(join(folder, 'packages/reviews'), { recursive: true });

test('the root is where the CI system says it is, else where Git has its folder', () => {
  expect(repositoryRoot({ GITHUB_WORKSPACE: '/checkout' }, folder)).toBe('/checkout');
  expect(repositoryRoot({ BUILD_SOURCESDIRECTORY: '/s' }, folder)).toBe('/s');
  expect(repositoryRoot({ GITHUB_WORKSPACE: '' }, join(folder, 'packages/reviews'))).toBe(folder);
});

test('a file is named from the root; one elsewhere stays as it is', () => {
  expect(repositoryPath(join(folder, 'packages/reviews/a.yaml'), folder)).toBe('packages/reviews/a.yaml');
  expect(repositoryPath('/elsewhere/a.yaml', folder)).toBe('/elsewhere/a.yaml');
  expect(repositoryPath('a.yaml', undefined)).toBe('a.yaml');
});

test('on Windows, drives and letter case are one, and names have slashes', () => {
  const root = 'D:\\a\\repo';
  expect(repositoryPath('d:\\A\\repo\\packages\\a.yaml', root, win32)).toBe('packages/a.yaml');
  expect(repositoryPath('C:\\elsewhere\\a.yaml', root, win32)).toBe('C:\\elsewhere\\a.yaml');
});

test('JUnit names files from the root', () => {
  const file = join(folder, 'packages/reviews/a.scenario.yaml');
  const result = sampleResult([sampleScenario({ file })], { exitCode: 0 });
  const xml = textOf((sink) => junitReporter(sink, { verbose: false, root: folder }), result);
  expect(xml).toContain(' file="packages/reviews/a.scenario.yaml"');
});
