import { readFile } from 'node:fs/promises';
import { placeOnDisk } from '../../../diagnostics/library-path.ts';
import { rowsOf } from '../../../format/scenario/compose/rows.ts';
import { loadScenario } from '../../../format/scenario/load-scenario.ts';
import { findScenarios } from '../../loading/find-scenarios.ts';
import { type ParsedFlags, parseFlags } from '../../options/flags.ts';
import { commandHelp } from '../../output/help.ts';

/** Ends a long search: a shell waits for it after every press of a key. */
export type IsLate = () => boolean;

type Values = (typed: ParsedFlags, isLate: IsLate) => Promise<Iterable<string>>;

/** The flags whose values depend on files. */
const valuesOf = {
  only: stepIds,
  from: stepIds,
  to: stepIds,
  tags,
  'tenant-tags': tenantTags,
} satisfies { readonly [flag: string]: Values };

/** Whether `completion values` knows the values of a flag. */
export function hasFileValues(flag: string): flag is keyof typeof valuesOf {
  return Object.hasOwn(valuesOf, flag);
}

/**
 * The values that may follow a flag, given the words before it from the name of the command on, as they were typed. Only
 * those without a sign that a shell gives a meaning to. None where files are missing or wrong.
 */
export async function completionValues(
  flag: string,
  [name = '', ...words]: readonly string[],
  isLate: IsLate,
): Promise<readonly string[]> {
  if (!hasFileValues(flag) || !Object.hasOwn(commandHelp, name)) return [];
  const { flags } = commandHelp[name as keyof typeof commandHelp];
  const typed = parseFlags(words.map(unquoted), flags);
  const values = await valuesOf[flag](typed, isLate).catch(() => []);
  return [...new Set(values)].filter((value) => /^[\p{L}\p{N}_][\p{L}\p{N}_.:/@-]*$/u.test(value)).sort();
}

const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/, '$2');

/** Shared steps and rows have a part in the ids, so that a scenario is loaded as for a run. */
async function stepIds({ operands }: ParsedFlags, isLate: IsLate): Promise<Iterable<string>> {
  const ids = new Set<string>();
  for (const file of await namedFiles(operands)) {
    const loaded = await loadScenario(file);
    const rows = loaded.ok ? rowsOf(loaded.value) : [];
    for (const { id } of rows.flatMap(({ steps }) => steps)) ids.add(id);
    if (isLate()) break;
  }
  return ids;
}

/** Read without a parser: a project has many files, and the one that is being written may not be complete. */
async function tags({ operands }: ParsedFlags, isLate: IsLate): Promise<Iterable<string>> {
  const found = new Set<string>();
  for (const file of await namedFiles(operands)) {
    const text = await readFile(placeOnDisk(file), 'utf8').catch(() => '');
    const [, list = ''] = /^tags:[ \t]*(\[[^\]]*\]|(?:\r?\n[ \t]*-[ \t].*)+)/m.exec(text) ?? [];
    for (const [tag] of list.matchAll(/[^\s[\],"']+/g)) found.add(tag);
    if (isLate()) break;
  }
  return found;
}

async function namedFiles(operands: readonly string[]): Promise<readonly string[]> {
  const files = await findScenarios(operands);
  return files.ok ? files.value : [];
}

async function tenantTags(typed: ParsedFlags): Promise<Iterable<string>> {
  const { readTenants } = await import('../../../tenant/fleet/read-tenants.ts');
  const tenants = await readTenants(typed.value('tenants') ?? '');
  return tenants.ok ? tenants.value.flatMap(({ name, tags }) => [name, ...tags]) : [];
}
