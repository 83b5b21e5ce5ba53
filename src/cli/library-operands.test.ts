import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

/** Every command that takes scenarios takes them by their name in the library, and a folder by its name, too. */
const home = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'library-operands-'));
  process.chdir(folder);
  writeFileSync('tutorial-accessreviews-securitygroup.md', '# A page without requests\n');
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function call(args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  return { code: await dispatch(args, streams), said: out() + err() };
}

const notWritten =
  /^library:.*: shipped files and files of installed packages are not written\n.*\n\n1 problem; nothing was sent/;

const named: { readonly [command: string]: readonly [args: (scenario: string) => readonly string[], says: RegExp] } = {
  run: [(one) => ['run', one], /1 passed/],
  'run --against sandbox': [(one) => ['run', '--against', 'sandbox', one], /1 passed/],
  check: [(one) => ['check', one], /1 scenario with/],
  'check --fix': [(one) => ['check', '--fix', one], /1 scenario with/],
  list: [(one) => ['list', one], /create-second-member/],
  record: [(one) => ['record', one], notWritten],
  'run --record': [(one) => ['run', '--against', 'sandbox', '--record', one], notWritten],
  'run --update': [(one) => ['run', '-u', one], notWritten],
  doctor: [
    (one) => ['doctor', one, '--tenant', '6a9d41c8-3f27-8b15-9d60-e14c07b2a583'],
    /no credential|REPLAY_|AZURE_/,
  ],
  export: [(one) => ['export', '--markdown', one], /^# Review access to a security group/],
  'schema --names-of': [(one) => ['schema', '--names-of', one], /create-second-member/],
  'drift --pages': [(one) => ['drift', '--pages', '.', one], /steps? that pages document|no block/],
  'coverage --scenarios': [(one) => ['coverage', '.', '--scenarios', one], /block/],
};

test.each(Object.entries(named))('%s', async (_, [args, says]) => {
  for (const scenario of ['library:security-group-v1', 'library:access-reviews/security-group-v1']) {
    expect((await call(args(scenario))).said).toMatch(says);
  }
  const { code, said } = await call(args('library:security-grop-v1'));
  expect([code, said]).toEqual([2, expect.stringContaining('did you mean `library:security-group-v1`?')]);
});

test('one scenario is exported at a time, and a name of several lists them', async () => {
  expect(await call(['export', '--markdown', 'library:access-reviews'])).toMatchObject({
    code: 2,
    said: expect.stringMatching(
      /one scenario is exported at a time, and `library:access-reviews` names 16[\s\S]*use one of `library:access-reviews\//,
    ),
  });
});

describe('beside an installed package', () => {
  const installed = 'node_modules/some-scenarios/scenarios';
  const scenario = `${installed}/one.scenario.yaml`;
  const text = 'version: 1\nsteps:\n  - { id: list-groups, request: { method: GET, url: /groups } }\n';
  beforeAll(() => {
    mkdirSync(installed, { recursive: true });
    writeFileSync(scenario, text);
    writeFileSync('page.md', '# A page\n\n```http\nGET https://graph.microsoft.com/v1.0/groups\n```\n');
  });

  test.each([
    ['record', scenario],
    ['record', '--against', 'sandbox', '--missing', scenario],
    ['run', '--against', 'sandbox', '--record', scenario],
    ['run', '--against', 'sandbox', '-u', installed],
    ['check', '--migrate', scenario],
    ['check', '--fix', scenario],
    ['import', 'page.md', '-o', `${installed}/two.scenario.yaml`],
    ['run', '--against', 'sandbox', 'library:security-group', '-r', `json=${installed}/result.json`],
  ])('%s %s %s %s %s writes nothing into it', async (...args) => {
    const { code, said } = await call(args.filter((word) => word !== undefined));
    expect([code, said]).toEqual([2, expect.stringContaining('files of installed packages are not written')]);
    expect(readdirSync(installed)).toEqual(['one.scenario.yaml']);
    expect(readFileSync(scenario, 'utf8')).toBe(text);
  });

  test('the caches of tools there belong to no package', async () => {
    const { code } = await call(['run', 'library:security-group', '-r', 'json=node_modules/.cache/result.json']);
    expect([code, readdirSync('node_modules/.cache')]).toEqual([0, ['result.json']]);
  });
});
