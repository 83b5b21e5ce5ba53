import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { placeOfFile } from '../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../diagnostics/problem.ts';
import type { FileSink } from './reporter.ts';
import { writeProblem } from './write-file.ts';

/** A sink at the end of a file that belongs to somebody else, and how long that file is. */
export type AppendSink = FileSink & { readonly sizeBytes: number };

/**
 * Opens a file to append to it. Nothing is written before `end`, and then all of it. Problems: `file-unreadable`.
 */
export function openAppendSink(path: string): Outcome<AppendSink> {
  try {
    const flags =
      constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const descriptor = openSync(path, flags, 0o600);
    const stat = fstatSync(descriptor);
    if (stat.isFile()) return success(new AppendedFile(path, descriptor, stat.size));
    closeSync(descriptor);
    const message = 'this is no regular file, and nothing else is appended to';
    return failure([{ code: 'file-unreadable', message, at: placeOfFile(path), fix: 'name a file' }]);
  } catch (error) {
    return failure([writeProblem(path, error)]);
  }
}

class AppendedFile implements AppendSink {
  readonly sizeBytes: number;
  readonly #path: string;
  readonly #found: Problem[] = [];
  #descriptor: number | undefined;
  #text = '';

  constructor(path: string, descriptor: number, sizeBytes: number) {
    this.#path = path;
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
      const bytes = Buffer.from(this.#text);
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
