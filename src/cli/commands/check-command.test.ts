import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test, vi } from 'vitest';
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

test('what is wrong with one file does not hide what is wrong with another; a warning comes once for all rows', async () => {
  const own = mkdtempSync(join(folder, 'several-'));
  const step = '  - request: { method: GET, url: /v1.0/me }\n';
  writeFileSync(join(own, 'a.scenario.yaml'), `stesp:\n${step}`);
  writeFileSync(join(own, 'b.scenario.yaml'), `steps:\n${step}`);
  const { streams, err } = capturedStreams();
  expect(await dispatch(['check', own], streams)).toBe(2);
  expect(err()).toMatch(/unknown-key[\s\S]*recording-missing[\s\S]*\d problems; nothing was sent/);
  const rows = 'version: 2\nmatrix: [ { name: x, a: 1 }, { name: y, a: 2 } ]\n';
  const trap = `${rows}steps:\n  - request: { method: GET, url: "/v1.0/users?$filter=a eq '+\${a}'" }\n`;
  const warned = capturedStreams();
  const stdin = vi
    .spyOn(process, 'stdin', 'get')
    .mockReturnValue(Readable.from([trap]) as unknown as typeof process.stdin);
  expect(await dispatch(['check', '-'], warned.streams)).toBe(0);
  stdin.mockRestore();
  expect(warned.err().match(/plus-in-query/g)).toHaveLength(1);
});

test('what is valid and usually a mistake is a warning before there is a recording, too', async () => {
  writeFileSync(file('early.scenario.yaml'), 'steps:\n  - request: { method: GET, url: "/v1.0/users/:id" }\n');
  const { streams, err } = capturedStreams();
  expect(await dispatch(['check', file('early.scenario.yaml')], streams)).toBe(2);
  expect(err()).toMatch(/warning: .*other-placeholder: `\/:id`[\s\S]*recording-missing/);
});

test('--fix writes defaults into the file and reports it once', async () => {
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

describe('the seed that a scenario names', () => {
  const seeded = mkdtempSync(join(tmpdir(), 'check-seed-'));
  afterAll(() => rmSync(seeded, { recursive: true }));
  const scenario = (name: string) => {
    const path = join(seeded, name);
    const text = 'version: 2\nseed: places.seed.yaml\nsteps:\n  - request: { method: GET, url: /v1.0/users }\n';
    writeFileSync(path, text);
    return path;
  };
  const withSeed = (objects: string) =>
    writeFileSync(join(seeded, 'places.seed.yaml'), `version: 1\nobjects:\n${objects}`);
  const ids = [1, 2].map((one) => `0f6e2a9c-41d7-8b35-9c08-d7a3b5e1f60${one}`);
  const [first, second] = ids;
  const group = (id: string | undefined, more = '') =>
    `  - path: /groups/${id}\n    properties: { displayName: A, mailNickname: a, mailEnabled: false, securityEnabled: true }\n${more}`;
  const member = (id: string | undefined) => `    references: { members: [${id}] }\n`;
  const command = async (...args: readonly string[]) => {
    const { streams, err } = capturedStreams();
    const code = await dispatch(args, streams);
    return { code, err: err() };
  };

  test.each([
    ['a place of no type', '  - path: /grups/1\n', /places\.seed\.yaml:3:11: seed-invalid: .*`\/grups`/],
    [
      'an unknown type',
      `${group(first)}    type: grup\n`,
      /places\.seed\.yaml:5:11: seed-invalid: there is no type `grup`/,
    ],
    [
      'a reference to nothing',
      group(first, member(second)),
      /places\.seed\.yaml:5:\d+: seed-invalid: nothing here has the id/,
    ],
    [
      'an id that is there twice',
      group(first) + group(first),
      /places\.seed\.yaml:5:11: seed-invalid: .* occurs more than once/,
    ],
    [
      'a cycle',
      group(first, member(second)) + group(second, member(first)),
      /places\.seed\.yaml:8:\d+: seed-invalid: `members` leads from/,
    ],
    ['a key that is not known', '  - paht: /groups\n', /places\.seed\.yaml:3:5: seed-invalid: .*paht/],
    ['a file that is not YAML', '  - [\n', /places\.seed\.yaml:\d+:\d+: yaml-syntax: /],
  ])('is read as a run in the sandbox reads it: %s', async (_, objects, expected) => {
    withSeed(objects);
    const path = scenario('one.scenario.yaml');
    const ran = await command('run', path, '--against', 'sandbox');
    const checked = await command('check', path);
    for (const { code, err } of [ran, checked]) expect([code, err]).toEqual([2, expect.stringMatching(expected)]);
    const of = ({ err }: { readonly err: string }) => err.split('\n').filter((line) => line.includes('seed.yaml:'));
    expect(of(checked)).toEqual(of(ran));
  });

  test('is reported once where several scenarios name it, and as missing where it is not there', async () => {
    withSeed('  - path: /grups/1\n');
    const paths = [scenario('one.scenario.yaml'), scenario('two.scenario.yaml')];
    const { err } = await command('check', ...paths);
    expect(err.match(/seed-invalid/g)).toHaveLength(1);
    expect(err.match(/recording-missing/g)).toHaveLength(2);
    rmSync(join(seeded, 'places.seed.yaml'));
    const missing = await command('check', ...paths);
    expect([missing.code, missing.err]).toEqual([2, expect.stringMatching(/places\.seed\.yaml:1:1: file-unreadable/)]);
  });

  test('of a scenario on standard input is reported once as well', async () => {
    const text = 'version: 2\nseed: nowhere.seed.yaml\nsteps:\n  - request: { method: GET, url: /v1.0/users }\n';
    const input = vi
      .spyOn(process, 'stdin', 'get')
      .mockReturnValue(Readable.from([text]) as unknown as typeof process.stdin);
    const { code, err } = await command('check', '-');
    input.mockRestore();
    expect([code, err.match(/nowhere\.seed\.yaml:1:1: file-unreadable/g)]).toEqual([2, [expect.any(String)]]);
  });

  test('does not prevent a contract check if it is right, and does if it is wrong', async () => {
    const path = scenario('one.scenario.yaml');
    withSeed(group(first));
    const contract = ['check', path, '--metadata', file('library.xml')];
    expect(await command(...contract)).toMatchObject({ code: 0 });
    withSeed(group(first, member(second)));
    expect(await command(...contract)).toMatchObject({ code: 2, err: expect.stringContaining('seed-invalid') });
  });
});
