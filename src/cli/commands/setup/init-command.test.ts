import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
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

async function called(args: readonly string[], answers?: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const questions: string[] = [];
  const ask = async (question: string) => answers?.[questions.push(question) - 1];
  const code = await dispatch(args, answers === undefined ? streams : { ...streams, ask });
  return { code, out: out(), err: err(), questions };
}

/** The shell lines of a pipeline, each with the folder in which it runs. */
function linesWithFolder(pipeline: Pipeline): readonly (readonly [line: string, folder: string | undefined])[] {
  const { steps, defaults } = pipeline.jobs?.replay ?? pipeline;
  const ran = (steps ?? []).flatMap((step) => {
    const line = step.run ?? step.script;
    return line === undefined ? [] : [[line, step.workingDirectory ?? defaults?.run['working-directory']] as const];
  });
  return ran;
}

type Pipeline = {
  readonly jobs?: { readonly replay: Omit<Pipeline, 'jobs'> };
  readonly steps?: readonly { readonly run?: string; readonly script?: string; readonly workingDirectory?: string }[];
  readonly defaults?: { readonly run: { readonly 'working-directory'?: string } };
};

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

  test.each(roles)('for %s prints next commands that can be pasted', async (role) => {
    const next = (await called(['init', '--for', role, '--yes'])).out.split('\nNext:\n')[1]?.split('\n') ?? [];
    const commands = next.filter((line) => line.startsWith('    '));
    expect(commands.filter((line) => !/^ {4}npx tutorial-replay [\w./ -]+$/.test(line))).toEqual([]);
    expect(next.filter((line) => !commands.includes(line) && line.length > 80)).toEqual([]);
  });

  test('for administrators names every input of the scenario in the example of settings', async () => {
    await called(['init', '--for', 'administrator', '--yes']);
    const scenario = readFileSync('scenarios/access-reviews/security-group-v1.scenario.yaml', 'utf8');
    const inputs = [...scenario.matchAll(/^ +env: (\w+)$/gm)].map(([, name]) => name);
    expect(inputs).toHaveLength(3);
    const settings = readFileSync('.env.example', 'utf8').split('\n');
    expect(settings).toEqual(expect.arrayContaining(inputs.map((name) => `# ${name}=`)));
  });

  test('asks once more, in the same way, about a word that is not one of them', async () => {
    const again = await called(['init'], ['abc', 'doc']);
    expect(again).toMatchObject({ code: 0 });
    expect(again.questions[1]).toMatch(/^`abc` is not one of them: administrator · ci/);
    expect(await called(['init'], ['abc', 'xyz'])).toMatchObject({ code: 2 });
    expect(await called(['init'], ['abc', ''])).toMatchObject({ code: 0 });
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

  test.each([
    ['github', '../../.github/workflows/tutorials-two words.yml'],
    ['azure', 'azure-pipelines.yml'],
  ])('in a folder of a repository, the pipeline of %s begins in that folder', async (pipeline, file) => {
    mkdirSync('.git');
    mkdirSync('apps/two words', { recursive: true });
    process.chdir('apps/two words');
    const { out } = await called(['init', '--for', 'ci'], [pipeline]);
    expect(out).toContain(`written:   ${file}\n`);
    const steps = linesWithFolder(parse(readFileSync(file, 'utf8')));
    expect(steps.filter(([line]) => line.startsWith('np')).map(([, where]) => where)).toEqual(
      Array(3).fill('apps/two words'),
    );
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

  test('names the file it cannot complete', async () => {
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

describe('a shipped scenario, wherever the package lies', () => {
  const name = 'library:access-reviews/security-group.scenario.yaml';

  test('is called by its name in the library, in the reports too', async () => {
    const { code, out } = await called(['run', 'library:security-group', '-r', 'terminal', '-r', 'junit']);
    expect(out).toContain(`✓ Review access to a security group  ${name}\n`);
    expect(readFileSync('reports/junit.xml', 'utf8')).toContain(`file="${name}"`);
    expect(code).toBe(0);
    expect((await called(['run', name, '--only', 'create-group'])).code).toBe(0);
  });

  test('finds the files beside it', async () => {
    expect((await called(['check', 'library:'])).out).toMatch(/^\d+ scenarios with \d+ steps: nothing wrong/);
    expect((await called(['run', 'library:', '--against', 'sandbox'])).out).not.toContain('cannot be read');
  });

  test('is not written, and nothing is written in its place', async () => {
    const { err } = await called(['record', 'library:security-group', '--replace']);
    expect(err).toContain(
      'shipped files and files of installed packages are not written\n  fix: copy it, and the files beside it',
    );
    expect(readdirSync('.').filter((one) => one.startsWith('library'))).toEqual([]);
  });
});

describe('what is named in place of a scenario', () => {
  const cases = [
    ['pages/create-a-group.md', 'make a scenario of it: `npx tutorial-replay import pages/create-a-group.md`'],
    ['scenarios/create-a-group.recording.json', 'name its scenario, `scenarios/create-a-group.scenario.yaml`'],
    ['scenarios/create-a-group.seed.yaml', 'name a scenario that uses it'],
    ['security-group', 'did you mean `library:security-group`, which is shipped?'],
    ['library', 'did you mean `library:`, which is shipped?'],
    ['@access-reviews', 'did you mean `library:access-reviews`, which is shipped?'],
    ['library/access-reviews', 'did you mean `library:access-reviews`, which is shipped?'],
    ['@library/access-reviews/security-group.scenario.yaml', 'did you mean `library:access-reviews/security-group`'],
    ['scenarios/creat-a-group.scenario.yaml', 'did you mean `scenarios/create-a-group.scenario.yaml`?'],
    ['https://learn.microsoft.com/graph/x', 'this is an address: save what it shows as a file, and name that'],
    ['', 'leave it out; a variable of the shell may have no value'],
  ] as const;

  test.each(cases)('%s', async (operand, fix) => {
    await called(['init', '--for', 'documentation', '--yes']);
    for (const command of ['run', 'check']) {
      const { code, err } = await called([command, operand]);
      expect(err).toContain(`  fix: ${fix}`);
      expect(code).toBe(2);
    }
  });

  test('a flag after `--` is a path', async () => {
    const { err } = await called(['run', '--', '--against', 'sandbox']);
    expect(err).toContain('fix: put flags before `--`: everything after it is a path');
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
