import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../json/json.ts';
import type { World } from '../../world.ts';
import { matchesFilter } from '../matches-filter.ts';
import { sorted } from '../order-by.ts';
import type { QueryOptions } from '../query-options.ts';
import { matchesSearch } from '../search.ts';

type Source<T> = { readonly items: readonly T[]; readonly toWire: (item: T) => JsonObject };

/** An item of the result. The next page starts at the offset of its first row. */
export type Row<T> = {
  readonly item: T;
  /** The item, if it was read. */
  readonly wire: JsonObject | undefined;
  readonly offset: number;
};

/** Where a page starts, and in which query. */
export type PageStart = { readonly world: World; readonly query: string; readonly offset: number };

/** The rows of a query from an offset on. Reads only the items that it needs; an order needs all of them once. */
export function rowsFrom<T>(source: Source<T>, options: QueryOptions, start: PageStart): Generator<Row<T>> {
  return options.orderBy.length > 0 ? ordered(source, options, start) : wanted(source, options, start.offset);
}

function* ordered<T>(source: Source<T>, options: QueryOptions, start: PageStart): Generator<Row<T>> {
  const order = orderOf(source, options, start);
  for (let offset = start.offset; offset < order.length; offset++) {
    const item = source.items[order[offset] ?? -1];
    if (item !== undefined) yield { item, wire: undefined, offset };
  }
}

/** The first page sorts; later ones use its order as long as the items are the same. */
function orderOf<T>(source: Source<T>, options: QueryOptions, { world, query, offset }: PageStart): readonly number[] {
  const known = offset === 0 ? undefined : rememberedOrder(world, query, source.items);
  if (known !== undefined) return known;
  const rows = wanted(source, options, 0).map((row) => ({ at: row.offset, wire: row.wire ?? source.toWire(row.item) }));
  const order = sorted([...rows], options.orderBy).map(({ at }) => at);
  rememberOrder(world, { query, items: [...source.items], order });
  return order;
}

/** How many rows a query has. */
export function countRows<T>(source: Source<T>, options: QueryOptions): number {
  if (options.filter === undefined && options.search === undefined) return source.items.length;
  return wanted(source, options, 0).reduce((count) => count + 1, 0);
}

function* wanted<T>({ items, toWire }: Source<T>, { filter, search }: QueryOptions, start: number): Generator<Row<T>> {
  for (let offset = start; offset < items.length; offset++) {
    const item = items[offset];
    if (item === undefined) continue;
    if (filter === undefined && search === undefined) {
      yield { item, wire: undefined, offset };
      continue;
    }
    const wire = toWire(item);
    if (filter !== undefined && !matchesFilter(filter, wire)) continue;
    if (search === undefined || matchesSearch(search, wire)) yield { item, wire, offset };
  }
}

export type ODataPage<T> = {
  readonly rows: readonly Row<T>[];
  /** The offset of the row after the last one; `undefined` where there is none. */
  readonly next: number | undefined;
};

export function takePage<T>(
  rows: Iterable<Row<T>>,
  { skip, size }: { readonly skip: number; readonly size: number },
): ODataPage<T> {
  const taken: Row<T>[] = [];
  let toSkip = skip;
  for (const row of rows) {
    if (toSkip > 0) toSkip -= 1;
    else if (taken.length === size) return { rows: taken, next: row.offset };
    else taken.push(row);
  }
  return { rows: taken, next: undefined };
}

/** The opaque part of a link to the next page: the position after the previous pages, bound to its query. */
export function skipTokenFor(offset: number, query: string): string {
  return Buffer.from(`${offset}.${seal(offset, query)}`).toString('base64url');
}

/** Where the page starts; `undefined` for a token that was made for another query, or by another user. */
export function offsetOf(token: string, query: string): number | undefined {
  const [, digits] = /^(\d{1,15})\./.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  const offset = Number(digits);
  return digits !== undefined && token === skipTokenFor(offset, query) ? offset : undefined;
}

function seal(offset: number, query: string): string {
  return createHash('sha256').update(`${offset}\n${query}`).digest('base64url').slice(0, 22);
}

/** The order of a query's first page, so that later pages need not sort again. */
type Remembered = { readonly query: string; readonly items: readonly unknown[]; readonly order: readonly number[] };

const mostRemembered = 8;
const worlds = new WeakMap<World, Remembered[]>();

function rememberOrder(world: World, remembered: Remembered): void {
  const others = (worlds.get(world) ?? []).filter(({ query }) => query !== remembered.query);
  worlds.set(world, [remembered, ...others.slice(0, mostRemembered - 1)]);
}

/** Positions in the items; `undefined` where the items are no longer the ones that were put in order. */
function rememberedOrder(world: World, query: string, items: readonly unknown[]): readonly number[] | undefined {
  const found = worlds.get(world)?.find((one) => one.query === query);
  return found !== undefined && areSame(found.items, items) ? found.order : undefined;
}

function areSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
