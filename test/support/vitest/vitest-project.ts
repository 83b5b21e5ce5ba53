import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const plugin = fileURLToPath(new URL('../../../src/vitest/plugin.ts', import.meta.url));

/**
 * The three lines of a user, but for where the plugin comes from. Vitest leaves a package's code to Node; so here, too,
 * where that code is not a package yet.
 */
export const vitestConfig: string = `import { defineConfig } from 'vitest/config';
import { scenarios } from ${JSON.stringify(plugin)};
const server = { deps: { external: [/runtime[.]ts$/] } };
export default defineConfig({ plugins: [scenarios()], test: { include: ['**/*.scenario.yaml'], isolate: false, server } });
`;

export type Finished = { readonly exitCode: number | null; readonly output: string };

/** A folder as a user has it, in which the real vitest runs as a process of its own. */
export class VitestProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(files: { readonly [name: string]: string }): Promise<VitestProject> {
    const project = new VitestProject(await mkdtemp(join(tmpdir(), 'tutorial-replay-vitest-')));
    await mkdir(project.path('node_modules'));
    await symlink(join(modules, 'vitest'), project.path('node_modules/vitest'), 'dir');
    const all = { 'package.json': '{ "type": "module" }', 'vitest.config.ts': vitestConfig, ...files };
    for (const [name, text] of Object.entries(all)) await project.write(name, text);
    return project;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(join(this.path(name), '..'), { recursive: true });
    await writeFile(this.path(name), text);
  }

  read(name: string): Promise<string> {
    return readFile(this.path(name), 'utf8');
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** Runs vitest to its end. */
  async run(...args: readonly string[]): Promise<Finished> {
    const running = this.start(...args);
    return { exitCode: await running.ended, output: running.output() };
  }

  /** Starts vitest; for those who want to watch it. */
  start(...args: readonly string[]): RunningVitest {
    const child = spawn(process.execPath, [join(modules, 'vitest/vitest.mjs'), ...args], {
      cwd: this.folder,
      // Nothing of the vitest that runs this test, nor of the machine it runs on.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
    return { output: () => output, ended, stop: () => void child.kill('SIGKILL') };
  }
}

export type RunningVitest = {
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  readonly stop: () => void;
};

/**
 * Waits until what a process wrote since `from` satisfies a condition; returns how much it has written then. `again` is done
 * every ten seconds until then: a change of a file that comes before anyone watches is not seen.
 */
export async function written(
  running: RunningVitest,
  pattern: RegExp,
  { from = 0, again }: { readonly from?: number; readonly again?: () => Promise<void> } = {},
): Promise<number> {
  const begun = performance.now();
  let nextMs = 10_000;
  while (!pattern.test(running.output().slice(from))) {
    const passedMs = performance.now() - begun;
    if (passedMs > 110_000) throw new Error(`${pattern} did not appear in:\n${running.output()}`);
    if (passedMs > nextMs && running.output().length === from) await again?.();
    if (passedMs > nextMs) nextMs += 10_000;
    await pause(50);
  }
  return running.output().length;
}
