import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capturedStreams } from '../test/support/cli/captured-streams.ts';
import { dispatch } from './cli/dispatch.ts';

/** The quickstarts as they are pasted: each shell block runs, or a comment before it gives the reason why it does not. */
const root = fileURLToPath(new URL('..', import.meta.url));
const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quickstart-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const block = /^( *)(?:<!-- not run: (.+) -->\n\1)?```sh\n([\s\S]*?)^\1```$/gm;

function blocksOf(page: string): readonly { readonly reason: string | undefined; readonly lines: readonly string[] }[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(block)].map(([, , reason, body = '']) => ({
    reason,
    lines: body
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  }));
}

describe.each(['docs/start-administrator.md', 'docs/start-ci.md', 'docs/start-documentation.md'])('%s', (page) => {
  test('is green in an empty folder, command by command', async () => {
    const lines = blocksOf(page).flatMap(({ reason, lines }) => (reason === undefined ? lines : []));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      const [npx, name, ...args] = line.split(' ');
      expect([npx, name]).toEqual(['npx', 'tutorial-replay']);
      const { streams, out, err } = capturedStreams();
      const code = await dispatch(args, streams);
      expect(code, `${line}\n${out()}${err()}`).toBe(0);
    }
  });
});

test('README.md begins with the commands that the tests of the package run', () => {
  const [first] = blocksOf('README.md');
  expect(first?.lines).toEqual([
    'npm install --save-dev tutorial-replay',
    'npx tutorial-replay init',
    'npx tutorial-replay run',
  ]);
});

test("the README's scenario is one that check accepts and the sandbox answers", async () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const [, scenario = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
  writeFileSync('readme.scenario.yaml', scenario);
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['run', '--against', 'sandbox', 'readme.scenario.yaml'], streams);
  expect(code, out() + err()).toBe(0);
  expect(out()).toMatch(/Steps +2 passed|Steps +3 passed/);
});

test('a line of a scenario that docs/vitest.md names is that of a step', () => {
  const [, file = '', line = ''] =
    /vitest run (\S+\.scenario\.yaml):(\d+)/.exec(readFileSync(join(root, 'docs/vitest.md'), 'utf8')) ?? [];
  expect(readFileSync(join(root, file), 'utf8').split('\n')[Number(line) - 1]).toMatch(/^ {2}- id: /);
});
