import type { Json, JsonObject } from '../../json/json.ts';
import { badRequest, graphError } from '../service/graph-error.ts';
import { type GraphCall, type GraphResponse, ok } from '../service/route.ts';
import { directoryRefusal } from './advanced-query.ts';
import { type Expansion, projectExpanded } from './expansion.ts';
import { countRows, offsetOf, rowsFrom, skipTokenFor, takePage } from './paging/odata-pages.ts';
import { pageSizeOf } from './paging/page-size.ts';
import { project, withProperty } from './projection.ts';
import { type QueryOptions, readQuery } from './query-options.ts';
import { contextOf, countResponse, nextLink, queryText } from './response-parts.ts';
import { navigation, unknownName } from './unknown-name.ts';

/** A collection that a route returns; query options are applied here, in the same way everywhere. */
export type Listing<T> = {
  readonly items: readonly T[];
  /** An item as the service shows it, with all its properties. Called only for items that are filtered, sorted or sent. */
  readonly toWire: (item: T) => JsonObject;
  /** What follows `$metadata#` in `@odata.context`. */
  readonly context: string;
  /** Navigation properties that `$expand` may name. */
  readonly expand?: { readonly [name: string]: (item: T, expansion: Expansion) => Json };
  /** Items a page where no `$top` is given; default: 100. */
  readonly pageSize?: number;
  /** Properties that are sent where no `$select` is given; default: all of them. A function where items differ. */
  readonly defaultSelect?: readonly string[] | ((item: T) => readonly string[]);
  /** Properties that queries may name; any other name gets a 400. Without it every name is taken, and means null. */
  readonly properties?: readonly string[] | (() => readonly string[]);
  /** They are those of another version, so other names may exist. */
  readonly guessed?: boolean;
  /** Directory objects: some queries need `ConsistencyLevel: eventual`, and at most 20 items are expanded. */
  readonly advanced?: boolean;
  /** `$search` is supported; it searches for words anywhere in the item, or by property as the directory does. */
  readonly searchable?: 'anywhere' | 'by property';
  /** Properties that are always sent. */
  readonly alwaysShown?: readonly string[];
  /** `@odata.count` is in the first page even without `$count`; `page`: each page has its own count. */
  readonly alwaysCounted?: boolean | 'page';
};

/**
 * Answers a GET of a collection: `$filter`, `$search`, `$orderby`, `$skip`, `$top`, `$count`, `$select`, `$expand`, and
 * pages with an opaque `@odata.nextLink`. A page looks at its own items only, with `$filter` at those up to the next page's
 * first one; with `$orderby` the first page looks at all.
 */
export function listResponse<T>(call: GraphCall, listing: Listing<T>): GraphResponse {
  const read = readQuery(call, 'collection', {
    wordsAnywhere: listing.searchable === 'anywhere',
    ...(listing.advanced === true ? { most: 999 } : {}),
  });
  if (!read.ok) return read.response;
  const { options } = read;
  const refused = refusal(call, listing, options);
  if (refused !== undefined) return refused;
  const query = queryText(call);
  const offset = options.skipToken === undefined ? 0 : offsetOf(options.skipToken, query);
  if (offset === undefined) return badRequest('The $skiptoken is not one of this query.');
  if (call.countOnly === true) return countedAs(call, listing) ?? countResponse(countRows(listing, options));
  const first = options.skipToken === undefined;
  const size = Math.min(
    options.top ?? Number.POSITIVE_INFINITY,
    pageSizeOf(call) ?? options.top ?? listing.pageSize ?? 100,
  );
  const page = takePage(rowsFrom(listing, options, { world: call.world, query, offset }), {
    skip: first ? options.skip : 0,
    size,
  });
  return ok({
    '@odata.context': contextOf(call, listing.context, options.select),
    ...(listing.alwaysCounted === 'page' ? { '@odata.count': page.rows.length } : {}),
    ...(first && isCounted(call, listing, options) ? { '@odata.count': countRows(listing, options) } : {}),
    ...(page.next !== undefined && { '@odata.nextLink': nextLink(call, skipTokenFor(page.next, query)) }),
    value: page.rows.map(({ item, wire = listing.toWire(item) }) => shown(item, wire, { listing, options })),
  });
}

/** Answers a GET of one thing: `$select` and `$expand`. */
export function entityResponse<T>(
  call: GraphCall,
  entity: Omit<Listing<T>, 'items' | 'pageSize' | 'alwaysCounted'> & { readonly item: T },
): GraphResponse {
  const read = readQuery(call, 'entity');
  if (!read.ok) return read.response;
  const { options } = read;
  const unknown = unknownName(entity, options);
  if (unknown !== undefined) return unknown;
  const { item, ...listing } = entity;
  return ok({
    '@odata.context': contextOf(call, entity.context, options.select),
    ...shown(item, entity.toWire(item), { listing, options }),
  });
}

type Projecting<T> = { readonly listing: Omit<Listing<T>, 'items'>; readonly options: QueryOptions };

function refusal<T>(call: GraphCall, listing: Listing<T>, options: QueryOptions): GraphResponse | undefined {
  const unknown = unknownName(listing, options);
  if (unknown !== undefined) return unknown;
  if (listing.advanced === true) return directoryRefusal(call, options);
  return options.search === undefined || listing.searchable !== undefined
    ? undefined
    : badRequest('$search is not supported here.');
}

/** The number of directory objects is plain text, if the client accepts it (observed). */
function countedAs<T>({ headers }: GraphCall, { advanced }: Listing<T>): GraphResponse | undefined {
  const taken = headers['accept']?.toLowerCase() ?? '*/*';
  return advanced !== true || /text\/(?:plain|\*)|\*\/\*/.test(taken)
    ? undefined
    : graphError(415, 'Request_UnsupportedMediaType', 'A count is text/plain, which the header Accept does not take.');
}

/** The directory counts only for callers that accept eventual consistency, and otherwise ignores `$count`. */
function isCounted<T>({ headers }: GraphCall, listing: Listing<T>, { count }: QueryOptions): boolean {
  if (listing.alwaysCounted === true) return true;
  return count && (listing.advanced !== true || headers['consistencylevel']?.toLowerCase() === 'eventual');
}

const mostExpanded = 20;

function shown<T>(item: T, wire: JsonObject, { listing, options }: Projecting<T>): JsonObject {
  const { defaultSelect } = listing;
  const byDefault = typeof defaultSelect === 'function' ? defaultSelect(item) : defaultSelect;
  const selected = options.select && [...(listing.alwaysShown ?? []), ...options.select];
  let result = project(wire, selected ?? (options.selectsAll ? undefined : byDefault));
  for (const expansion of options.expand) {
    const names = expansion.name === '*' ? Object.keys(listing.expand ?? {}) : [expansion.name];
    for (const name of names) {
      const found = navigation(listing, name);
      if (found === undefined) continue;
      const value = projectExpanded(found.follow(item, expansion), expansion);
      const few = listing.advanced === true && Array.isArray(value) ? value.slice(0, mostExpanded) : value;
      result = withProperty(result, found.name, few);
    }
  }
  return result;
}
