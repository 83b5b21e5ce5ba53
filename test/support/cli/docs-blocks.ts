/** The fenced blocks of README and docs, and folders in which they can be run as they are pasted; no part of the package. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vitestConfig } from '../vitest/vitest-project.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export type DocsBlock = {
  readonly page: string;
  /** 1-based, of the line that opens it. */
  readonly line: number;
  /** What follows the fence; empty where nothing does. */
  readonly language: string;
  readonly text: string;
  /** Why it is not run, where a comment before it says so. */
  readonly reason: string | undefined;
};

export const docsPages: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'docs/gallery/README.md',
];

const fence = /^( *)(?:<!-- not run: (.+) -->\n\1)?```(\S*)[^\n]*\n([\s\S]*?)^\1```$/gm;

export function blocksOf(page: string): readonly DocsBlock[] {
  const source = readFileSync(join(root, page), 'utf8');
  return [...source.matchAll(fence)].map(({ index, 1: indent = '', 2: reason, 3: language = '', 4: body = '' }) => {
    const text = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    return { page, line: source.slice(0, index).split('\n').length, language, text, reason };
  });
}

/** A folder of a project, with the commands as an installed package has them. */
export type Workshop = {
  readonly folder: string;
  readonly run: (script: string) => Ran;
  /** The same while servers of this process answer; `more`: variables of the step. */
  readonly step: (script: string, more: { readonly [name: string]: string }) => Promise<Ran>;
};
type Ran = { readonly code: number | null; readonly output: string };

export function workshop(): Workshop {
  const home = mkdtempSync(join(tmpdir(), 'docs-blocks-'));
  const [folder, bin] = [join(home, 'project'), join(home, 'bin')];
  for (const path of [folder, bin]) mkdirSync(path);
  const program = `exec ${quoted(process.execPath)} -- ${quoted(join(root, 'bin/tutorial-replay.js'))} "$@"`;
  command('tutorial-replay', program);
  command(
    'npx',
    `[ "$1" = tutorial-replay ] || { echo "npx $1 is not a command of this package" >&2; exit 97; }; shift; ${program}`,
  );
  command('vitest', `exec ${quoted(process.execPath)} ${quoted(join(root, 'node_modules/vitest/vitest.mjs'))} "$@"`);
  // What a job installs is there.
  command('npm', '[ "$1" = ci ] || { echo "npm $1 is not known here" >&2; exit 97; }');
  const env = {
    PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    LANG: 'C.UTF-8',
    AZURE_CLIENT_SECRET: 'a secret of no one',
  };
  return {
    folder,
    run: (script) => {
      const done = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: folder, env, encoding: 'utf8' });
      return { code: done.status, output: done.stdout + done.stderr };
    },
    step: (script, more) =>
      new Promise((resolve) => {
        const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: folder, env: { ...env, ...more } });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
        child.on('close', (code) => resolve({ code, output }));
      }),
  };

  function command(name: string, text: string): void {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
}

const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;

export type Furniture = 'library' | 'documentation';

const furnished = new Map<Furniture, string>();

/** What readers have in the folder by then: made once, and copied for every other folder. */
export function furnish(shop: Workshop, kind: Furniture): void {
  const copy = (from: string, to: string) => cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  const before = furnished.get(kind);
  if (before !== undefined) {
    copy(before, shop.folder);
    return;
  }
  makeFurniture(shop, kind);
  const kept = join(mkdtempSync(join(tmpdir(), 'docs-blocks-kept-')), 'project');
  copy(shop.folder, kept);
  furnished.set(kind, kept);
}

/** Removes what was kept to be copied. */
export function forgetFurniture(): void {
  for (const folder of furnished.values()) rmSync(dirname(folder), { recursive: true, force: true });
  furnished.clear();
}

/** The shipped scenarios and their last result, or a page and what was imported of it. */
function makeFurniture({ folder, run }: Workshop, kind: Furniture): void {
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const must = (script: string) => {
    const { code, output } = run(script);
    if (code !== 0) throw new Error(output);
  };
  must('git init --quiet');
  if (kind === 'documentation') {
    must('npx tutorial-replay init --for documentation --yes && rm scenarios/*');
    const page = readFileSync(join(folder, 'pages/create-a-group.md'), 'utf8');
    for (const name of ['docs/tutorials/create-a-group.md', 'tutorial-groups.md']) put(name, page);
    const address = 'https://learn.example/graph/create-a-group';
    must(
      `npx tutorial-replay import docs/tutorials/create-a-group.md --page ${address} -o scenarios/groups.scenario.yaml`,
    );
    return;
  }
  cpSync(join(root, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
  mkdirSync(join(folder, 'docs/concepts'), { recursive: true });
  must('npx tutorial-replay run -r json=reports/result.json');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'node_modules/vitest'), join(folder, 'node_modules/vitest'));
  put('vitest.config.ts', vitestConfig);
  put('package.json', '{ "type": "module" }');
  const shipped = (name: string) => readFileSync(join(root, 'scenarios/access-reviews', name), 'utf8');
  for (const part of ['scenario.yaml', 'recording.json']) put(`review.${part}`, shipped(`security-group.${part}`));
  put('draft.yaml', shipped('security-group.scenario.yaml'));
  const result = readFileSync(join(folder, 'reports/result.json'), 'utf8');
  for (const name of ['yesterday', 'shard-1', 'shard-2', 'parts/1', 'parts/2']) put(`${name}.json`, result);
  for (const name of ['last-month', 'today']) put(`${name}.json`, result);
}
