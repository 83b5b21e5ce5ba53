import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../bin/tutorial-replay.js', import.meta.url));
const checkout = mkdtempSync(join(tmpdir(), 'subfolder-'));
const folder = join(checkout, 'packages/a');
afterAll(() => rmSync(checkout, { recursive: true }));

/** In a folder of a checkout, as a CI job of one package works. */
function run(...args: readonly string[]): string {
  const { PATH } = process.env;
  const done = spawnSync(process.execPath, ['--', program, ...args], { cwd: folder, env: { PATH }, encoding: 'utf8' });
  return done.stdout;
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeAll(() => {
  mkdirSync(join(checkout, '.git'));
  mkdirSync(folder, { recursive: true });
  cpSync(fileURLToPath(new URL('../../docs/gallery/scenarios', import.meta.url)), join(folder, 'scenarios'), {
    recursive: true,
  });
  const page =
    '---\ntitle: A page\n---\n\n```http\nGET https://graph.microsoft.com/v1.0/groups\n```\n\n```json\n{ "a": 1, }\n```\n';
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs/page.md'), page);
});

test('reports for CI name files from the root of the checkout, wherever the command runs', () => {
  const log = run(
    'run',
    '-r',
    'junit=j.xml',
    '-r',
    'allure=allure',
    '-r',
    'github',
    '-r',
    'azure',
    '-r',
    'markdown=m.md',
  );
  const file = 'packages/a/scenarios/handover.scenario.yaml';
  expect(log).toContain(`::error file=${file},`);
  expect(log).toContain(`sourcepath=${file};`);
  expect(read('m.md')).toContain(`| \`${file}:`);
  const named = [...read('j.xml').matchAll(/ file="([^"]*)"/g)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set([file, 'packages/a/scenarios/night-shift.scenario.yaml']));
  const results = readdirSync(join(folder, 'allure')).filter((name) => name.endsWith('-result.json'));
  const suites = results.flatMap((name) => JSON.parse(read(join('allure', name))).labels);
  expect(suites).toContainEqual({ name: 'suite', value: 'packages/a/scenarios' });
});

test('so do annotations and SARIF of pages', () => {
  expect(run('pages', 'check', 'docs', '--github', '--sarif', 'p.sarif')).toContain('file=packages/a/docs/page.md,');
  const [{ results }] = JSON.parse(read('p.sarif')).runs;
  const uris = results.map(
    (one: { locations: unknown }) => JSON.stringify(one.locations).match(/"uri":"([^"]*)"/)?.[1],
  );
  expect(new Set(uris)).toEqual(new Set(['packages/a/docs/page.md']));
});
