import type { ApiVersion, Route } from './route.ts';

/** What is at a path: the route, or why there is none. */
export type RouteMatch =
  | { readonly kind: 'found'; readonly route: Route; readonly params: { readonly [name: string]: string } }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[]; readonly alone: boolean }
  | { readonly kind: 'other-version'; readonly versions: readonly ApiVersion[] }
  | { readonly kind: 'unknown'; readonly segment: string };

type Wanted = { readonly version: ApiVersion; readonly method: string; readonly segments: readonly string[] };
export type RouteIndex = (wanted: Wanted) => RouteMatch;

/**
 * Routes as a tree of segments, so that finding one takes time linear in its path. Literal segments take precedence
 * over `filterByCurrentUser(on='{on}')`, and these over `{id}`.
 */
export function routeIndex(routes: readonly Route[]): RouteIndex {
  const root = newBranch();
  for (const route of routes) add(root, route);
  return (wanted) => find(root, wanted);
}

type Branch = {
  readonly literals: Map<string, Branch>;
  /** By their text without names. */
  readonly patterns: Map<string, { readonly form: RegExp; readonly branch: Branch }>;
  parameter: Branch | undefined;
  readonly leaves: { readonly route: Route; readonly names: readonly string[] }[];
};

const newBranch = (): Branch => ({ literals: new Map(), patterns: new Map(), parameter: undefined, leaves: [] });

function add(root: Branch, route: Route): void {
  const names: string[] = [];
  let branch = root;
  for (const segment of segmentsOf(route.path)) {
    for (const [, name = ''] of segment.matchAll(/\{([^}]*)\}/g)) names.push(name);
    branch = branchFor(branch, segment);
  }
  const taken = branch.leaves.find(({ route: { method, versions } }) => {
    return method === route.method && versions.some((version) => route.versions.includes(version));
  });
  if (taken !== undefined) throw new Error(`two routes for ${route.method} ${route.path}`);
  branch.leaves.push({ route, names });
}

function branchFor(branch: Branch, segment: string): Branch {
  if (/^\{[^}]*\}$/.test(segment)) {
    branch.parameter ??= newBranch();
    return branch.parameter;
  }
  if (!segment.includes('{')) return entry(branch.literals, segment.toLowerCase(), newBranch);
  const key = segment.replace(/\{[^}]*\}/g, '{}').toLowerCase();
  return entry(branch.patterns, key, () => ({ form: patternOf(key), branch: newBranch() })).branch;
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** White space around the `=` and the `,` of a function's parameters means nothing. */
function patternOf(key: string): RegExp {
  const parts = key.split('{}').map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/[=,]/g, '\\s*$&\\s*'));
  return new RegExp(`^${parts.join("([^']*)")}$`, 'i');
}

/** The segments of a path; the key of `users('ann')` is one of its own. */
export function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .flatMap((segment) => {
      const [, name, key] = /^(\w+)\('([^']+)'\)$/.exec(segment) ?? [];
      return name === undefined || key === undefined || key.startsWith('{') ? [segment] : [name, key];
    });
}

function find(root: Branch, wanted: Wanted): RouteMatch {
  const allowed = new Set<string>();
  let alone = false;
  const versions = new Set<ApiVersion>();
  let deepest = 0;
  const reached = (depth: number): void => {
    deepest = Math.max(deepest, depth);
  };
  for (const { branch, values } of branchesAt(root, wanted.segments, { depth: 0, values: [], reached })) {
    for (const { route, names } of branch.leaves) {
      for (const version of route.versions) versions.add(version);
      if (!route.versions.includes(wanted.version)) continue;
      if (route.method === wanted.method) return { kind: 'found', route, params: paramsOf(names, values) };
      allowed.add(route.method);
      alone ||= route.alone === true;
    }
  }
  if (allowed.size > 0) return { kind: 'wrong-method', allowed: [...allowed].sort(), alone };
  if (versions.size > 0) return { kind: 'other-version', versions: [...versions].sort() };
  return { kind: 'unknown', segment: wanted.segments[deepest] ?? wanted.segments.at(-1) ?? '' };
}

type Place = { readonly depth: number; readonly values: readonly string[]; readonly reached: (depth: number) => void };

/** Every branch that the segments may lead to, the most literal one first. */
function* branchesAt(
  branch: Branch,
  segments: readonly string[],
  { depth, values, reached }: Place,
): Generator<{ readonly branch: Branch; readonly values: readonly string[] }> {
  reached(depth);
  const segment = segments[depth];
  if (segment === undefined) {
    yield { branch, values };
    return;
  }
  const next = { depth: depth + 1, values, reached };
  const lower = segment.toLowerCase();
  // Actions and functions may be called by their full names.
  for (const name of new Set([lower, lower.replace(/^microsoft\.graph\./, '')])) {
    const literal = branch.literals.get(name);
    if (literal !== undefined) yield* branchesAt(literal, segments, next);
    for (const { form, branch: after } of branch.patterns.values()) {
      const found = form.exec(name === lower ? segment : segment.slice(segment.length - name.length));
      if (found !== null) yield* branchesAt(after, segments, { ...next, values: [...values, ...found.slice(1)] });
    }
  }
  // `$count`, `$ref` and the like are not ids.
  if (branch.parameter !== undefined && !segment.startsWith('$')) {
    yield* branchesAt(branch.parameter, segments, { ...next, values: [...values, segment] });
  }
}

function paramsOf(names: readonly string[], values: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
