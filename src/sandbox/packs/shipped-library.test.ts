import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadScenario } from '../../format/scenario/load-scenario.ts';
import { planRun, replay } from '../../harness/harness.ts';

const folder = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.scenario.yaml'))
  .sort();

test.each(names)('%s passes by what is modeled alone, and leaves nothing', async (name) => {
  const scenario = await loadScenario(`${folder}${name}`);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.problems));
  const ready = await planRun(scenario.value, {
    against: 'sandbox',
    sandbox: { startMs: Date.UTC(2026, 10, 22, 8, 30), onlyModeled: true },
  });
  if (!ready.ok) throw new Error(JSON.stringify(ready.problems));
  const { steps, cleanup, leftovers = [] } = await replay(ready.value);
  const broken = [...steps, ...cleanup].filter(({ outcome }) => outcome.kind !== 'passed');
  expect(broken.map(({ id, outcome }) => ({ id, outcome }))).toEqual([]);
  expect(steps.length).toBeGreaterThan(0);
  expect(leftovers).toEqual([]);
});
