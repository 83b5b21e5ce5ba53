import { safeLine } from './safe-text.ts';

/** A word for a POSIX shell, on one line: quoted where it has to be. */
export function shellWord(word: string): string {
  const safe = safeLine(word);
  return /^[\w./@%+=:,-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
