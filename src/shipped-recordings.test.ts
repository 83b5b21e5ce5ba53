import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { recordScenario } from '../tools/record-scenario.ts';
import { recordingPath } from './backend/recorded/load-recording.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const scenarios = readdirSync(join(root, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.scenario.yaml'))
  .map((name) => join('scenarios', name))
  .sort();
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const fromSandbox = scenarios.filter((path) => JSON.parse(textOf(recordingPath(path))).source === 'sandbox');

describe('the shipped recordings', () => {
  test('are made from the sandbox where no page shows the answers', () => {
    expect(fromSandbox.length).toBeGreaterThanOrEqual(10);
  });

  test.each(fromSandbox)('recording %s again gives the same bytes', async (path) => {
    const again = await recordScenario(join(root, path));
    if (!again.ok) throw new Error(again.message);
    expect(relative(root, again.path)).toBe(recordingPath(path));
    expect(again.text).toBe(textOf(recordingPath(path)));
  });
});
