import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pathFix } from '../../diagnostics/nearest-path.ts';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Result, success } from '../../diagnostics/problem.ts';
import { readError } from '../../diagnostics/read-source.ts';
import type { SecretIndex } from './secret-index.ts';
import { type SecretFinding, SecretScanner } from './secret-scanner.ts';

const chunkBytes = 64 * 1024;

/** Searches a file of any kind and size for secrets. Only regular files are read. Problems: `file-unreadable`. */
export async function scanFile(
  path: string,
  sought: SecretIndex,
  allowed: ReadonlySet<string> = new Set(),
): Promise<Result<readonly SecretFinding[]>> {
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK opening a FIFO would wait for a writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!(await file.stat()).isFile()) return unreadable(path, 'this is not a regular file', 'name a file');
    const scanner = new SecretScanner(sought, allowed);
    const chunk = Buffer.alloc(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes);
      if (bytesRead === 0) return success(scanner.end());
      scanner.push(chunk.subarray(0, bytesRead));
    }
  } catch (error) {
    return unreadable(path, readError(error), pathFix(path));
  } finally {
    await file?.close();
  }
}

function unreadable(path: string, message: string, fix: string): ReturnType<typeof failure> {
  return failure([{ code: 'file-unreadable', message, at: placeOfFile(path), fix }]);
}
