import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { placeOnDisk } from './library-path.ts';
import { isBrokenLink, pathFix } from './nearest-path.ts';
import { placeOfFile } from './place.ts';
import { failure, type Result, success } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Source } from './source.ts';

/** Far more than people write; limits the work on hostile files. */
export const largestFileBytes = 4 * 1024 * 1024;

/**
 * Reads a UTF-8 text file, with or without byte order mark. `refused`: the characters that no such file has. Problems:
 * `file-unreadable`, `file-too-large`, `file-encoding`.
 */
export async function readSource(
  path: string,
  limitBytes = largestFileBytes,
  refused = unprintable,
): Promise<Result<Source>> {
  const bytes = await readBytes(path, limitBytes);
  return bytes.ok ? decodeSource(path, bytes.value, refused) : bytes;
}

/**
 * Reads a file. Only regular files are read, and only after their size is known, so that devices, pipes and huge files
 * are refused immediately. Synchronous: four turns of the event loop take ten times as long as reading a small file.
 * Problems: `file-unreadable`, `file-too-large`.
 */
export async function readBytes(path: string, limitBytes = largestFileBytes): Promise<Result<Uint8Array>> {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK opening a FIFO would wait for a writer.
    descriptor = openSync(placeOnDisk(path), constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return problemOf(path, 'file-unreadable', 'this is not a regular file', 'name a file');
    if (stat.size > limitBytes) {
      const message = `the file has ${stat.size} bytes; the limit is ${limitBytes}`;
      return problemOf(path, 'file-too-large', message, 'split it');
    }
    return success(readFileSync(descriptor));
  } catch (error) {
    const message = isBrokenLink(path) ? 'this is a link to a file that does not exist' : readError(error);
    return problemOf(path, 'file-unreadable', message, pathFix(path));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function problemOf(path: string, code: ProblemCode, message: string, fix: string): ReturnType<typeof failure> {
  return failure([{ code, message, at: placeOfFile(path), fix }]);
}

const readErrors: { readonly [code: string]: string } = {
  ENOENT: 'no such file',
  EACCES: 'the file is not readable',
  EPERM: 'the file is not readable',
  EISDIR: 'this is a folder',
  ENXIO: 'this is not a regular file',
  ELOOP: 'the path is a loop of links',
  ENAMETOOLONG: 'the path is too long',
  ENOTDIR: 'a part of the path is not a folder',
};

/** Why a file cannot be read, in words. */
export function readError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return readErrors[code] ?? `the file cannot be read (${code})`;
}

// Characters that YAML 1.2 section 5.1 and JSON do not allow in a text.
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/;

/** Bytes as the text of a source. Problems: `file-encoding`. */
export function decodeSource(path: string, bytes: Uint8Array, refused = unprintable): Result<Source> {
  const problem = (code: ProblemCode, message: string, fix: string) => problemOf(path, code, message, fix);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return problem('file-encoding', 'the file is UTF-16', 'save it as UTF-8');
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return problem('file-encoding', `byte ${firstInvalidByte(bytes)} is not UTF-8`, 'save the file as UTF-8');
  }
  const control = refused.exec(text);
  if (control === null) return success({ path, text });
  const byte = Buffer.byteLength(text.slice(0, control.index));
  const code = control[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
  return problem('file-encoding', `byte ${byte} is the control character U+${code}`, 'remove it, or write it escaped');
}

function firstInvalidByte(bytes: Uint8Array): number {
  // A replacement character that is not in the bytes marks the first invalid byte.
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  for (const character of lenient) {
    if (character === '\uFFFD' && !(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf)) return offset;
    offset += Buffer.byteLength(character);
  }
  return offset;
}
