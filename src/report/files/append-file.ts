import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import type { SecretIndex } from '../../redaction/scan/secret-index.ts';
import { secretProblem } from '../../redaction/scan/secret-problem.ts';
import { scanText } from '../../redaction/scan/secret-scanner.ts';
import type { FileSink } from '../wording/reporter.ts';
import { notWritten, writeProblem } from './write-file.ts';

/** A sink at the end of a file that another program owns, and the size of that file. */
export type AppendSink = FileSink & { readonly sizeBytes: number };

/**
 * Opens a file to append to it. Nothing is written before `end`, which then writes everything unless it contains a
 * secret. Problems: `file-unreadable`; later `secret-found`, with the place in the appended text.
 */
export function openAppendSink(path: string, secrets?: () => SecretIndex): Result<AppendSink> {
  try {
    const flags =
      constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const descriptor = openSync(path, flags, 0o600);
    const stat = fstatSync(descriptor);
    if (stat.isFile()) return success(new AppendedFile({ path, secrets, sizeBytes: stat.size }, descriptor));
    closeSync(descriptor);
    const message = 'this is not a regular file, and nothing else is appended to';
    return failure([{ code: 'file-unreadable', message, at: placeOfFile(path), fix: 'name a file' }]);
  } catch (error) {
    return failure([writeProblem(path, error)]);
  }
}

type Target = {
  readonly path: string;
  readonly secrets: (() => SecretIndex) | undefined;
  readonly sizeBytes: number;
};

class AppendedFile implements AppendSink {
  readonly sizeBytes: number;
  readonly #path: string;
  readonly #secrets: Target['secrets'];
  readonly #found: Problem[] = [];
  #descriptor: number | undefined;
  #text = '';

  constructor({ path, secrets, sizeBytes }: Target, descriptor: number) {
    this.#path = path;
    this.#secrets = secrets;
    this.#descriptor = descriptor;
    this.sizeBytes = sizeBytes;
  }

  problems(): readonly Problem[] {
    return this.#found;
  }

  write(text: string): void {
    this.#text += text;
  }

  async end(): Promise<void> {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    try {
      const secrets = scanText(this.#text, this.#secrets?.());
      this.#found.push(...secrets.map((finding) => secretProblem(this.#path, finding, notWritten)));
      const bytes = Buffer.from(secrets.length === 0 ? this.#text : '');
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    } catch (error) {
      this.#found.push(writeProblem(this.#path, error));
    }
    await this.abort();
  }

  async abort(): Promise<void> {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
