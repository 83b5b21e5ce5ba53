import { placeAt } from '../diagnostics/place.ts';
import { failure, type Result, success } from '../diagnostics/problem.ts';
import type { Source } from '../diagnostics/source.ts';
import { isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { parseJson } from '../json/parse-json.ts';

/**
 * The permissions that allow a call; `least`: no permission with fewer rights does; `also`: only together with one of
 * these.
 */
export type Grant = { readonly permission: string; readonly least: boolean; readonly also?: readonly string[] };

export type Scheme = 'delegated' | 'application';

/** The permissions of a path, by method. */
export type PathPermissions = { readonly [method: string]: { readonly [scheme in Scheme]?: readonly Grant[] } };

/** A tree of paths: each segment in lower case, `{}` for a key. */
export type Permissions = {
  readonly next: ReadonlyMap<string, Permissions>;
  readonly methods?: PathPermissions;
  /** At the root: every permission there is, by its name in lower case. */
  readonly names?: ReadonlyMap<string, string>;
  /** At the root: who can be granted a permission, by its name in lower case. */
  readonly holders?: ReadonlyMap<string, ReadonlySet<Scheme>>;
};

/** The permissions of a path; the row of a collection also counts for its references. */
export function findPermissions(table: Permissions, path: readonly string[]): PathPermissions | undefined {
  const found = lookUp(table, path);
  if (found !== undefined || path.at(-1)?.toLowerCase() !== '$ref') return found;
  const collection = lookUp(table, path.slice(0, -1));
  // A table that lists only reads does not cover writes of references.
  return ['POST', 'DELETE'].some((method) => Object.hasOwn(collection ?? {}, method)) ? collection : undefined;
}

function lookUp({ next, methods }: Permissions, path: readonly string[]): PathPermissions | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return methods;
  const isNoKey = /^\$(?:ref|count|value)$/i.test(first);
  for (const key of isNoKey ? [segmentKey(first)] : [segmentKey(first), '{}']) {
    const child = next.get(key);
    const found = child === undefined ? undefined : lookUp(child, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Reads a table of permissions in either of its published forms: by permission (`permissions.json` of the Graph
 * developer proxy and explorer: `pathSets`), or a list of path, method and permissions, where `*` marks the least.
 * Problems: `permissions-invalid`.
 */
export function readPermissions(source: Source): Result<Permissions> {
  const read = parseJson(source.text);
  if (!read.ok) return invalid(source, `the file is not JSON: ${read.message}`, read.offset);
  const table: Draft = { next: new Map(), names: new Map(), holders: new Map() };
  if (Array.isArray(read.value)) for (const row of read.value) addRow(row, table);
  else if (isJsonObject(read.value) && isJsonObject(read.value['permissions']))
    addSets(read.value['permissions'], table);
  return table.next.size > 0 ? success(table) : invalid(source, 'the file contains no permissions of paths', 0);
}

type Draft = {
  readonly next: Map<string, Draft>;
  methods?: { [method: string]: { [scheme in Scheme]?: Grant[] } };
  readonly names?: Map<string, string>;
  readonly holders?: Map<string, Set<Scheme>>;
};

function invalid(source: Source, message: string, start: number): Result<never> {
  const fix = 'name a table such as permissions.json of microsoft-graph-devx-content';
  return failure([{ code: 'permissions-invalid', message, at: placeAt(source, { start, end: start + 1 }), fix }]);
}

/** Personal accounts have no tenant, and so no access reviews. */
const schemes: { readonly [name: string]: Scheme } = { DelegatedWork: 'delegated', Application: 'application' };

function addRow(row: Json, table: Draft): void {
  if (!isJsonObject(row) || !isJsonObject(row['permissions'])) return;
  for (const [name, list] of Object.entries(row['permissions'])) {
    for (const written of texts(list)) {
      table.names?.set(written.replace(/\*$/, '').toLowerCase(), written.replace(/\*$/, ''));
      const grant = { permission: written.replace(/\*$/, ''), least: written.endsWith('*') };
      add(table, { path: text(row['path']), method: text(row['method']), scheme: name, grant });
    }
  }
}

function addSets(permissions: JsonObject, table: Draft): void {
  for (const [permission, entry] of Object.entries(permissions)) {
    table.names?.set(permission.toLowerCase(), permission);
    const sets = isJsonObject(entry) ? entry['pathSets'] : undefined;
    for (const set of Array.isArray(sets) ? sets : []) if (isJsonObject(set)) addSet(permission, set, table);
  }
}

function addSet(permission: string, set: JsonObject, table: Draft): void {
  const paths = isJsonObject(set['paths']) ? set['paths'] : {};
  for (const [path, said] of Object.entries(paths)) {
    const listOf = (key: string) => new RegExp(`(?:^|;)\\s*${key}=([^;]*)`).exec(text(said))?.[1]?.split(',') ?? [];
    const [least, also] = [listOf('least'), listOf('AlsoRequires')];
    for (const method of texts(set['methods'])) {
      for (const scheme of texts(set['schemeKeys'])) {
        const grant = { permission, least: least.includes(scheme), ...(also.length > 0 && { also }) };
        add(table, { path, method, scheme, grant });
      }
    }
  }
}

type Cell = { readonly path: string; readonly method: string; readonly scheme: string; readonly grant: Grant };

function add(table: Draft, { path, method, scheme, grant }: Cell): void {
  const end = path.replace(/^\//, '').split('/').map(segmentKey).reduce(child, table);
  end.methods ??= {};
  end.methods[method.toUpperCase()] ??= {};
  const cell = end.methods[method.toUpperCase()] ?? {};
  // A method exists even where only personal accounts may use it.
  const known = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (known === undefined) return;
  cell[known] = [...(cell[known] ?? []), grant];
  const name = grant.permission.toLowerCase();
  table.holders?.set(name, (table.holders.get(name) ?? new Set()).add(known));
}

function child({ next }: Draft, key: string): Draft {
  const known = next.get(key);
  if (known !== undefined) return known;
  const made: Draft = { next: new Map() };
  next.set(key, made);
  return made;
}

/** The normalized name of a segment in a table: keys, parentheses, case and namespace are ignored. */
function segmentKey(segment: string): string {
  const key = segment.toLowerCase().replace(/^(?:microsoft\.)?graph\./, '');
  return key.replace(/^\{.*\}$/, '{}').replace(/\(.*\)$/, '({})');
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
