import type { Json } from '../../json/json.ts';
import { badRequest, graphError, notImplemented } from '../service/graph-error.ts';
import type { GraphResponse } from '../service/route.ts';
import type { Expansion } from './expansion.ts';
import { firstProperty, namesInFilter } from './filter-names.ts';
import type { QueryOptions } from './query-options.ts';

type Known<T> = {
  readonly expand?: { readonly [name: string]: (item: T, expansion: Expansion) => Json };
  /** Computed only if a query has names. */
  readonly properties?: readonly string[] | (() => readonly string[]);
  readonly advanced?: boolean;
  readonly guessed?: boolean;
};

/** Refuses a query that expands something other than a relationship, or names a property that does not exist. */
export function unknownName<T>(listing: Known<T>, options: QueryOptions): GraphResponse | undefined {
  for (const { name, expand } of options.expand) {
    const found = name === '*' ? undefined : navigation(listing, name);
    if (name !== '*' && found === undefined) {
      return graphError(400, 'ExpandNotSupported', `'${name}' cannot be expanded here.`);
    }
    // A relationship that is not expanded has no nested query.
    if (expand.length > 0 && (found?.follow.length ?? 0) < 2)
      return notImplemented(`The sandbox does not model $expand within '${name}'.`);
  }
  const named = listing.properties === undefined ? [] : [...namesIn(options)];
  if (listing.properties === undefined || named.length === 0) return undefined;
  const properties = typeof listing.properties === 'function' ? listing.properties() : listing.properties;
  const known = new Set([...properties, ...Object.keys(listing.expand ?? {})].map((name) => name.toLowerCase()));
  for (const [option, name] of named) {
    // Directory objects have extensions, which no type declares: `ext4k2_courses`.
    const isExtension = listing.advanced === true && /^[A-Za-z]\w*_\w+$/.test(name);
    if (!isExtension && !name.startsWith('@') && !known.has(name.toLowerCase())) {
      return listing.guessed === true
        ? notImplemented(`The sandbox has no metadata of beta, and v1.0 has no '${name}' here.`)
        : badRequest(`Invalid $${option} clause: there is no property named '${name}' here.`);
    }
  }
  return undefined;
}

/** A relationship by its name, which is compared without regard to case. */
export function navigation<T>({ expand }: Known<T>, name: string) {
  const plain = name.replace(/^microsoft\.graph\.[\w.]+\//i, '').toLowerCase();
  const own = Object.keys(expand ?? {}).find((key) => key.toLowerCase() === plain);
  const follow = own === undefined ? undefined : expand?.[own];
  return own === undefined || follow === undefined ? undefined : { name: own, follow };
}

function* namesIn({ filter, orderBy, select }: QueryOptions): Generator<readonly [option: string, name: string]> {
  for (const name of filter === undefined ? [] : namesInFilter(filter)) yield ['filter', name];
  for (const { path } of orderBy) {
    const name = firstProperty(path);
    if (name !== undefined) yield ['orderby', name];
  }
  for (const name of select ?? []) yield ['select', name.split('/')[0] ?? name];
}
