import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { placeOnDisk } from '../../../diagnostics/library-path.ts';
import { fileState, hashPart } from '../../../http/file-bytes.ts';
import { inFile } from '../../../http/in-file.ts';
import type { Binary } from '../../../http/message.ts';

const mostBytes = 64 * 1024 * 1024;
/** A larger file is only hashed, and stays where it is until it is sent. */
const mostInMemory = 1024 * 1024;

export type FileBody =
  | { readonly ok: true; readonly size: number; readonly content: Buffer | Binary }
  | { readonly ok: false; readonly message: string; readonly fix: string; readonly on?: 'range' };

export type FileBodyOptions = {
  /** The part of the file to send: `FIRST-LAST`. */
  readonly range?: string;
};

/**
 * A file that a scenario sends: a regular file below the scenario's folder, after links are resolved. It is read or
 * hashed once, while the run is planned, so that the bytes that were checked are the ones that are sent.
 */
export function readFileBody(scenarioPath: string, written: string, options: FileBodyOptions = {}): FileBody {
  const below = 'name a regular file in the scenario\u2019s folder, or below it';
  if (isAbsolute(written)) return refused(`\`${written}\` is not relative to the scenario`, below);
  let file: number | undefined;
  try {
    const folder = realpathSync(dirname(placeOnDisk(scenarioPath)));
    const path = realpathSync(resolve(folder, written));
    if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
      return refused(`\`${written}\` is not below the scenario\u2019s folder`, below);
    }
    // The path no longer has a link; one that was put there since is not followed. A pipe must not be waited for.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (!stat.isFile()) return refused(`\`${written}\` is not a regular file`, below);
    if (stat.size > mostBytes) return refused(`\`${written}\` has ${stat.size} bytes`, `the limit is ${mostBytes}`);
    const part = partOf(options.range, stat.size);
    if (part === undefined) {
      const fix = `write FIRST-LAST, up to ${stat.size - 1}, in quotes where needed`;
      return { ...refused('the range is not in the file', fix), on: 'range' };
    }
    const changed = refused(`\`${written}\` changed while it was read`, 'run again');
    if (stat.size > mostInMemory) {
      const sha256 = hashPart(file, part.start, part.size);
      if (sha256 === undefined || fileState(fstatSync(file)) !== fileState(stat)) return changed;
      const piece = { path, start: part.start, size: part.size, state: fileState(stat) };
      const content = { size: part.size, sha256, [inFile]: [piece] };
      return { ok: true, size: stat.size, content };
    }
    const bytes = readFileSync(file);
    if (bytes.length !== stat.size) return changed;
    return { ok: true, size: stat.size, content: bytes.subarray(part.start, part.start + part.size) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return refused(`\`${written}\` cannot be read (${code})`, below);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** `undefined`: there is no such part of the file. */
function partOf(
  range: string | undefined,
  size: number,
): { readonly start: number; readonly size: number } | undefined {
  if (range === undefined) return { start: 0, size };
  const form = /^(\d{1,10})-(\d{1,10})$/.exec(range);
  const [first = 0, last = 0] = form?.slice(1).map(Number) ?? [];
  return form === null || first > last || last >= size ? undefined : { start: first, size: last - first + 1 };
}

const refused = (message: string, fix: string): Extract<FileBody, { ok: false }> => ({ ok: false, message, fix });
