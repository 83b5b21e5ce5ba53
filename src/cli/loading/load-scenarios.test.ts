import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failure, type Result, success } from '../../diagnostics/problem.ts';
import { planRun } from '../../harness/harness.ts';
import type { PlanOptions } from '../../harness/plan-options.ts';
import { keepWithin, loadScenarios } from './load-scenarios.ts';
import { planScenarios } from './plan-scenarios.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const scenario = (at: number) => `title: Number ${at}
actors: { admin: {} }
steps:
  - id: look
    request: { method: GET, url: /v1.0/groups }
    response: { status: 200 }
`;

test('however many scenarios there are, each file is read once and planned once', async () => {
  const count = 120;
  for (let at = 0; at < count; at++) await writeFile(join(folder, `${at}.scenario.yaml`), scenario(at));
  const loaded = await loadScenarios({ operands: [folder] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  expect(loaded.value).toHaveLength(count);
  // What is read again would be missed now.
  await rm(folder, { recursive: true });
  const planned: string[] = [];
  const plans = await planScenarios(loaded.value, { against: 'sandbox' }, async (one, options?: PlanOptions) => {
    planned.push(one.title);
    return planRun(one, options);
  });
  if (!plans.ok) throw new Error(JSON.stringify(plans.problems));
  const titles: string[] = [];
  for (const { ready } of plans.value) {
    const made = await ready();
    if (made.ok) titles.push(made.value.plan.scenario.title);
  }
  expect(new Set(titles).size).toBe(count);
  expect(planned).toEqual(titles);
});

test('files beside scenarios may be named with them, as a shell does with a star, and no others', async () => {
  const named = (...names: readonly string[]) => loadScenarios({ operands: names.map((name) => join(folder, name)) });
  const kinds = [
    'a.scenario.yaml',
    'a.recording.json',
    'a.seed.yaml',
    'all.steps.yaml',
    'rows.csv',
    'page.md',
    'photo.png',
  ];
  for (const kind of kinds) await writeFile(join(folder, kind), 'words');
  for (const kind of ['a.scenario.yaml', 'other.yaml']) await writeFile(join(folder, kind), scenario(1));
  expect(await named(...kinds)).toMatchObject({ ok: true, value: [{ steps: ['look'] }] });
  for (const alone of kinds.slice(1)) expect(await named(alone)).toMatchObject({ ok: false });
  for (const strange of ['b.recording.json', 'other.csv']) {
    const fix = expect.anything();
    expect(await named(...kinds, strange)).toMatchObject({ ok: false, problems: [{ code: 'file-unreadable', fix }] });
  }
  // Any file may hold a scenario.
  expect(await named(...kinds, 'other.yaml')).toMatchObject({ ok: true, value: [{}, {}] });
});

test('scenarios beyond the limit are parsed again, and others are kept until they run', async () => {
  let made = 0;
  const again = async (): Promise<Result<string>> => {
    made += 1;
    return success('again');
  };
  const keep = keepWithin(10);
  const [first, large, last] = [keep('first', 6, again), keep('large', 5, again), keep('last', 4, again)];
  expect([await large(), made]).toEqual([success('again'), 1]);
  expect([await first(), await last(), made]).toEqual([success('first'), success('last'), 1]);
  // Anyone who takes it first has it: what has run needs no room.
  expect([await first(), made]).toEqual([success('again'), 2]);
});

test('a problem of what is made again is a problem', async () => {
  const problem = { code: 'usage', message: 'm', fix: 'f' } as const;
  expect(await keepWithin(0)('value', 1, async () => failure([problem]))()).toEqual(failure([problem]));
});
