import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { librarySource } from '../../../test/support/contract/sample-contract.ts';
import { dispatch } from '../dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

writeFileSync(file('library.xml'), librarySource.text);
writeFileSync(
  file('lend.scenario.yaml'),
  `title: Lend
actors:
  librarian: {}
steps:
  - id: read
    title: Read a shelf
    actor: librarian
    request:
      method: GET
      url: /v1.0/mine/shelfs
    response:
      status: 200
`,
);

async function check(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(['check', file('lend.scenario.yaml'), ...args], streams);
  return { code, out: out(), err: err() };
}

test('a scenario needs no recording to be checked by the contract', async () => {
  expect(await check()).toMatchObject({ code: 2, err: expect.stringContaining('recording-missing') });
  const byContract = await check('--metadata', file('library.xml'));
  expect(byContract).toMatchObject({ code: 0, err: '' });
  expect(byContract.out).toContain('contract-path: v1.0 has no `shelfs` in library');
  expect(byContract.out).toContain('1 scenario with 1 steps: nothing wrong');
  expect(await check('--metadata', file('library.xml'), '--strict-contract')).toMatchObject({ code: 2 });
});

test('--fix writes defaults into the file and says so, once', async () => {
  writeFileSync(file('short.scenario.yaml'), 'steps:\n  - request: { method: GET, url: /v1.0/me } # note\n');
  const fix = async () => {
    const { streams, out } = capturedStreams();
    await dispatch(['check', file('short.scenario.yaml'), '--fix'], streams);
    return out();
  };
  expect(await fix()).toBe(`${file('short.scenario.yaml')}: defaults written\n`);
  expect(readFileSync(file('short.scenario.yaml'), 'utf8')).toBe(
    'version: 2\ntitle: short\nactors: { user: {} }\nsteps:\n  - id: get-me\n    request: { method: GET, url: /v1.0/me } # note\n',
  );
  expect(await fix()).toBe('');
});

test('--fix writes the ids of shared steps, too', async () => {
  writeFileSync(file('one.steps.yaml'), 'use: { more: ./two.steps.yaml }\nsteps:\n  - call: more\n');
  writeFileSync(file('two.steps.yaml'), 'steps:\n  - request: { method: GET, url: /v1.0/me }\n');
  writeFileSync(file('uses.scenario.yaml'), 'version: 2\nuse: { one: ./one.steps.yaml }\nsteps:\n  - call: one\n');
  const { streams, out } = capturedStreams();
  await dispatch(['check', file('uses.scenario.yaml'), '--fix'], streams);
  expect(out().match(/: defaults written$/gm)).toHaveLength(3);
  expect(readFileSync(file('one.steps.yaml'), 'utf8')).toContain('  - id: more\n    call: more\n');
  expect(readFileSync(file('two.steps.yaml'), 'utf8')).toContain('  - id: get-me\n    request:');
});
