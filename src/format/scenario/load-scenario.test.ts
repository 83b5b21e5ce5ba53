import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { largestScenarioBytes, loadScenario } from './load-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'load-scenario-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = 'title: x\nactors: { admin: {} }\nsteps:\n  - id: one\n    manual: { prompt: Look }\n';

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a scenario is read from its file, and keeps the path as it was given', async () => {
  const path = written('good.scenario.yaml', text);
  const loaded = await loadScenario(path);
  expect(loaded.ok && loaded.value.source).toEqual({ path, text });
});

test('with a byte order mark and line breaks of Windows it is the same scenario', async () => {
  const loaded = await loadScenario(written('windows.scenario.yaml', `\ufeff${text.replaceAll('\n', '\r\n')}`));
  expect(loaded.ok && loaded.value.steps[0]?.action).toEqual({ kind: 'manual', prompt: 'Look' });
});

test('its problems have the path as it was given', async () => {
  const path = written('bad.scenario.yaml', 'title: x\n');
  const loaded = await loadScenario(path);
  expect(loaded.ok ? [] : loaded.problems.map(({ code, at }) => [code, at?.file])).toEqual([['missing-key', path]]);
});

test('a file above the limit is refused, one at the limit is read', async () => {
  const padded = (bytes: number) => `${text}${'#'.repeat(bytes - text.length)}`;
  expect((await loadScenario(written('large.scenario.yaml', padded(largestScenarioBytes)))).ok).toBe(true);
  const loaded = await loadScenario(written('larger.scenario.yaml', padded(largestScenarioBytes + 1)));
  expect(loaded.ok ? '' : loaded.problems[0]?.code).toBe('file-too-large');
});

test('a file that is not there is a problem, not an exception', async () => {
  const loaded = await loadScenario(join(folder, 'nowhere.scenario.yaml'));
  expect(loaded.ok ? '' : loaded.problems[0]?.code).toBe('file-unreadable');
});
