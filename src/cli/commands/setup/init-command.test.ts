import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../../dispatch.ts';
import { roles } from '../../options/init-config.ts';

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function called(args: readonly string[], responses?: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const questions: string[] = [];
  const ask = async (question: string) => responses?.[questions.push(question) - 1];
  const code = await dispatch(args, responses === undefined ? streams : { ...streams, ask });
  return { code, out: out(), err: err(), questions };
}

describe('init', () => {
  test.each(roles)('for %s writes what runs green', async (role) => {
    const init = await called(['init', '--for', role, '--yes']);
    expect(init).toMatchObject({ code: 0, err: '', questions: [] });
    expect(init.out).toMatch(/\nNext:\n {4}npx tutorial-replay run/);
    const ran = await called(['run']);
    expect(ran.out).toMatch(/Scenarios +1 passed/);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('.env');
  });

  test('prints a drift command that is green', async () => {
    const { out } = await called(['init', '--for', 'documentation']);
    const drift = out.split('\n').find((line) => line.includes('tutorial-replay drift')) ?? '';
    expect(await called(drift.trim().split(' ').slice(2))).toMatchObject({ code: 0 });
  });

  test('keeps every file that is there, and completes only .gitignore', async () => {
    mkdirSync('scenarios/access-reviews', { recursive: true });
    const mine = 'scenarios/access-reviews/security-group-v1.scenario.yaml';
    writeFileSync(mine, 'mine');
    writeFileSync('.gitignore', 'node_modules/\n.env');
    const { out } = await called(['init', '--for', 'administrator']);
    expect(out).toContain(`kept:      ${mine}`);
    expect(out).toContain('completed: .gitignore');
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    expect(readFileSync('.gitignore', 'utf8')).toBe('node_modules/\n.env\n.tutorial-replay/\nreports/\nsandbox*.env\n');
    expect((await called(['init', '--yes'])).out).not.toMatch(/^(?:written|completed):/m);
  });

  test('writes files that others may read, as the umask says', async () => {
    const mask = process.umask(0o027);
    try {
      await called(['init', '--for', 'documentation', '--yes']);
    } finally {
      process.umask(mask);
    }
    for (const file of ['.gitignore', 'pages/create-a-group.md', 'scenarios/create-a-group.scenario.yaml'])
      expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test('says which file it cannot complete', async () => {
    mkdirSync('.gitignore');
    expect(await called(['init', '--yes'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('.gitignore:1:1: file-unreadable: this is not a regular file'),
    });
  });

  test('asks for the role, and for the pipeline in CI', async () => {
    const { code, questions } = await called(['init'], ['ci', 'azure']);
    expect(code).toBe(0);
    expect(questions).toHaveLength(2);
    expect(existsSync('azure-pipelines.yml')).toBe(true);
    expect(existsSync('.github')).toBe(false);
  });

  test('writes nothing where the responses name nothing', async () => {
    expect(await called(['init'], ['gardener', 'gardener'])).toMatchObject({ code: 2 });
    expect(existsSync('scenarios')).toBe(false);
  });

  test('explains an unknown role', async () => {
    const { code, err } = await called(['init', '--for', 'admin']);
    expect(err).toContain('did you mean `administrator`?');
    expect(code).toBe(2);
  });
});

describe('a folder without scenarios', () => {
  test.each(['run', 'check'])('`%s` prints what to do', async (command) => {
    const { code, err } = await called([command]);
    expect(err).toContain('npx tutorial-replay init');
    expect(err).toContain('run library:access-reviews');
    expect(code).toBe(2);
  });

  test('`list` shows the library', async () => {
    const { code, out } = await called(['list']);
    expect(out).toMatch(/library:access-reviews\/security-group +Review access to a security group\n/);
    expect(code).toBe(0);
  });

  test('the library runs by name', async () => {
    const { code, out } = await called(['run', 'library:security-group']);
    expect(out).toMatch(/Steps +9 passed/);
    expect(code).toBe(0);
  });
});

test('`import` writes where `run` looks', async () => {
  await called(['init', '--for', 'documentation']);
  rmSync('scenarios', { recursive: true });
  mkdirSync('node_modules/tutorial-replay', { recursive: true });
  writeFileSync('node_modules/tutorial-replay/scenario.schema.json', '{}');
  expect(await called(['import', 'pages/create-a-group.md'])).toMatchObject({ code: 0 });
  expect(readFileSync('scenarios/create-a-group.scenario.yaml', 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/node_modules\/tutorial-replay\/scenario\.schema\.json\n/,
  );
  expect(await called(['run'])).toMatchObject({ code: 0 });
});
