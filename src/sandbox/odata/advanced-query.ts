import { graphError } from '../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../service/route.ts';
import { expressionsIn } from './expression.ts';
import type { QueryOptions } from './query-options.ts';

/**
 * Why the directory refuses a query: some it answers only where the caller accepts eventual consistency, some never. See
 * "Advanced query capabilities" in Graph's documentation.
 */
export function directoryRefusal(call: GraphCall, options: QueryOptions): GraphResponse | undefined {
  const eventual = call.headers['consistencylevel']?.toLowerCase() === 'eventual';
  const never = neverSupported(options, call);
  if (never !== undefined) return refusal(never);
  const advanced = advancedPart(options, call);
  if (advanced === undefined) return undefined;
  if (!eventual) return refusal(`${advanced} needs the header ConsistencyLevel: eventual.`);
  const countNeeded = options.search === undefined && call.countOnly !== true;
  // A page after the first one carries `$count` in its link.
  return options.count || !countNeeded ? undefined : refusal(`${advanced} needs $count=true.`);
}

function neverSupported({ filter }: QueryOptions, { query }: GraphCall): string | undefined {
  if ([...query.keys()].some((key) => /^\$?skip$/i.test(key))) return '$skip is not supported for directory objects.';
  for (const part of filter === undefined ? [] : expressionsIn(filter)) {
    if (part.kind === 'call' && part.name === 'contains') return 'contains is not supported for directory objects.';
    if (part.kind === 'lambda' && part.quantifier === 'all') return 'all is not supported for directory objects.';
  }
  return undefined;
}

function advancedPart({ filter, search, orderBy, count }: QueryOptions, { countOnly }: GraphCall): string | undefined {
  if (countOnly === true) return '/$count';
  if (search !== undefined) return '$search';
  for (const part of filter === undefined ? [] : expressionsIn(filter)) {
    if (part.kind === 'compare' && part.operator === 'ne') return 'The operator ne';
    if (part.kind === 'not') return 'The operator not';
    if (part.kind === 'call' && part.name === 'endswith') return 'endswith';
    if (part.kind === 'path' && part.path.counted) return '$count of a property';
  }
  if (filter !== undefined && orderBy.length > 0) return '$filter together with $orderby';
  return filter !== undefined && count ? '$filter together with $count' : undefined;
}

const refusal = (message: string): GraphResponse => graphError(400, 'Request_UnsupportedQuery', message);
