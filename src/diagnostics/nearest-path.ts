import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { safeLine } from './safe-text.ts';
import { suggest } from './suggest.ts';

/** The fix for a path that does not exist or cannot be read. */
export function pathFix(path: string): string {
  if (/^https?:/i.test(path)) return 'this is an address: save what it shows as a file, and name that';
  if (path.startsWith('-') && isAbsent(path)) return 'put flags before `--`: everything after it is a path';
  if (isBrokenLink(path)) return 'correct the link, or name the file itself';
  const near = nearestPath(path);
  if (near !== undefined) return `did you mean \`${safeLine(near)}\`?`;
  return isAbsent(path) ? 'check the path' : 'check the path and its permissions';
}

/** Whether nothing is there, as far as one may see. */
function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Whether a link exists whose target does not. */
export function isBrokenLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && isAbsent(path);
  } catch {
    return false;
  }
}

/** For a path that does not exist: the existing path that was probably intended. */
export function nearestPath(path: string): string | undefined {
  const parts = path.split(/[\\/]/);
  const wrong = parts.findIndex((_, at) => !existsSync(parts.slice(0, at + 1).join('/') || '/'));
  if (wrong === -1) return undefined;
  const before = parts.slice(0, wrong).join('/');
  const name = suggestName(parts[wrong] ?? '', before === '' && path.startsWith('/') ? '/' : before || '.');
  if (name === undefined) return undefined;
  const corrected = join(before, name);
  const whole = join(corrected, ...parts.slice(wrong + 1));
  if (existsSync(whole)) return whole;
  const further = dirname(whole) === corrected ? suggestName(parts.at(-1) ?? '', corrected) : undefined;
  return further === undefined ? corrected : join(corrected, further);
}

/** The kind of content that the name of a file indicates. */
const kind = /\.(scenario|recording|seed|steps)\.(?:ya?ml|json)$/;

/** For a missing seed, the scenario of the same name is not suggested; a name without an ending is that of a scenario. */
function suggestName(name: string, folder: string): string | undefined {
  const wanted = kind.exec(name)?.[1];
  const names = namesIn(folder).filter(
    (one) => wanted === undefined || [wanted, undefined].includes(kind.exec(one)?.[1]),
  );
  const stems = new Map(
    names.filter((one) => kind.exec(one)?.[1] === 'scenario').map((one) => [one.replace(kind, ''), one]),
  );
  const near = suggest(name, [...(wanted === undefined ? stems.keys() : []), ...names]);
  return near === undefined ? undefined : (stems.get(near) ?? near);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
