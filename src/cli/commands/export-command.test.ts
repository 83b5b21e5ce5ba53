import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const scenario = fileURLToPath(
  new URL('../../../scenarios/access-reviews/security-group.scenario.yaml', import.meta.url),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out(), err: err() };
}

test('prints a page that can be imported, without what marks a run', async () => {
  const { code, out } = await run('export', '--markdown', scenario);
  expect(code).toBe(0);
  expect(out).toContain('# Review access to a security group\n');
  expect(out).toContain('POST https://graph.microsoft.com/beta/groups\n');
  expect(out).toContain('"mailNickname": "buildingsecurity"');
  expect(out).toContain('Sign in as one of the members.');
  const page = join(folder, 'page.md');
  writeFileSync(page, out);
  const imported = await run('import', page, '-o', join(folder, 'page.scenario.yaml'));
  expect(imported).toMatchObject({ code: 0, out: expect.stringMatching(/^replays: {4}yes/m) });
});

test('the page of a scenario with data rows shows the named row, or the first', async () => {
  const path = join(folder, 'rows.scenario.yaml');
  const rows = 'matrix:\n  - { name: First one, top: 1 }\n  - { name: second, top: 2 }\n';
  const step =
    '  - { id: list, request: { method: GET, url: "/v1.0/users?$top=${top}" }, response: { status: 200 } }\n';
  writeFileSync(
    path,
    `version: 2\ntitle: Rows\nactors: { admin: { permissions: [User.Read.All] } }\n${rows}steps:\n${step}`,
  );
  expect(await run('record', path)).toMatchObject({ code: 0 });
  const page = (...flags: readonly string[]) => run('export', '--markdown', path, ...flags);
  for (const flags of [[], ['--row', 'First one'], ['--row', 'first-one']]) {
    expect(await page(...flags)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/# Rows · First one[\s\S]*\$top=1/),
    });
  }
  expect(await page('--row', 'second')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/# Rows · second[\s\S]*\$top=2/),
  });
  expect(await page('--row', 'secnd')).toMatchObject({
    code: 2,
    err: expect.stringContaining('did you mean `second`?'),
  });
  expect(await run('export', '--markdown', scenario, '--row', 'x')).toMatchObject({
    code: 2,
    err: expect.stringContaining('remove `--row`'),
  });
});

test('writes a file where reported, and replaces default: none', async () => {
  const page = join(folder, 'page.md');
  expect(await run('export', '--markdown', scenario, '-o', page)).toMatchObject({ code: 0, out: `${page}\n` });
  expect(readFileSync(page, 'utf8')).toContain('## Step 1: ');
  expect(await run('export', '--markdown', scenario, '-o', page)).toMatchObject({ code: 2 });
  expect(await run('export', '--markdown', scenario, '-o', page, '--force')).toMatchObject({ code: 0 });
});

test.each([
  [[scenario], 'the form of the export is missing'],
  [['--markdown'], 'one scenario is exported at a time'],
  [['--markdown', 'nowhere.scenario.yaml'], 'no such file'],
])('%j is wrong input', async (args, message) => {
  expect(await run('export', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});
