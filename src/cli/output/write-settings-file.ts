import { readFile, rm, writeFile } from 'node:fs/promises';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Result, success } from '../../diagnostics/problem.ts';

/** A settings file of this process. */
export type SettingsFile = {
  readonly path: string;
  /** Removes it, if it still is what was written. */
  readonly remove: () => Promise<void>;
};

const mostTried = 100;

/**
 * Writes settings with secrets for their owner only: `sandbox.env` in this folder, or the first of `sandbox-2.env`, … that
 * is not there. No file is ever replaced. Problems: `file-exists`, `file-unreadable`.
 */
export async function writeSettingsFile(text: string, number = 1): Promise<Result<SettingsFile>> {
  const path = number === 1 ? 'sandbox.env' : `sandbox-${number}.env`;
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'EEXIST' && number < mostTried) return writeSettingsFile(text, number + 1);
    const message = `the file cannot be written (${code})`;
    return failure([{ code: 'file-unreadable', message, at: placeOfFile(path), fix: 'start it in another folder' }]);
  }
  return success({
    path,
    remove: async () => {
      if ((await readFile(path, 'utf8').catch(() => undefined)) === text) await rm(path, { force: true });
    },
  });
}
