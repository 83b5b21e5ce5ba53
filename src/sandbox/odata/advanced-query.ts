import { graphError, hinted } from '../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../service/route.ts';
import { expressionsIn, type FilterExpression } from './expression.ts';
import type { QueryOptions } from './query-options.ts';

/**
 * Why the directory refuses a query: some it answers only where the caller accepts eventual consistency, some never. See
 * "Advanced query capabilities" in Graph's documentation.
 */
export function directoryRefusal(call: GraphCall, options: QueryOptions): GraphResponse | undefined {
  const eventual = call.headers['consistencylevel']?.toLowerCase() === 'eventual';
  const never = neverSupported(options, call);
  if (never !== undefined) return refusal(never);
  const clause = clauseFault(options, eventual);
  if (clause !== undefined) return refusal(clauseMessage(call, clause));
  const advanced = advancedPart(options, call);
  if (advanced === undefined) return undefined;
  if (!eventual && advanced === '/$count') return refusal(rawCount);
  if (!eventual)
    return hinted(refusal('Unsupported Query.'), `${advanced} needs the header ConsistencyLevel: eventual.`);
  const countNeeded = options.search === undefined && call.countOnly !== true;
  // A page after the first one carries `$count` in its link.
  return options.count || !countNeeded
    ? undefined
    : hinted(refusal('Unsupported Query.'), `${advanced} needs $count=true.`);
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

const rawCount =
  "Raw count (/$count) is not supported because the 'ConsistencyLevel:eventual' header is missing. Please set the header and try again.";

/** Properties that the index for advanced queries lacks (observed). */
const notIndexed: ReadonlySet<string> = new Set(['hasMembersWithLicenseErrors']);

/** The property of a comparison that the directory cannot make (observed). */
function clauseFault({ filter, count }: QueryOptions, eventual: boolean): string | undefined {
  for (const part of filter === undefined ? [] : expressionsIn(filter)) {
    if (part.kind !== 'compare' || part.left.kind !== 'path') continue;
    const name = part.left.path.segments.map((one) => one.name).join('/');
    if (eventual && count && notIndexed.has(name)) return name;
    if (name === 'onPremisesSecurityIdentifier' && isNoSid(part.right)) return name;
  }
  return undefined;
}

const isNoSid = (given: FilterExpression): boolean =>
  given.kind === 'literal' && typeof given.value === 'string' && !/^S-1-\d+(?:-\d+)*$/i.test(given.value);

const resources: { readonly [set: string]: string } = { users: 'User', groups: 'Group', devices: 'Device' };

function clauseMessage({ path }: GraphCall, name: string): string {
  const resource = resources[path.split('/')[1]?.toLowerCase() ?? ''] ?? 'DirectoryObject';
  return `Unsupported or invalid query filter clause specified for property '${name}' of resource '${resource}'.`;
}

const refusal = (message: string): GraphResponse => graphError(400, 'Request_UnsupportedQuery', message);
