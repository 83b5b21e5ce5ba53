import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { inFile } from './in-file.ts';
import type { Binary } from './message.ts';

const blockBytes = 256 * 1024;

/** The file changed after it was hashed. */
class FileChanged extends Error {
  readonly code = 'FILE_CHANGED';
}

/** What distinguishes a file from a later one of the same name. */
export function fileState({ dev, ino, size, mtimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs].join(':');
}

/** Whether the file of a body is unchanged since it was hashed, as far as the file system shows. */
export function isUnchanged({ [inFile]: file }: Binary): boolean {
  if (file === undefined) return true;
  const stat = statSync(file.path, { throwIfNoEntry: false });
  return stat !== undefined && fileState(stat) === file.state;
}

/** Hashes a part of an open file; `undefined` where the file ends before the part does. */
export function hashPart(descriptor: number, start: number, size: number): string | undefined {
  const hash = createHash('sha256');
  const block = Buffer.alloc(Math.min(blockBytes, Math.max(1, size)));
  for (let done = 0; done < size; ) {
    const read = readSync(descriptor, block, 0, Math.min(block.length, size - done), start + done);
    if (read === 0) return undefined;
    hash.update(block.subarray(0, read));
    done += read;
  }
  return hash.digest('hex');
}

/**
 * The bytes of a file, block by block. The last block is yielded only when all of them have the expected hash: a file that changes on the way is never sent whole. Throws a `FileChanged`.
 */
export async function* streamFile({ size, sha256, [inFile]: file }: Binary): AsyncGenerator<Buffer> {
  if (file === undefined) return;
  const changed = new FileChanged('the file changed while it was sent');
  const handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  if (handle === undefined) throw changed;
  try {
    const hash = createHash('sha256');
    for (let done = 0; done < size; ) {
      const block = Buffer.allocUnsafe(Math.min(blockBytes, size - done));
      const { bytesRead } = await handle.read(block, 0, block.length, file.start + done);
      if (bytesRead === 0) throw changed;
      done += bytesRead;
      const part = block.subarray(0, bytesRead);
      hash.update(part);
      if (done === size && hash.digest('hex') !== sha256) throw changed;
      yield part;
    }
  } finally {
    await handle.close();
  }
}

/** The same at once, for backends in this process. Where the file has become shorter, what remains of it. */
export function readFileBytes({ size, [inFile]: file }: Binary): Buffer {
  if (file === undefined) return Buffer.alloc(0);
  const bytes = Buffer.alloc(size);
  const descriptor = openSync(file.path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const there = fstatSync(descriptor).size - file.start;
    return bytes.subarray(0, readSync(descriptor, bytes, 0, Math.max(0, Math.min(size, there)), file.start));
  } finally {
    closeSync(descriptor);
  }
}
