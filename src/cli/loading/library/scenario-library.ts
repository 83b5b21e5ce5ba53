import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { isSea } from 'node:sea';
import { libraryPrefix, packageFolder } from '../../../diagnostics/library-path.ts';
import { failure, type Result, success } from '../../../diagnostics/problem.ts';
import { suggest, suggestion } from '../../../diagnostics/suggest.ts';

/** A shipped scenario: its name without the prefix, such as `access-reviews/security-group`, and its file. */
export type ShippedScenario = { readonly name: string; readonly file: string };

const scenarioEnd = '.scenario.yaml';

/** The shipped scenarios, by name. */
export async function shippedScenarios(folder = packageFolder()): Promise<readonly ShippedScenario[]> {
  if (folder === undefined) return [];
  const root = join(folder, 'scenarios');
  const names = await readdir(root, { recursive: true }).catch(() => []);
  return names
    .filter((name) => name.endsWith(scenarioEnd))
    .map((name) => ({
      name: name.slice(0, -scenarioEnd.length).split(sep).join('/'),
      file: fromHere(join(root, name), name),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The files that `library:NAME` names: a scenario by its name, with or without its folder; a folder; or all of them where
 * NAME is empty. Problems: `nothing-selected`.
 */
export async function libraryFiles(operand: string, folder?: string): Promise<Result<readonly string[]>> {
  const wanted = operand
    .slice(libraryPrefix.length)
    .replace(/\/$/, '')
    .replace(/\.scenario\.yaml$/, '');
  const all = await shippedScenarios(folder);
  const found = all.filter(({ name }) => wanted === '' || namesOf(name).includes(wanted));
  if (found.length > 0) return success(found.map(({ file }) => file));
  const names = all.flatMap(({ name }) => namesOf(name).toReversed());
  // All names are too many for a message: if none is similar, the folders are listed.
  const near = suggest(wanted, names) === undefined ? all.map(({ name }) => dirname(name)) : names;
  const fix = suggestion(wanted, new Set(near)).replaceAll(/`([^`]+)`/g, `\`${libraryPrefix}$1\``);
  return failure([{ code: 'nothing-selected', message: `the library has nothing named \`${wanted}\``, fix }]);
}

/** Every name that finds something in the library: folders, scenarios, and scenarios without their folder. */
export async function libraryNames(): Promise<readonly string[]> {
  const all = await shippedScenarios();
  return [...new Set(all.flatMap(({ name }) => namesOf(name)))].sort();
}

/** The names by which a scenario is found: its folders, its full name, the last part of it. */
function namesOf(name: string): readonly string[] {
  const parts = name.split('/');
  return [...parts.map((_, at) => parts.slice(0, at + 1).join('/')), parts.at(-1) ?? name];
}

/** A file below this folder as a person would write it; any other by its name in the library. */
function fromHere(file: string, name: string): string {
  const path = relative('', file);
  // The executable unpacks itself into a private folder, which counts as elsewhere in any place.
  const isElsewhere = isSea() || path.startsWith('..') || isAbsolute(path);
  return isElsewhere ? libraryPrefix + name.split(sep).join('/') : path;
}
