import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const page = fileURLToPath(new URL('../../tutorial/import/pages/fire-drill.md', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['import', ...args], streams);
  return { code, out: out(), err: err() };
}

test('writes both files, reports what it understood, and what it wrote replays', async () => {
  const output = join(folder, 'drill.scenario.yaml');
  const { code, out } = await run(page, '-o', output, '--page', 'https://learn.microsoft.com/graph/fire-drill');
  expect(code).toBe(0);
  expect(out).toContain(`${output}\n${join(folder, 'drill.recording.json')}\n`);
  expect(out).toMatch(/^understood: 9 steps/m);
  expect(out).toMatch(/^replays: {4}yes, 12 passed, 1 pending/m);
  expect(readFileSync(output, 'utf8')).toContain('tutorial: https://learn.microsoft.com/graph/fire-drill\n');
  const { streams } = capturedStreams();
  expect(await dispatch(['check', output], streams)).toBe(0);
});

test('a page that shows no time was read today', async () => {
  const own = join(folder, 'plain.md');
  writeFileSync(
    own,
    '# Look\n\n```http\nGET https://graph.microsoft.com/v1.0/me\n```\n\n```http\nHTTP/1.1 200 OK\n```\n',
  );
  const { streams } = capturedStreams();
  const clock = { now: () => Date.parse('2026-03-04T23:00:00Z'), sleep: async () => {} };
  const args = ['import', own, '-o', join(folder, 'plain.scenario.yaml')];
  expect(await dispatch(args, { ...streams, clock })).toBe(0);
  expect(readFileSync(join(folder, 'plain.recording.json'), 'utf8')).toContain('"date": "2026-03-04"');
});

test('leaves existing files unchanged, also by default', async () => {
  const output = join(folder, 'drill.scenario.yaml');
  writeFileSync(output, 'mine');
  const refused = await run(page, '-o', output);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('file-exists');
  expect(readFileSync(output, 'utf8')).toBe('mine');
  expect(existsSync(join(folder, 'drill.recording.json'))).toBe(false);
  expect((await run(page, '-o', output, '--force')).code).toBe(0);
  expect(readFileSync(output, 'utf8')).toContain('title: Rehearse a fire drill');
});

test('a page without a request, and a page that is not there, are wrong input', async () => {
  const empty = join(folder, 'empty.md');
  writeFileSync(empty, '# Nothing to ask\n');
  const output = join(folder, 'empty.scenario.yaml');
  expect(await run(empty, '-o', output)).toMatchObject({ code: 2, err: expect.stringContaining('page-no-request') });
  expect(await run(join(folder, 'no.md'), '-o', output)).toMatchObject({ code: 2 });
  expect(existsSync(output)).toBe(false);
});

test.each([
  [['-o', 'a.scenario.yaml'], 'one page is imported at a time'],
  [['a.md', 'b.md'], 'one page is imported at a time'],
  [['a.md', '-o', 'a.yaml'], 'a.yaml is not a name of a scenario'],
  [['a.md', '--page', 'learn'], '`--page` is not an address'],
])('%j is wrong usage', async (args, message) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

const published = (frontMatter: string) => `---
title: Create a user
${frontMatter}
---

[A link](javascript:alert(1)) to nowhere.

## Create the user

\`\`\`http
POST https://graph.microsoft.com/v1.0/users
Content-Type: application/json

{
  "displayName": "Adele",
  "passwordProfile": { "forceChangePasswordNextSignIn": true, "password": "xWwvJ]6NMw+bWH-d" }
}
\`\`\`

\`\`\`http
HTTP/1.1 201 Created
Content-type: application/json

{ "id": "87d349ed-44d7-43e1-9a83-5f2406dee5bd", "displayName": "Adele" }
\`\`\`
`;

test('input 36: a password of the page becomes one of the run, and a note names its line', async () => {
  const [own, output] = [join(folder, 'user.md'), join(folder, 'user.scenario.yaml')];
  writeFileSync(own, published(''));
  const { code, out } = await run(own, '-o', output);
  expect(code).toBe(0);
  expect(out).toMatch(/^notes:\n {2}\S+ \(line 10\): the page publishes a password; each run makes one of its own/m);
  expect(readFileSync(output, 'utf8')).toContain('password: ${run.password}\n');
  for (const file of [output, join(folder, 'user.recording.json')]) {
    expect(readFileSync(file, 'utf8')).not.toContain('xWwv');
  }
});

test('input 38: front matter is not expanded as YAML, and its links lead nowhere', async () => {
  const [own, output] = [join(folder, 'user.md'), join(folder, 'user.scenario.yaml')];
  const bomb = Array.from({ length: 30 }, (_, at) => `k${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}"lol"]`);
  writeFileSync(own, published(['tutorial: javascript:alert(1)', ...bomb].join('\n')));
  const { code } = await run(own, '-o', output);
  expect(code).toBe(0);
  const scenario = readFileSync(output, 'utf8');
  expect(scenario).toContain('title: Create a user\n');
  expect(scenario).not.toMatch(/javascript|lol/);
  expect(scenario.length).toBeLessThan(5_000);
});

test('input 38: a page whose address is a script is refused', async () => {
  const [own, output] = [join(folder, 'user.md'), join(folder, 'user.scenario.yaml')];
  writeFileSync(own, published(''));
  const { code, err } = await run(own, '-o', output, '--page', 'javascript:alert(1)');
  expect([code, existsSync(output)]).toEqual([2, false]);
  expect(err).toContain('`--page` is not an address');
});
