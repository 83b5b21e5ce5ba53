import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, codeOf, type Files, namesIn } from './files.ts';

/**
 * Locks of runs: an empty file named after the run, the process and its start, so that it is complete as soon as it
 * exists. A process first makes its own lock and then looks for others: if two do so at the same time, at least one
 * sees the other. The lock of a process that has ended is ignored.
 */
export type Lock = { readonly release: () => void };

export type LockOptions = { readonly folder: string; readonly pid: number; readonly files: Files };

/** Takes the lock of a run; `undefined` if a living process has it. Throws the error of the file system. */
export function takeLock(run: string, { folder, pid, files }: LockOptions): Lock | undefined {
  const name = `${run}.${pid}-${(pid === process.pid ? ownStart() : startOf(pid)) ?? 0}.lock`;
  const path = join(folder, name);
  let descriptor: number;
  try {
    descriptor = files.open(path, 'fresh');
  } catch (error) {
    // This process has it already.
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
  attempt(() => files.close(descriptor));
  const release = () => attempt(() => files.remove(path));
  try {
    const others = locksIn(namesIn(folder, files)).filter((other) => other.run === run && other.name !== name);
    if (others.some(isHeld)) {
      release();
      return undefined;
    }
    for (const other of others) attempt(() => files.remove(join(folder, other.name)));
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

/** The runs that living processes work on, and the locks of processes that have ended. */
export function lockedRuns(names: readonly string[]): {
  readonly held: ReadonlySet<string>;
  readonly dead: readonly string[];
} {
  const locks = locksIn(names).map((lock) => ({ ...lock, held: isHeld(lock) }));
  return {
    held: new Set(locks.filter(({ held }) => held).map(({ run }) => run)),
    dead: locks.filter(({ held }) => !held).map(({ name }) => name),
  };
}

type FoundLock = { readonly name: string; readonly run: string; readonly pid: number; readonly start: number };

function locksIn(names: readonly string[]): readonly FoundLock[] {
  return names.flatMap((name) => {
    const [, run, pid, start] = /^(.+)\.(\d+)-(\d+)\.lock$/.exec(name) ?? [];
    return run === undefined ? [] : [{ name, run, pid: Number(pid), start: Number(start) }];
  });
}

/** Process numbers are reused: the start shows whether it is the same process. */
function isHeld({ pid, start }: FoundLock): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return start === 0 || now === undefined || now === start;
}

let own: { readonly start: number | undefined } | undefined;

/** The start of this process: read once for all of its runs. */
function ownStart(): number | undefined {
  own ??= { start: startOf(process.pid) };
  return own.start;
}

/** When a process began, in ticks since the system started; known on Linux only. A zombie does not count as a process. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? -1 : Number(fields[19]);
  } catch {
    return undefined;
  }
}
