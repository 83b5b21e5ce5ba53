import {
  closeSync,
  constants,
  existsSync,
  fsync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { installedProblem } from '../../diagnostics/library-path.ts';
import { makeFolder } from '../../diagnostics/make-folder.ts';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { promisify } from '../../node-util.ts';
import type { SecretIndex } from '../../redaction/scan/secret-index.ts';
import { secretProblem } from '../../redaction/scan/secret-problem.ts';
import { type SecretFinding, SecretScanner } from '../../redaction/scan/secret-scanner.ts';
import type { FileSink, Replaceable } from '../wording/reporter.ts';

/**
 * Opens a file that is at every moment either old, absent or complete, even if the process is killed: it is written
 * beside its target, synced, and renamed by `end()`. Only regular files are replaced, and only by bytes without
 * secrets: none of a known shape, and none of the `secrets` at that moment. `random` names the temporary file. A file
 * that is not `synced` survives the end of the process, but not a power failure. Only its owner can read it, unless it
 * is `shared`: then the umask decides. Problems: `file-unreadable`; later `secret-found`.
 */
export function openFileSink(
  path: string,
  random: string,
  { replaces, secrets, synced = true, shared = false }: FileHabits,
): Result<WholeFile> {
  try {
    const refused = refusal(path) ?? anotherFile(path, replaces);
    if (refused !== undefined) return failure([refused]);
    makeFolder(dirname(path));
    const temporary = join(dirname(path), `.${basename(path)}.tmp-${random}`);
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const descriptor = openSync(temporary, flags, shared ? 0o666 : 0o600);
    return success(new TemporaryFile({ path, temporary, secrets, synced }, descriptor));
  } catch (error) {
    return failure([writeProblem(path, error)]);
  }
}

export type FileHabits = {
  readonly replaces: Replaceable;
  readonly secrets?: (() => SecretIndex) | undefined;
  readonly synced?: boolean;
  readonly shared?: boolean;
};

/** A file that is written completely or not at all; it also accepts bytes. */
export type WholeFile = FileSink & { readonly writeBytes: (bytes: Uint8Array) => void };

const bufferedCharacters = 64 * 1024;

type Target = {
  readonly path: string;
  readonly temporary: string;
  readonly secrets: (() => SecretIndex) | undefined;
  readonly synced: boolean;
};

class TemporaryFile implements WholeFile {
  readonly #path: string;
  readonly #temporary: string;
  readonly #secrets: Target['secrets'];
  readonly #synced: boolean;
  readonly #found: Problem[] = [];
  #descriptor: number | undefined;
  #buffered = '';

  constructor({ path, temporary, secrets, synced }: Target, descriptor: number) {
    this.#path = path;
    this.#temporary = temporary;
    this.#secrets = secrets;
    this.#synced = synced;
    this.#descriptor = descriptor;
  }

  problems(): readonly Problem[] {
    return this.#found;
  }

  // Synchronous on purpose: a run does not wait for its listeners, and queued text would pile up in memory.
  write(text: string): void {
    if (this.#descriptor === undefined) return;
    this.#buffered += text;
    if (this.#buffered.length >= bufferedCharacters) this.#attempt((descriptor) => this.#flush(descriptor));
  }

  writeBytes(bytes: Uint8Array): void {
    this.#attempt((descriptor) => {
      this.#flush(descriptor);
      writeAll(descriptor, bytes);
    });
  }

  async end(): Promise<void> {
    this.#attempt((descriptor) => this.#flush(descriptor));
    if (this.#synced) await this.#sync();
    let isThere = false;
    this.#attempt((descriptor) => {
      const secrets = scanWritten(descriptor, this.#secrets?.());
      this.#close();
      const refused = refusal(this.#path);
      this.#found.push(...secrets.map((finding) => secretProblem(this.#path, finding, notWritten)));
      if (refused !== undefined) this.#found.push(refused);
      if (this.#found.length === 0) {
        renameSync(this.#temporary, this.#path);
        isThere = true;
      } else this.#discard();
    });
    if (this.#synced && isThere) await syncFolder(dirname(this.#path));
  }

  async abort(): Promise<void> {
    this.#close();
    this.#discard();
  }

  #attempt(action: (descriptor: number) => void): void {
    if (this.#descriptor === undefined) return;
    try {
      action(this.#descriptor);
    } catch (error) {
      this.#found.push(writeProblem(this.#path, error));
      this.#close();
      this.#discard();
    }
  }

  /** Not synchronous: a report of thousands of files would block the other scenarios. */
  async #sync(): Promise<void> {
    if (this.#descriptor === undefined) return;
    try {
      await promisify(fsync)(this.#descriptor);
    } catch (error) {
      this.#attempt(() => {
        throw error;
      });
    }
  }

  #flush(descriptor: number): void {
    const bytes = Buffer.from(this.#buffered);
    this.#buffered = '';
    writeAll(descriptor, bytes);
  }

  #close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    this.#buffered = '';
    if (descriptor !== undefined) closeSync(descriptor);
  }

  #discard(): void {
    try {
      rmSync(this.#temporary, { force: true });
    } catch {
      // A temporary file that cannot be removed is recognizable by its name; the first problem is reported.
    }
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

/** What to do about a secret in a report. */
export const notWritten =
  'the file was not written; revoke the secret if it is real, for it was in a response or a scenario';

/** Searches the bytes that are on the disk, by the descriptor that wrote them. */
function scanWritten(descriptor: number, secrets: SecretIndex | undefined): readonly SecretFinding[] {
  const scanner = new SecretScanner(secrets);
  const chunk = Buffer.alloc(bufferedCharacters);
  for (let at = 0; ; ) {
    const read = readSync(descriptor, chunk, 0, chunk.length, at);
    if (read === 0) return scanner.end();
    scanner.push(chunk.subarray(0, read));
    at += read;
  }
}

/** Why the path must not be written to, if so. */
function refusal(path: string): Problem | undefined {
  const at = placeOfFile(path);
  if (path === '' || /[/\\]$/.test(path)) {
    return { code: 'file-unreadable', message: 'this names a folder', at, fix: 'name a file' };
  }
  const installed = installedProblem(path);
  if (installed !== undefined) return installed;
  const existing = lstatSync(path, { throwIfNoEntry: false });
  if (existing === undefined || existing.isFile()) return undefined;
  const kind = existing.isDirectory()
    ? 'a folder'
    : existing.isSymbolicLink()
      ? 'a symbolic link'
      : 'not a regular file';
  return {
    code: 'file-unreadable',
    message: `this is ${kind}; only a regular file is replaced`,
    at,
    fix: 'name another file, or move the existing one away',
  };
}

/** A file that is not an earlier one of its kind: a name that was mistyped would cost a scenario or a page. */
export function anotherFile(path: string, replaces: Replaceable): Problem | undefined {
  if (replaces === 'any' || !existsSync(path)) return undefined;
  const descriptor = openSync(path, constants.O_RDONLY);
  try {
    const begin = Buffer.alloc(512);
    const text = begin.toString('utf8', 0, readSync(descriptor, begin));
    if (text === '' || (replaces !== 'none' && replaces.test(text))) return undefined;
  } finally {
    closeSync(descriptor);
  }
  const message = 'this file is of another kind, and is not replaced';
  const fix = 'name another file, or move the existing one away';
  return { code: 'file-unreadable', message, at: placeOfFile(path), fix };
}

/** Makes the rename last; not every file system can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The file is complete in either case.
  }
}

const writeErrors: { readonly [code: string]: string } = {
  ENOENT: 'a folder of the path does not exist',
  EACCES: 'the file is not writable',
  EPERM: 'the file is not writable',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EEXIST: 'a file of the path is not a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'the path is a loop of links',
  EFBIG: 'the file is too large for its disk',
};

/** The problem that prevented the writing of a file. */
export function writeProblem(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return {
    code: 'file-unreadable',
    message: writeErrors[code] ?? `the file cannot be written (${code})`,
    at: placeOfFile(path),
    fix: 'check the path, its permissions and the space on the disk',
  };
}
