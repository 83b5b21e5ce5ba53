import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../test/support/cli/captured-streams.ts';
import { dispatch } from './cli/dispatch.ts';
import { recordingPath } from './format/recording/load-recording.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const scenarios = readdirSync(join(root, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.scenario.yaml'))
  .map((name) => join(root, 'scenarios', name))
  .sort();
/** Files that scenarios send. */
const attached = readdirSync(join(root, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:csv|png)$/.test(name))
  .map((name) => join(root, 'scenarios', name));
const textOf = (path: string) => readFileSync(path, 'utf8');
const fromSandbox = scenarios.filter((path) => JSON.parse(textOf(recordingPath(path))).source === 'sandbox');

describe('the shipped recordings', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shipped-recordings-'));
    for (const path of fromSandbox) copyFileSync(path, join(folder, basename(path)));
    for (const path of attached) copyFileSync(path, join(folder, basename(path)));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const record = async () => {
    const { streams, out, err } = capturedStreams();
    expect(await dispatch(['record', folder], streams), err()).toBe(0);
    return out();
  };
  const copyOf = (path: string) => join(folder, basename(path));

  test('are made from the sandbox where no page shows the responses', () => {
    expect(fromSandbox.length).toBeGreaterThanOrEqual(10);
  });

  test('recorded from nothing but their scenarios, they are the same bytes; recorded again, no file is touched', async () => {
    expect((await record()).match(/^recorded /gm)).toHaveLength(fromSandbox.length);
    for (const path of fromSandbox) {
      expect(textOf(recordingPath(copyOf(path))), path).toBe(textOf(recordingPath(path)));
    }
    expect((await record()).match(/^unchanged /gm)).toHaveLength(fromSandbox.length);
  });
});
