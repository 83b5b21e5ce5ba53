import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

/** A checkout on Windows, where Git gives every text file CRLF: each command does what it does with LF. */
const folder = mkdtempSync(join(tmpdir(), 'windows-files-'));
const at = (name: string) => join(folder, name);
const page = `---
title: Create a group
ms.date: 11/01/2026
---

# Create a group

\`\`\`http
POST https://graph.microsoft.com/v1.0/groups
Content-type: application/json

{ "displayName": "Wardens", "mailNickname": "wardens", "mailEnabled": false, "securityEnabled": true }
\`\`\`

\`\`\`http
HTTP/1.1 201 Created
Content-type: application/json

{ "id": "5c2a4c0e-94a1-4a6e-8c1c-7c9f1d6f0b21", "displayName": "Wardens" }
\`\`\`
`;

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, { ...streams, environment: {} });
  return { code, out: out().replaceAll(folder, ''), err: err().replaceAll(folder, '') };
}

/** As Git writes files where `core.autocrlf` says so. */
function checkOutOnWindows(place: string): void {
  for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/\r?\n/g, '\r\n'));
  }
}

const commands = (place: string): readonly (readonly string[])[] => [
  ['check', at(`${place}/scenarios`)],
  ['run', at(`${place}/scenarios`), '-r', `json=${at('result.json')}`],
  ['drift', '--pages', at(`${place}/pages`), at(`${place}/scenarios`), '--result', at('result.json')],
  ['pages', 'check', at(`${place}/pages`)],
  ['coverage', at(`${place}/pages`), '--scenarios', at(`${place}/scenarios`), '--result', at('result.json')],
  ['list', at(`${place}/scenarios`)],
];

beforeAll(async () => {
  for (const name of ['lf/pages', 'lf/scenarios']) cpSync('docs/gallery/scenarios', at(name), { recursive: true });
  for (const name of ['lf/pages', 'lf/scenarios']) for (const one of readdirSync(at(name))) rmSync(join(at(name), one));
  writeFileSync(at('lf/pages/create-a-group.md'), page);
  const output = at('lf/scenarios/create-a-group.scenario.yaml');
  const address = 'https://learn.example/graph/create-a-group';
  const made = await run('import', at('lf/pages/create-a-group.md'), '--page', address, '-o', output);
  expect(made.code, made.err).toBe(0);
  cpSync(at('lf'), at('crlf'), { recursive: true });
  checkOutOnWindows(at('crlf'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['check', 'run', 'drift', 'pages', 'coverage', 'list'])('`%s` does the same', async (name) => {
  const [lf = [], crlf = []] = ['lf', 'crlf'].map((place) => commands(place).find(([first]) => first === name));
  const expected = await run(...lf);
  const actual = await run(...crlf);
  expect(expected.code).toBe(0);
  expect(actual.code, actual.err).toBe(expected.code);
  expect(actual.out.replaceAll('/crlf/', '/lf/')).toBe(expected.out);
});

test('`import` reads the same, and what is written back keeps its line ends', async () => {
  const output = at('crlf/scenarios/again.scenario.yaml');
  expect((await run('import', at('crlf/pages/create-a-group.md'), '-o', output)).code).toBe(0);
  const imported = readFileSync(output, 'utf8');
  const original = readFileSync(at('lf/scenarios/create-a-group.scenario.yaml'), 'utf8');
  const steps = (text: string) => text.slice(text.indexOf('steps:'));
  expect(steps(imported)).toBe(steps(original));
  const path = at('crlf/scenarios/create-a-group.scenario.yaml');
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, before.replace('status: 201', 'status: 202'));
  expect((await run('run', '-u', path)).code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(before);
});
