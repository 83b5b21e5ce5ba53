import { closeSync, constants, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Locks of runs: an empty file named for the run, the process and its start, so that it is whole the moment it is there.
 * Who wants a run first makes a lock of their own and then looks for others: of two who do so at once, at least one sees
 * the other. A lock of a process that is gone counts for nothing.
 */
export type Lock = { readonly release: () => void };

export type ThisProcess = { readonly pid: number };

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Takes the lock of a run; `undefined` where a living process has it. Throws what the file system throws. */
export function takeLock(folder: string, run: string, { pid }: ThisProcess): Lock | undefined {
  const name = `${run}.${pid}-${startOf(pid) ?? 0}.lock`;
  const path = join(folder, name);
  try {
    closeSync(openSync(path, flags, 0o600));
  } catch (error) {
    // This process has it already.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
  const release = () => rmSync(path, { force: true });
  const others = locksOf(folder, run).filter((other) => other.name !== name);
  if (others.some(isHeld)) {
    release();
    return undefined;
  }
  for (const other of others) rmSync(join(folder, other.name), { force: true });
  return { release };
}

/** Whether a living process works on a run. */
export function isLocked(folder: string, run: string): boolean {
  return locksOf(folder, run).some(isHeld);
}

/** Removes the locks of processes that are gone. */
export function removeDeadLocks(folder: string): void {
  for (const lock of locksOf(folder)) if (!isHeld(lock)) rmSync(join(folder, lock.name), { force: true });
}

type FoundLock = { readonly name: string; readonly pid: number; readonly start: number };

/** Of one run, or of all. */
function locksOf(folder: string, run?: string): readonly FoundLock[] {
  return namesIn(folder).flatMap((name) => {
    const match = /^(.+)\.(\d+)-(\d+)\.lock$/.exec(name);
    return match !== null && (run === undefined || match[1] === run)
      ? [{ name, pid: Number(match[2]), start: Number(match[3]) }]
      : [];
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process number is given again: its start tells whether it is the same process. */
function isHeld({ pid, start }: FoundLock): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const now = startOf(pid);
  return start === 0 || now === undefined || now === start;
}

/** When a process began, in ticks since the system did; known on Linux only. A zombie is no process. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? -1 : Number(fields[19]);
  } catch {
    return undefined;
  }
}
