import { closeSync, constants, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './journal-file.ts';

const ending = '.state.json';

/** The file with what a run that was left needs to go on. */
export const statePath = (folder: string, run: string): string => join(folder, `${run}${ending}`);

/** The run whose state a file of the folder is, if it is one. */
export const stateOwner = (name: string): string | undefined =>
  name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

/** Writes it whole or not at all, for its owner only. Who calls has the lock of the run. */
export function writeState(folder: string, run: string, text: string): void {
  const temporary = join(folder, `.${run}${ending}.tmp`);
  try {
    const descriptor = openSync(temporary, newFile, 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, statePath(folder, run));
    syncFolder(folder);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** `undefined`: it is not there, or cannot be read. */
export function readState(folder: string, run: string): string | undefined {
  try {
    const descriptor = openSync(
      statePath(folder, run),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      return readFileSync(descriptor, 'utf8');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

export function removeState(folder: string, run: string): void {
  rmSync(statePath(folder, run), { force: true });
}
