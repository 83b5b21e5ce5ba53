/** A copy of the project in which files may be broken, and a warm vitest that tests it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reply, Request } from './host.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export class Workshop {
  readonly folder: string;
  readonly coverFile: string;
  #host: ChildProcess | undefined;
  #changed = new Set<string>();

  constructor(place: string) {
    this.folder = join(place, 'project');
    this.coverFile = join(place, 'covered');
    const ignored = new Set(['node_modules', 'dist', 'reports', '.git'].map((name) => join(root, name)));
    mkdirSync(place, { recursive: true });
    cpSync(root, this.folder, { recursive: true, filter: (path) => !ignored.has(path) });
    mkdirSync(join(this.folder, 'reports'));
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
    // Some tests read what lies beside the project, where it is.
    const beside = join(root, '../shared');
    if (existsSync(beside)) symlinkSync(beside, join(place, 'shared'), 'junction');
  }

  write(file: string, text: string): void {
    this.#changed.add(join(this.folder, file));
    writeFileSync(join(this.folder, file), text);
  }

  /**
   * Runs a test; `undefined` when it takes longer than that, and is ended. One by one, so that a mutant that loops for ever
   * is found with its first test.
   */
  async test(name: string, atMostMs: number): Promise<Reply | undefined> {
    const host = await this.#ready();
    const ended = Promise.withResolvers<Reply | undefined>();
    const timer = setTimeout(() => ended.resolve(undefined), atMostMs);
    host.once('message', ended.resolve);
    host.once('exit', () => ended.resolve(undefined));
    host.send({ test: join(this.folder, name), changed: [...this.#changed] } satisfies Request);
    this.#changed.clear();
    const reply = await ended.promise;
    clearTimeout(timer);
    host.removeAllListeners();
    if (reply === undefined) this.#end();
    return reply;
  }

  /** The regions that ran since they were last taken, as `file:number`. */
  takeCovered(): readonly string[] {
    if (!existsSync(this.coverFile)) return [];
    const lines = readFileSync(this.coverFile, 'utf8').split('\n').filter(Boolean);
    rmSync(this.coverFile);
    return [...new Set(lines)];
  }

  async #ready(): Promise<ChildProcess> {
    if (this.#host !== undefined && this.#host.exitCode === null) return this.#host;
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    // A group of its own: what tests start is ended with it.
    const host = fork(fileURLToPath(new URL('host.ts', import.meta.url)), {
      cwd: this.folder,
      env: { ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: true,
    });
    this.#host = host;
    await Promise.race([once(host, 'message'), once(host, 'exit')]);
    if (host.exitCode !== null) throw new Error(`vitest did not start in ${this.folder}`);
    return host;
  }

  #end(): void {
    const pid = this.#host?.pid;
    this.#host = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  close(): void {
    this.#end();
  }
}
