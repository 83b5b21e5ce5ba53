import { dirname, join } from 'node:path';
import { attempt, type Files, writeAll, writeWhole } from './files.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { printRecord } from './ledger-record.ts';

/**
 * One run's file, to which lines are added. Nothing is there before the first lines, and those come synced. Who calls has
 * the lock of the run.
 */
export class JournalFile {
  readonly #path: string;
  readonly #files: Files;
  #descriptor: number | undefined;
  /** Up to here, every line is whole. */
  #bytes = 0;
  /** What stands after that must go before the next line. */
  #torn = false;
  /** A sync has failed: one that succeeds after it proves nothing about the lines before. */
  #lost = false;
  /** What the next line needs before it. */
  #lead = '';
  #unopened: unknown;

  constructor(path: string, files: Files) {
    this.#path = path;
    this.#files = files;
  }

  /**
   * Goes on with a file that is there. `bytes`: its length; `torn`: its last line has no end, and gets one. Where it cannot
   * be opened, no line can be added.
   */
  resume({ bytes, torn }: { readonly bytes: number; readonly torn: boolean }): void {
    this.#bytes = bytes;
    this.#lead = torn ? '\n' : '';
    try {
      this.#descriptor = this.#files.open(this.#path, 'existing');
    } catch (error) {
      this.#unopened = error;
    }
  }

  /**
   * Adds lines, all or none; rejects with what the file system says. `synced`: when this returns they are on disk, and so
   * is all that was added before. The others survive this process, and a power failure perhaps.
   */
  async append(records: readonly LedgerRecord[], { synced }: { readonly synced: boolean }): Promise<void> {
    if (this.#unopened !== undefined) throw this.#unopened;
    const bytes = Buffer.from(this.#lead + records.map(printRecord).join(''));
    if (this.#descriptor === undefined) {
      this.#descriptor = await this.#create(bytes);
      this.#bytes = bytes.length;
      return;
    }
    if (synced && this.#lost) throw new Error('the disk has failed before');
    const before = this.#bytes;
    this.#write(this.#descriptor, bytes);
    if (synced) await this.#sync(this.#descriptor, before);
    this.#lead = '';
  }

  /** Whether there is anything in the file. */
  get isEmpty(): boolean {
    return this.#descriptor === undefined;
  }

  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor !== undefined) attempt(() => this.#files.close(descriptor));
    this.#descriptor = undefined;
  }

  /** What is not known to be on disk must not be there either: nothing is sent for it. */
  async #create(bytes: Buffer): Promise<number> {
    try {
      await writeWhole(this.#path, bytes, this.#files);
      return this.#files.open(this.#path, 'existing');
    } catch (error) {
      attempt(() => this.#files.remove(this.#path));
      throw error;
    }
  }

  #write(descriptor: number, bytes: Buffer): void {
    if (this.#torn) this.#takeBack(descriptor);
    try {
      writeAll(descriptor, bytes, { files: this.#files, at: this.#bytes });
    } catch (error) {
      this.#torn = true;
      attempt(() => this.#takeBack(descriptor));
      throw error;
    }
    this.#bytes += bytes.length;
  }

  /** Half a line would spoil the one that comes after it. */
  #takeBack(descriptor: number): void {
    this.#files.truncate(descriptor, this.#bytes);
    this.#torn = false;
  }

  async #sync(descriptor: number, before: number): Promise<void> {
    try {
      await this.#files.sync(descriptor);
    } catch (error) {
      this.#lost = true;
      this.#bytes = before;
      this.#torn = true;
      attempt(() => this.#takeBack(descriptor));
      throw error;
    }
  }
}

/** Makes the private folder of all runs, and keeps git away from it. What could not be made whole is not there. */
export async function makeFolder(folder: string, files: Files): Promise<void> {
  const made = files.makeFolder(folder);
  if (made === undefined) return;
  const ignore = join(folder, '.gitignore');
  const [first = folder, ...above] = upTo(folder, made);
  try {
    const descriptor = files.open(ignore, 'replace');
    attempt(() => writeAll(descriptor, Buffer.from('*\n'), { files, at: 0 }));
    attempt(() => files.close(descriptor));
    // Each folder that was made is a name in the one above it.
    for (const one of [first, ...above]) await files.syncFolder(dirname(one));
  } catch (error) {
    attempt(() => files.remove(ignore));
    for (const one of [first, ...above]) attempt(() => files.removeFolder(one));
    throw error;
  }
}

/** A folder and those above it, to the last. */
function upTo(folder: string, last: string): readonly string[] {
  const parent = dirname(folder);
  return folder === last || parent === folder ? [folder] : [folder, ...upTo(parent, last)];
}
