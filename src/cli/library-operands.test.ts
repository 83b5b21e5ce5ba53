import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const named: { readonly [command: string]: readonly [args: (scenario: string) => readonly string[], says: RegExp] } = {
  run: [(one) => ['run', one], /1 passed/],
  'run --against sandbox': [(one) => ['run', '--against', 'sandbox', one], /1 passed/],
  check: [(one) => ['check', one], /1 scenario with/],
  'check --fix': [(one) => ['check', '--fix', one], /1 scenario with/],
  list: [(one) => ['list', one], /create-second-member/],
  record: [(one) => ['record', one], /unchanged|shipped files are not written/],
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
