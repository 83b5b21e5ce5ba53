import { createHash, type Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { type BodyPieces, type FilePiece, inFile } from './in-file.ts';
import type { Binary } from './message.ts';

const blockBytes = 256 * 1024;
const flags = constants.O_RDONLY | constants.O_NOFOLLOW;

/** The file changed after it was hashed. */
class FileChanged extends Error {
  readonly code = 'FILE_CHANGED';
}

/** Properties that distinguish a file from a later one of the same name. */
export function fileState({ dev, ino, size, mtimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs].join(':');
}

const sizeOf = (piece: BodyPieces[number]): number => (Buffer.isBuffer(piece) ? piece.length : piece.size);

/** Whether the files of a body are unchanged since they were hashed, as far as the file system shows. */
export function isUnchanged({ [inFile]: pieces = [] }: Binary): boolean {
  return pieces.every((piece) => {
    if (Buffer.isBuffer(piece)) return true;
    const stat = statSync(piece.path, { throwIfNoEntry: false });
    return stat !== undefined && fileState(stat) === piece.state;
  });
}

/** Hashes a part of an open file; `undefined` where the file ends before the part does. */
export function hashPart(descriptor: number, start: number, size: number): string | undefined {
  const hash = createHash('sha256');
  return addPart(hash, descriptor, { start, size }) ? hash.digest('hex') : undefined;
}

function addPart(hash: Hash, descriptor: number, { start, size }: Pick<FilePiece, 'start' | 'size'>): boolean {
  const block = Buffer.alloc(Math.min(blockBytes, Math.max(1, size)));
  for (let done = 0; done < size; ) {
    const read = readSync(descriptor, block, 0, Math.min(block.length, size - done), start + done);
    if (read === 0) return false;
    hash.update(block.subarray(0, read));
    done += read;
  }
  return true;
}

/** The SHA-256 of consecutive pieces, block by block. For a file that was deleted, the hash from before. */
export function hashPieces(pieces: BodyPieces): string {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) hash.update(piece);
    else withFile(piece, (descriptor) => addPart(hash, descriptor, piece));
  }
  return hash.digest('hex');
}

function withFile<T>({ path }: FilePiece, use: (descriptor: number) => T): T | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, flags);
  } catch {
    return undefined;
  }
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A body of these pieces. */
export function bodyOfPieces(pieces: BodyPieces): Binary {
  const size = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0);
  return { size, sha256: hashPieces(pieces), [inFile]: pieces };
}

/**
 * The bytes of a body, block by block. The last block is yielded only if all bytes have the expected hash: a file that
 * changes meanwhile is never sent completely. Throws a `FileChanged`.
 */
export async function* streamPieces({ size, sha256, [inFile]: pieces = [] }: Binary): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let done = 0;
  for (const piece of pieces) {
    for await (const block of Buffer.isBuffer(piece) ? [piece] : blocksOf(piece)) {
      done += block.length;
      hash.update(block);
      if (done === size && hash.digest('hex') !== sha256) throw changed();
      yield block;
    }
  }
}

const changed = () => new FileChanged('the file changed while it was sent');

async function* blocksOf({ path, start, size }: FilePiece): AsyncGenerator<Buffer> {
  const handle = await open(path, flags).catch(() => undefined);
  if (handle === undefined) throw changed();
  try {
    for (let done = 0; done < size; ) {
      const block = Buffer.allocUnsafe(Math.min(blockBytes, size - done));
      const { bytesRead } = await handle.read(block, 0, block.length, start + done);
      if (bytesRead === 0) throw changed();
      done += bytesRead;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The same synchronously, for backends in this process. If a file has become shorter, the remaining bytes. */
export function readPieces({ [inFile]: pieces = [] }: Binary): Buffer {
  return Buffer.concat(pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : readPiece(piece))));
}

function readPiece(piece: FilePiece): Buffer {
  const read = withFile(piece, (descriptor) => {
    const bytes = Buffer.alloc(piece.size);
    const there = fstatSync(descriptor).size - piece.start;
    const wanted = Math.max(0, Math.min(piece.size, there));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, wanted, piece.start));
  });
  return read ?? Buffer.alloc(0);
}
