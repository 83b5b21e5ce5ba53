import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../../bin/tutorial-replay.js', import.meta.url));

export type Ended = { readonly code: number | string; readonly out: string; readonly err: string };
/** A process, and how it ends: with its exit code, or the signal that killed it. */
export type StartedProgram = { readonly process: ChildProcess; readonly ended: Promise<Ended> };

type StartOptions = {
  readonly cwd: string;
  /** All that it has beside `PATH`. */
  readonly environment: { readonly [name: string]: string };
  readonly stdio?: StdioOptions;
  readonly detached?: boolean;
};

const children = new Set<ChildProcess>();

/** Starts a command and gathers what it prints. */
export function startProgram(command: readonly string[], options: StartOptions): StartedProgram {
  const { cwd, environment, stdio = 'pipe', detached = false } = options;
  const [file = '', ...args] = command;
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const child = spawn(file, args, { cwd, env, stdio, detached });
  children.add(child);
  const written = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    written.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    written.err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? '', ...written }));
  });
  return { process: child, ended };
}

/** Kills what a test left running. */
export function killStarted(): void {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
}

/** Waits until it is so. Throws after a minute. */
export async function until(what: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!what()) {
    if (performance.now() > deadline) throw new Error('waited for a minute in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
