import { parseDuration } from '../../../../format/template/duration.ts';
import type { FilterExpression } from '../../../odata/expression.ts';
import { expressionsIn } from '../../../odata/expression.ts';
import type { PrincipalKind, QueryScope, ReviewScope, RoleHolding, ScopeSelection } from '../scope/scope.ts';
import { type GraphQuery, parseGraphQuery, unsupportedQuery, wordAt } from './graph-query.ts';
import { type BodyObject, invalid } from './review-body.ts';
import { unknownIn } from './scope-names.ts';

/** Reads an `accessReviewScope`; throws an `InvalidBody`. */
export function parseScope(body: BodyObject): ReviewScope {
  if (typeOf(body) !== 'principalresourcemembershipsscope') return parseQueryScope(body);
  body.knows('principalResourceMembershipsScope', ['principalScopes', 'resourceScopes']);
  const principals = body.objects('principalScopes').map(parseQueryScope);
  const resources = body.objects('resourceScopes').map(parseQueryScope);
  if (principals.length === 0) invalid(`${body.at('principalScopes')} is required.`);
  if (resources.length === 0) invalid(`${body.at('resourceScopes')} is required.`);
  // Without the cast it works (observed).
  const isCast = ({ selection }: QueryScope): boolean => selection.kind === 'members' && selection.only === 'user';
  const hasChannels = resources.some(({ selection }) => selection.kind === 'channels');
  if (!hasChannels && resources.some(isCast)) invalid('Tenant is not authorized for Custom Scoping Conditions Feature');
  return { kind: 'memberships', principals, resources };
}

export function parseQueryScope(body: BodyObject): QueryScope {
  const type = typeOf(body);
  if (!queryTypes.has(type))
    invalid(`${body.at('@odata.type')} is '${body.textOr('@odata.type', '')}', which is not supported.`);
  const inactiveUsers = type === 'accessreviewinactiveusersqueryscope';
  body.knows(inactiveUsers ? 'accessReviewInactiveUsersQueryScope' : 'accessReviewQueryScope', [
    ...['query', 'queryType', 'queryRoot'],
    ...(inactiveUsers ? ['inactiveDuration'] : []),
  ]);
  checkQueryType(body);
  const query = parseGraphQuery(body.text('query'), body.at('query'));
  const selection = selectionOf(query) ?? invalid(unsupportedQuery(query));
  const unknown = query.filter === null ? undefined : unknownIn(query.filter, selection);
  if (unknown !== undefined)
    invalid(`${body.at('query')} has a $filter with '${unknown}', which is no property there.`);
  return {
    kind: 'query',
    typed: type !== '',
    inactive: inactiveUsers ? durationAt(body, 'inactiveDuration') : null,
    query,
    queryRoot: body.textOr('queryRoot', null),
    selection,
  };
}

/** Default: `MicrosoftGraph`; anything else is not modeled. */
export function checkQueryType(body: BodyObject): void {
  const type = body.textOr('queryType', 'MicrosoftGraph');
  if (type.toLowerCase() !== 'microsoftgraph')
    invalid(`${body.at('queryType')} is '${type}'; only MicrosoftGraph is supported.`);
}

const queryTypes: ReadonlySet<string> = new Set(['', 'accessreviewqueryscope', 'accessreviewinactiveusersqueryscope']);

function typeOf(body: BodyObject): string {
  return body
    .textOr('@odata.type', '')
    .toLowerCase()
    .replace(/^#?microsoft\.graph\./, '');
}

function durationAt(body: BodyObject, name: string) {
  const text = body.textOr(name, 'PT0S');
  const duration = parseDuration(text) ?? invalid(`${body.at(name)} is '${text}', which is no ISO 8601 duration.`);
  return { text, duration };
}

function selectionOf(query: GraphQuery): ScopeSelection | undefined {
  if (query.relative) return relativeMembers(query);
  const { filter } = query;
  const id = query.segments[1]?.toLowerCase() ?? null;
  switch (wordAt(query, 0)) {
    case 'groups':
      if (query.segments.length <= 2) return { kind: 'groups', id, filter };
      return membersOf(query, { groupId: id, from: 2 });
    case 'users':
      return query.segments.length <= 2 ? { kind: 'principals', only: 'user', id, filter } : undefined;
    case 'serviceprincipals':
      return servicePrincipals(query, id);
    case 'rolemanagement':
      return roles(query);
    case 'identitygovernance':
      return accessPackages(query);
    case 'teams':
      return channels(query, id);
    default:
      return undefined;
  }
}

function relativeMembers(query: GraphQuery): ScopeSelection | undefined {
  return membersOf(query, { groupId: null, from: 0 });
}

function membersOf(
  query: GraphQuery,
  { groupId, from }: { readonly groupId: string | null; readonly from: number },
): ScopeSelection | undefined {
  const collection = wordAt(query, from);
  if (collection !== 'members' && collection !== 'transitivemembers') return undefined;
  const cast = casts.get(wordAt(query, from + 1));
  if (cast === undefined || query.segments.length > from + 2) return undefined;
  return { kind: 'members', groupId, transitive: collection === 'transitivemembers', only: cast, filter: query.filter };
}

const casts: ReadonlyMap<string, PrincipalKind | null> = new Map<string, PrincipalKind | null>([
  ['', null],
  ['microsoft.graph.user', 'user'],
  ['microsoft.graph.group', 'group'],
  ['microsoft.graph.serviceprincipal', 'servicePrincipal'],
]);

function servicePrincipals(query: GraphQuery, id: string | null): ScopeSelection | undefined {
  if (id === null) return { kind: 'principals', only: 'servicePrincipal', id, filter: query.filter };
  const assignments = wordAt(query, 2);
  if (query.segments.length > 3 || (assignments !== '' && assignments !== 'approleassignedto')) return undefined;
  return { kind: 'app', servicePrincipalId: id };
}

function roles(query: GraphQuery): ScopeSelection | undefined {
  if (wordAt(query, 1) !== 'directory') return undefined;
  const { filter } = query;
  if (wordAt(query, 2) === 'roledefinitions')
    return query.segments.length === 4
      ? { kind: 'role', roleId: wordAt(query, 3), holding: 'both', filter: null }
      : undefined;
  const holding = holdings.get(wordAt(query, 2));
  if (holding === undefined || query.segments.length !== 3) return undefined;
  return { kind: 'role', roleId: comparedWith(filter, 'roledefinitionid'), holding, filter };
}

const holdings: ReadonlyMap<string, RoleHolding> = new Map<string, RoleHolding>([
  ['roleassignmentscheduleinstances', 'active'],
  ['roleeligibilityscheduleinstances', 'eligible'],
]);

function channels(query: GraphQuery, teamId: string | null): ScopeSelection | undefined {
  const isOne = teamId !== null && query.segments.length === 3 && wordAt(query, 2) === 'channels';
  const isShared = comparedWith(query.filter, 'membershiptype') === 'shared';
  return isOne && isShared ? { kind: 'channels', teamId, filter: query.filter } : undefined;
}

function accessPackages(query: GraphQuery): ScopeSelection | undefined {
  const collection = wordAt(query, 2);
  if (wordAt(query, 1) !== 'entitlementmanagement' || query.segments.length !== 3) return undefined;
  if (collection !== 'accesspackageassignments' && collection !== 'assignments') return undefined;
  const policyId = comparedWith(query.filter, 'assignmentpolicyid');
  if (policyId === null) return undefined;
  const { filter } = query;
  return { kind: 'access-package', accessPackageId: comparedWith(filter, 'accesspackageid'), policyId, filter };
}

/** The text with which a filter compares a property; null if there is none. */
function comparedWith(filter: FilterExpression | null, property: string): string | null {
  if (filter === null) return null;
  for (const part of expressionsIn(filter)) {
    if (part.kind !== 'compare' || part.operator !== 'eq') continue;
    if (part.left.kind !== 'path' || part.right.kind !== 'literal') continue;
    const name = part.left.path.segments.at(-1)?.name.toLowerCase();
    if (name === property && typeof part.right.value === 'string') return part.right.value.toLowerCase();
  }
  return null;
}
