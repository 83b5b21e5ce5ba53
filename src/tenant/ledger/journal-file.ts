import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { LedgerRecord } from './ledger-record.ts';
import { printRecord } from './ledger-record.ts';

const newFile = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** One run's file, to which lines are added and synced. Nothing is there before the first line. */
export class JournalFile {
  readonly #path: string;
  readonly #flags: number;
  #descriptor: number | undefined;
  /** Up to here, every line is whole. */
  #bytes = 0;

  /** `flags`: how a file that is not there yet is opened. */
  constructor(path: string, flags = newFile) {
    this.#path = path;
    this.#flags = flags;
  }

  /** Goes on with a file that is there, of which so many bytes are whole lines. */
  resume(bytes: number): void {
    this.#descriptor = openSync(this.#path, constants.O_RDWR | constants.O_NOFOLLOW);
    ftruncateSync(this.#descriptor, bytes);
    this.#bytes = bytes;
  }

  /** Adds lines; when this returns they are on disk. Throws what the file system throws, and then none of them is there. */
  append(records: readonly LedgerRecord[]): void {
    const created = this.#descriptor === undefined;
    const descriptor = this.#descriptor ?? this.#create();
    this.#descriptor = descriptor;
    const bytes = Buffer.from(records.map(printRecord).join(''));
    try {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(descriptor, bytes, written, bytes.length - written, this.#bytes + written);
      }
      fsyncSync(descriptor);
      if (created) syncFolder(dirname(this.#path));
    } catch (error) {
      this.#takeBack(descriptor);
      throw error;
    }
    this.#bytes += bytes.length;
  }

  /** Whether there is anything in the file. */
  get isEmpty(): boolean {
    return this.#bytes === 0;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #create(): number {
    return openSync(this.#path, this.#flags, 0o600);
  }

  /** Half a line would spoil the one that comes after it. */
  #takeBack(descriptor: number): void {
    try {
      if (fstatSync(descriptor).isFile()) ftruncateSync(descriptor, this.#bytes);
    } catch {
      // A reader passes over a torn last line; and the next line is written over it.
    }
  }
}

/** Makes the private folder of all runs, and keeps git away from it. */
export function makeFolder(folder: string): void {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  writeFileSync(join(folder, '.gitignore'), '*\n', { mode: 0o600 });
  syncFolder(folder);
  syncFolder(dirname(folder));
  syncFolder(dirname(made));
}

export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } catch {
    // Some file systems sync no folders; their files are there all the same.
  } finally {
    closeSync(descriptor);
  }
}
