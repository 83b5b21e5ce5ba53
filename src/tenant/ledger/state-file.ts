import { join } from 'node:path';
import { type Files, writeWhole } from './files.ts';

const ending = '.state.json';

/** The file with the state of a suspended run. */
export const statePath = (folder: string, run: string): string => join(folder, `${run}${ending}`);

/** The run whose state a file of the folder is, if it is one. */
export const stateOwner = (name: string): string | undefined =>
  name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;

/** Writes it completely or not at all, readable only by its owner. The caller holds the lock of the run. */
export function writeState(path: string, text: string, files: Files): Promise<void> {
  return writeWhole(path, Buffer.from(text), files);
}

/** `undefined`: it is not there, or cannot be read. */
export function readState(path: string, files: Files): string | undefined {
  try {
    return files.read(path).toString('utf8');
  } catch {
    return undefined;
  }
}
