import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectFields, withProjectFields } from '../tools/project-fields.ts';
import { runFlags } from './cli/options/config.ts';
import { reporters } from './report/reporter-table.ts';

/** What stands around the sources: the manifest, links between pages, workflows, the action and the recipes. */
const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));

describe('links', () => {
  const pages = ['README.md', 'SECURITY.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter(
    (name) => name.endsWith('.md'),
  );

  const anchors = (text: string) =>
    new Set(
      [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .trim()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      ),
    );

  test.each(pages)('of %s lead to what is there', (page) => {
    const text = read(page).replaceAll(/^(`{3,}).*?^\1/gms, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const dead = links
      .filter((link) => !/^(?:https?|mailto):/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(root, file))) return true;
        return anchor !== undefined && file.endsWith('.md') && !anchors(read(file)).has(anchor);
      });
    expect(dead).toEqual([]);
  });
});

test.each(['CONTRIBUTING.md', ...readdirSync(join(root, 'docs', 'decisions')).map((name) => `docs/decisions/${name}`)])(
  '%s names only files that are there',
  (page) => {
    const named = [...read(page).matchAll(/`((?:src|test|tools|bench)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  },
);

describe('the manifest', () => {
  const fields = { repository: 1, homepage: 2, bugs: 3 };

  test('has repository, homepage and bugs as tools/project.json has them, or none of them', () => {
    const wanted = withProjectFields(manifest, projectFields(JSON.parse(read('tools/project.json'))));
    expect(Object.entries(manifest)).toEqual(Object.entries(wanted));
  });

  test('names no address where no owner is named', () => {
    const project = { host: 'github.com', owner: '', name: 'tutorial-replay' };
    expect(projectFields(project)).toBeUndefined();
    expect(withProjectFields({ ...fields, license: 'MIT' }, undefined)).toEqual({ license: 'MIT' });
  });

  test('has all three once an owner is named', () => {
    expect(projectFields({ host: 'github.com', owner: 'contoso', name: 'tutorial-replay' })).toEqual({
      repository: { type: 'git', url: 'git+https://github.com/contoso/tutorial-replay.git' },
      homepage: 'https://github.com/contoso/tutorial-replay#readme',
      bugs: 'https://github.com/contoso/tutorial-replay/issues',
    });
  });

  test('runs nothing at those who install the package', () => {
    expect(['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in manifest.scripts)).toEqual([]);
  });

  test('lets a live run bring its own sign-in', () => {
    expect(manifest.peerDependenciesMeta['@azure/identity']).toEqual({ optional: true });
    expect(manifest.dependencies).not.toHaveProperty('@azure/identity');
    expect(manifest.devDependencies).toHaveProperty('@azure/identity');
  });
});

describe('the changelog', () => {
  const changeset = join(root, 'node_modules/.bin/changeset');

  test('a change without a line for it is found, and a version moves the lines into the changelog', () => {
    const folder = mkdtempSync(join(tmpdir(), 'changes-'));
    try {
      const run = (command: string, ...args: readonly string[]) =>
        spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
      const git = (...args: readonly string[]) =>
        expect(run('git', '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args).status).toBe(0);
      for (const name of ['package.json', 'CHANGELOG.md', '.changeset/config.json', '.changeset/README.md']) {
        cpSync(join(root, name), join(folder, name), { recursive: true });
      }
      mkdirSync(join(folder, 'src'));
      const commit = (text: string) => {
        writeFileSync(join(folder, 'src/index.ts'), text);
        git('add', '--all');
        git('commit', '--quiet', '--message', 'A change');
      };
      git('init', '--quiet', '--initial-branch', 'main');
      commit('1');
      git('checkout', '--quiet', '-b', 'topic');
      commit('2');
      const status = () => run(changeset, 'status', '--since=main');
      expect(status().status, status().stdout).toBe(1);
      expect(run(changeset, '--patch', 'tutorial-replay', '--message', 'Runs are quicker.').status).toBe(0);
      commit('3');
      expect(status().status, status().stdout).toBe(0);
      expect(run(changeset, 'version').status).toBe(0);
      const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
      expect(changelog).toMatch(
        /^# Changelog\n\n## \d+\.\d+\.\d+\n\n### Patch Changes\n\n- \w+: Runs are quicker\.\n\n## 0\.1\.0/,
      );
      expect(readdirSync(join(folder, '.changeset')).sort()).toEqual(['README.md', 'config.json']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);
const templates = readdirSync(join(root, '.github/ISSUE_TEMPLATE')).map((name) => `.github/ISSUE_TEMPLATE/${name}`);
const recipes = ['action.yml', 'recipes/azure-pipelines.yml'];

describe('workflows, templates and recipes', () => {
  test.each([...workflows, ...templates, ...recipes])('%s is YAML without duplicate keys', (file) => {
    expect(parse(read(file))).toBeTypeOf('object');
  });

  test('tests run on the oldest Node that is supported, on each system', () => {
    const { matrix } = parse(read('.github/workflows/test.yml')).jobs.test.strategy;
    expect(matrix.os).toEqual(['ubuntu-latest', 'windows-latest', 'macos-latest']);
    expect(manifest.engines.node).toBe(`>=${matrix.node[0]}`);
    expect(matrix.node).toEqual(['22.19', '24', 'current']);
  });

  test('the template for Azure publishes reports only where a run wrote them', () => {
    type Step = { readonly displayName?: string; readonly script?: string; readonly condition?: string };
    const steps: readonly Step[] = parse(read('recipes/azure-pipelines.yml')).steps;
    const look = steps.findIndex(({ displayName }) => displayName === 'Look for the reports');
    expect(steps.slice(look + 1).map(({ condition }) => condition)).toEqual(
      Array(3).fill(expect.stringContaining("always(), eq(variables['tutorialReplayReports'], 'true')")),
    );
    const folder = mkdtempSync(join(tmpdir(), 'azure-'));
    const line = steps[look]?.script?.replace('$(Build.ArtifactStagingDirectory)', folder) ?? '';
    const printed = () => spawnSync(line, { shell: true, encoding: 'utf8' }).stdout;
    expect(printed()).toBe('');
    mkdirSync(join(folder, 'tutorial-replay'));
    writeFileSync(join(folder, 'tutorial-replay/result.json'), '{}');
    expect(printed()).toBe('##vso[task.setvariable variable=tutorialReplayReports]true\n');
    rmSync(folder, { recursive: true });
  });

  /** The shell lines of every step, wherever it stands. */
  const linesIn = (value: unknown): readonly string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) =>
      (key === 'run' || key === 'script') && typeof inner === 'string' ? [inner] : linesIn(inner),
    );
  };

  test.each([...workflows, ...recipes])('the shell lines of %s can be read, and name what is there', (file) => {
    const lines = linesIn(parse(read(file)));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      const text = line.replaceAll(/\$\{\{.*?\}\}/g, 'x');
      expect(spawnSync('bash', ['-n', '-c', text], { encoding: 'utf8' }).stderr, text).toBe('');
    }
    const text = lines.join('\n');
    const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);
    expect(named(/npm run ([\w:-]+)/g).filter((name) => !(name in manifest.scripts))).toEqual([]);
    expect(
      named(/npm ci --prefix (\S+)/g).filter((name) => !existsSync(join(root, name, 'package-lock.json'))),
    ).toEqual([]);
    expect(named(/--file (\S+)/g).filter((name) => !existsSync(join(root, name)))).toEqual([]);
    const commands = named(/npx ([a-z]\S+)/g).filter((name) => name !== manifest.name);
    expect(commands.filter((name) => !existsSync(join(root, 'node_modules/.bin', name)))).toEqual([]);
  });

  test('only the release may ask for an identity, and it publishes with provenance', () => {
    const permitted = workflows.filter((file) => read(file).includes('id-token: write'));
    expect(permitted).toEqual(['.github/workflows/release.yml']);
    expect(read('.github/workflows/release.yml')).toContain('npm publish --provenance');
    expect(workflows.filter((file) => parse(read(file)).permissions.contents !== 'read')).toEqual([]);
  });

  test.each([...recipes, 'docs/ci.md'])('%s names reporters and flags that there are', (file) => {
    const text = read(file);
    const names = [...text.matchAll(/ -r ([a-z]+)/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !Object.hasOwn(reporters, name))).toEqual([]);
    const commands = text.match(/tutorial-replay run .*$/gm) ?? [];
    const flags = commands.flatMap((line) => line.match(/--[a-z][a-z-]*/g) ?? []);
    expect(flags.filter((flag) => !runFlags.some(({ name }) => flag === `--${name}`))).toEqual([]);
  });
});
