import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadScenario } from '../../format/scenario/load-scenario.ts';
import { readPage } from '../page/read-page.ts';
import { findDrift } from './find-drift.ts';

const pages = fileURLToPath(new URL('../../../../shared/', import.meta.url));

test.skipIf(!existsSync(pages)).each([
  ['security-group', 'seeds/000_0917ab25ff98754e.txt', 7],
  ['m365-group-guests', 'tutorials/2021-tutorial-accessreviews-M365group.md', 10],
])('%s still says what its page says (skipped without ../shared)', async (name, file, steps) => {
  const path = fileURLToPath(new URL(`../../../scenarios/access-reviews/${name}.scenario.yaml`, import.meta.url));
  const scenario = await loadScenario(path);
  if (!scenario.ok) throw new Error(scenario.problems[0]?.message);
  const page = readPage({ path: file, text: readFileSync(`${pages}${file}`, 'utf8') });
  const { drifts, matches, undigested } = findDrift(scenario.value, page);
  expect(drifts.map(({ message }) => message)).toEqual([]);
  expect(undigested).toBe(0);
  expect(matches).toHaveLength(steps);
  expect(matches.every(({ step, block }) => block?.line === step.page?.line)).toBe(true);
});
