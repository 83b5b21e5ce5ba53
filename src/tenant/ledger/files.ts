/** The file system as ledgers use it: a port, so that a test can fail each call and lose unsynced data. */
import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  write,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../diagnostics/make-folder.ts';
import { promisify } from '../../node-util.ts';

/** Each call throws (or rejects with) the error of the file system. */
export type Files = {
  /**
   * `fresh`: fails if the file exists; `replace`: empties it; `synced`: empties it, and every write is on disk;
   * `existing`: opens it unchanged. Links are not followed.
   */
  readonly open: (path: string, how: 'fresh' | 'replace' | 'synced' | 'existing') => number;
  /** Writes at a place in a file that was opened `synced`; returns how many bytes are on disk. */
  readonly writeSynced: (descriptor: number, bytes: Uint8Array, position: number) => Promise<number>;
  /** Writes at a place in the file; returns how many bytes it took. */
  readonly write: (descriptor: number, bytes: Uint8Array, position: number) => number;
  readonly truncate: (descriptor: number, bytes: number) => void;
  /** Returns when the contents of a file are on disk. */
  readonly sync: (descriptor: number) => Promise<void>;
  /** Returns when the names in a folder are on disk; `false` where this file system syncs no folders. */
  readonly syncFolder: (folder: string) => Promise<boolean>;
  readonly close: (descriptor: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** Removes a file; no error if it does not exist. */
  readonly remove: (path: string) => void;
  /** Only one in which nothing is. */
  readonly removeFolder: (folder: string) => void;
  /** A regular file of a size that a ledger can have; no link is followed. */
  readonly read: (path: string) => Buffer;
  readonly list: (folder: string) => readonly string[];
  /** Makes a private folder and those above it; returns the first that it had to make. */
  readonly makeFolder: (folder: string) => string | undefined;
};

const { O_RDWR, O_RDONLY, O_CREAT, O_EXCL, O_TRUNC, O_NOFOLLOW, O_NONBLOCK, O_DSYNC } = constants;
const flags = {
  fresh: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW,
  replace: O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW,
  // Windows has no such flag.
  synced: O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | (O_DSYNC ?? 0),
  existing: O_RDWR | O_NOFOLLOW,
} as const;

const dataSync = promisify(fdatasync);
const wholeSync = promisify(fsync);
const writeLater = promisify(write);

/** No ledger and no state of a run is larger. */
const mostBytes = 64 * 2 ** 20;

export const diskFiles: Files = {
  open: (path, how) => openSync(path, flags[how], 0o600),
  write: (descriptor, bytes, position) => writeSync(descriptor, bytes, 0, bytes.length, position),
  writeSynced: async (descriptor, bytes, position) =>
    (await writeLater(descriptor, bytes, 0, bytes.length, position)).bytesWritten,
  truncate: ftruncateSync,
  sync: dataSync,
  syncFolder: async (folder) => {
    const descriptor = openSync(folder, O_RDONLY);
    try {
      await wholeSync(descriptor);
      return true;
    } catch (error) {
      // Some file systems sync no folders; their files are there all the same.
      if (!['EINVAL', 'ENOTSUP', 'EBADF', 'EISDIR'].includes(codeOf(error) ?? '')) throw error;
      return false;
    } finally {
      closeSync(descriptor);
    }
  },
  close: closeSync,
  rename: renameSync,
  remove: unlinkSync,
  removeFolder: rmdirSync,
  read: (path) => {
    const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile() || stat.size > mostBytes) throw new Error('it is not a file of lines');
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  list: (folder) => readdirSync(folder),
  makeFolder: (folder) => makeFolder(folder, 0o700),
};

/** The code of a system error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** The names in a folder; empty if the folder does not exist. */
export function namesIn(folder: string, files: Files): readonly string[] {
  try {
    return [...files.list(folder)].sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Writes everything, even if the file system accepts only a part at a time. */
export function writeAll(descriptor: number, bytes: Uint8Array, { files, at }: { files: Files; at: number }): void {
  for (let written = 0; written < bytes.length; ) {
    written += someBytes(files.write(descriptor, bytes.subarray(written), at + written));
  }
}

/** Writes a new file beside its place, synced, and then renames it: it is absent or complete. */
export async function writeWhole(path: string, bytes: Uint8Array, files: Files): Promise<void> {
  const temporary = `${path}.tmp`;
  const descriptor = files.open(temporary, 'synced');
  try {
    for (let written = 0; written < bytes.length; ) {
      written += someBytes(await files.writeSynced(descriptor, bytes.subarray(written), written));
    }
    files.rename(temporary, path);
    await files.syncFolder(dirname(path));
  } catch (error) {
    attempt(() => files.remove(temporary));
    throw error;
  } finally {
    attempt(() => files.close(descriptor));
  }
}

function someBytes(taken: number): number {
  if (taken === 0) throw new Error('the file system accepts no more bytes');
  return taken;
}

/** Runs work whose failure does not matter. */
export function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // A failure here also makes a later call fail, which reports it.
  }
}
