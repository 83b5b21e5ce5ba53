import { dirname, join } from 'node:path';
import { attempt, type Files, writeAll, writeWhole } from './files.ts';
import type { LedgerRecord } from './ledger-record.ts';
import { printRecord } from './ledger-record.ts';

/**
 * The file of one run, to which lines are added. It does not exist before the first lines, which are synced. The caller
 * holds the lock of the run.
 */
export class JournalFile {
  readonly #path: string;
  readonly #files: Files;
  #descriptor: number | undefined;
  /** Every line before this offset is complete. */
  #bytes = 0;
  /** The text after that must be removed before the next line. */
  #torn = false;
  /** A sync has failed: one that succeeds after it proves nothing about the lines before. */
  #lost = false;
  /** The text that the next line needs before it. */
  #lead = '';
  #unopened: unknown;

  constructor(path: string, files: Files) {
    this.#path = path;
    this.#files = files;
  }

  /**
   * Continues an existing file. `bytes`: its length; `torn`: its last line has no end, and gets one. Where it cannot
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
   * Adds lines, all or none; rejects with the error of the file system. `synced`: when this returns they are on disk,
   * together with all lines before. Other lines survive the end of this process, but perhaps not a power failure.
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

  /** Lines that may not be on disk must not be in the file either: nothing is sent for them. */
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

  /** A partial line would damage the next one. */
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

/** Makes the private folder of all runs, with a .gitignore. A folder that cannot be completed is removed. */
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
