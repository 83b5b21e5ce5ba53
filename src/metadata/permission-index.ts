import { shippedFile } from './shipped-file.ts';

/**
 * The permissions of the service's paths as they ship: a tree of segments in lower case, `{}` for a key, and below `""`
 * the methods. The permissions of a context are an index into `sets`: the number of least ones, then indexes into
 * `names`.
 */
export type PermissionIndex = {
  readonly names: readonly string[];
  readonly sets: readonly (readonly number[])[];
  readonly paths: PermissionNode;
};

export type PermissionNode = {
  readonly [segment: string]: PermissionNode | { readonly [method: string]: readonly [number, number] };
};

/** Permissions of which one allows a request; the first `least` of them allow the least besides. */
export type Allowing = { readonly permissions: readonly string[]; readonly least: number };

type PermissionQuery = {
  readonly method: string;
  /** Within the version. */
  readonly segments: readonly string[];
  readonly context: 'delegated' | 'application';
};

let loaded: PermissionIndex | undefined;

/** The table that ships with the package. Read on first use, once per process. */
export function shippedPermissions(): PermissionIndex {
  // Written by tools/write-permissions.ts alone.
  loaded ??= shippedFile('permissions.json.gz') as PermissionIndex;
  return loaded;
}

/** The permissions that allow a request; `undefined`: the table does not have the path or the method. */
export function allowing(index: PermissionIndex, { method, segments, context }: PermissionQuery): Allowing | undefined {
  const methods = lookUp(index.paths, segments);
  const sets = methods !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!Array.isArray(sets)) return undefined;
  const [least = 0, ...names] = index.sets[sets[context === 'delegated' ? 0 : 1]] ?? [];
  return { least, permissions: names.flatMap((name) => index.names[name] ?? []) };
}

function lookUp(node: PermissionNode, [first, ...rest]: readonly string[]): PermissionNode[string] | undefined {
  if (first === undefined) return Object.hasOwn(node, '') ? node[''] : undefined;
  for (const key of /^\$/.test(first) ? [first.toLowerCase()] : [segmentKey(first), '{}']) {
    const child = Object.hasOwn(node, key) ? node[key] : undefined;
    const found = child === undefined ? undefined : lookUp(child as PermissionNode, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keys, parentheses, case and namespace are ignored. */
const segmentKey = (segment: string): string =>
  segment
    .toLowerCase()
    .replace(/^(?:microsoft\.)?graph\./, '')
    .replace(/\(.*\)$/, '({})');
