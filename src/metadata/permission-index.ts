import { shippedFile } from './shipped-file.ts';

/**
 * The permissions of the service's paths as they ship: a tree of segments in lower case, `{}` for a key, and below `""` the
 * methods. What a context may use is a number into `sets`: how many of them are the least, then numbers into `names`.
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

/** The table that ships with the package. Read when it is first asked, and once a process. */
export function shippedPermissions(): PermissionIndex {
  // Written by tools/write-permissions.ts alone.
  loaded ??= shippedFile('permissions.json.gz') as PermissionIndex;
  return loaded;
}

/** What allows a request; `undefined`: the table does not know the path or the method. */
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

/** Keys and what is in parentheses do not matter, nor do case and namespace. */
const segmentKey = (segment: string): string =>
  segment
    .toLowerCase()
    .replace(/^(?:microsoft\.)?graph\./, '')
    .replace(/\(.*\)$/, '({})');
