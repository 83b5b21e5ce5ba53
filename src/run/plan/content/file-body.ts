import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';

const mostBytes = 64 * 1024 * 1024;

export type FileBody =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/**
 * The bytes of a file that a scenario sends: a regular file below the scenario's folder, wherever links lead. It is read
 * once, while the run is planned, so that what is checked is what is sent.
 */
export function readFileBody(scenarioPath: string, written: string): FileBody {
  const below = 'name a regular file in the scenario\u2019s folder, or below it';
  if (isAbsolute(written)) return refused(`\`${written}\` is not relative to the scenario`, below);
  let file: number | undefined;
  try {
    const folder = realpathSync(dirname(scenarioPath));
    const path = realpathSync(resolve(folder, written));
    if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
      return refused(`\`${written}\` is not below the scenario\u2019s folder`, below);
    }
    // The path has no link anymore; one that was put there since is not followed. A pipe must not be waited for.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (!stat.isFile()) return refused(`\`${written}\` is no regular file`, below);
    if (stat.size > mostBytes) return refused(`\`${written}\` has ${stat.size} bytes`, `the limit is ${mostBytes}`);
    const bytes = readFileSync(file);
    if (bytes.length !== stat.size) return refused(`\`${written}\` changed while it was read`, 'run again');
    return { ok: true, bytes };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return refused(`\`${written}\` cannot be read (${code})`, below);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const refused = (message: string, fix: string): FileBody => ({ ok: false, message, fix });
