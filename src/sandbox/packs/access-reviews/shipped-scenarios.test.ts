import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadScenario } from '../../../format/scenario/load-scenario.ts';
import { planRun, replay } from '../../../harness/harness.ts';

const folder = fileURLToPath(new URL('../../../../scenarios/access-reviews/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.scenario.yaml'));

test.each(names)('%s is kept, every step of it', async (name) => {
  const scenario = await loadScenario(`${folder}${name}`);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.problems));
  const ready = await planRun(scenario.value, {
    against: 'sandbox',
    sandbox: { startMs: Date.UTC(2026, 10, 22, 8, 30) },
  });
  if (!ready.ok) throw new Error(JSON.stringify(ready.problems));
  const { steps, cleanup } = await replay(ready.value);
  const broken = [...steps, ...cleanup].filter(({ outcome }) => outcome.kind !== 'passed');
  expect(broken.map(({ id, outcome }) => ({ id, outcome }))).toEqual([]);
  expect(steps.length).toBeGreaterThan(0);
});
