import type { JsonObject } from '../../../../json/json.ts';
import { countedText } from '../parse/graph-query.ts';
import type { ReviewInstance } from '../review.ts';
import type { ReviewerScope } from '../scope/reviewer-scope.ts';
import type { MembershipsScope, QueryScope, Resource, ReviewScope } from '../scope/scope.ts';

/** How a version of Graph shows queries. */
export type ScopeStyle = {
  /** Names the type even where the caller did not. */
  readonly alwaysTyped: boolean;
  /** Queries of instances are complete: with the version in front, and the type of the members behind. */
  readonly completesInstances: boolean;
};

export function scopeWire(scope: ReviewScope, style: ScopeStyle): JsonObject {
  return scope.kind === 'query' ? queryWire(scope, countedText(scope.query), style) : membershipsWire(scope, style);
}

/** The part of a definition's scope that one instance is about. */
export function instanceScopeWire({ content, resource }: ReviewInstance, style: ScopeStyle): JsonObject {
  const { scope } = content;
  if (scope.kind === 'query') return queryWire(scope, instanceText(scope, resource, style), style);
  const query = resourceText(resource);
  const resources = scope.resources.filter(({ query: { text } }) => text === query);
  const [only = scope.resources[0]] = resources;
  return {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: scope.principals.map((one) => queryWire(one, complete(countedText(one.query), style), style)),
    resourceScopes: only === undefined ? [] : [queryWire(only, complete(query, style), style)],
  };
}

/** A query as an instance shows it: with the version in front; roles are of beta (observed). */
function complete(text: string, { completesInstances }: ScopeStyle): string {
  if (!completesInstances || !text.startsWith('/') || /^\/(?:v1\.0|beta)\//i.test(text)) return text;
  return `/${/^\/roleManagement\//i.test(text) ? 'beta' : 'v1.0'}${text}`;
}

export function reviewersWire(scopes: readonly ReviewerScope[]): readonly JsonObject[] {
  return scopes.map(({ query, queryRoot }) => ({ query: query.text, queryType: 'MicrosoftGraph', queryRoot }));
}

/** Where a review is about what people hold, its instances name the reviewers as they name the people (observed). */
export function instanceReviewersWire(
  scopes: readonly ReviewerScope[],
  { content }: ReviewInstance,
  style: ScopeStyle,
): readonly JsonObject[] {
  const shown = reviewersWire(scopes);
  if (content.scope.kind === 'query') return shown;
  return shown.map((one) => ({ ...one, query: complete(String(one['query']), style) }));
}

function membershipsWire({ principals, resources }: MembershipsScope, style: ScopeStyle): JsonObject {
  return {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: principals.map((scope) => scopeWire(scope, style)),
    resourceScopes: resources.map((scope) => scopeWire(scope, style)),
  };
}

function queryWire(scope: QueryScope, query: string, { alwaysTyped }: ScopeStyle): JsonObject {
  if (!scope.typed && !alwaysTyped) return { query, queryType: 'MicrosoftGraph' };
  const { inactive, queryRoot } = scope;
  const type = inactive === null ? 'accessReviewQueryScope' : 'accessReviewInactiveUsersQueryScope';
  const shown = { '@odata.type': `#microsoft.graph.${type}`, query, queryType: 'MicrosoftGraph', queryRoot };
  return inactive === null ? shown : { ...shown, inactiveDuration: inactive.text };
}

function instanceText({ query }: QueryScope, resource: Resource, style: ScopeStyle): string {
  const text = countedText(query).replace(/^\.\//, `/groups/${resource.id}/`);
  if (!style.completesInstances) return text;
  return complete(text, style).replace(/\/transitiveMembers\/?$/i, '/transitiveMembers/microsoft.graph.user');
}

function resourceText(resource: Resource): string {
  switch (resource.kind) {
    case 'group':
      return `/groups/${resource.id}`;
    case 'role':
      return `/roleManagement/directory/roleDefinitions/${resource.id}`;
    case 'app':
      return `/servicePrincipals/${resource.id}`;
    case 'access-package':
    case 'tenant':
      return '';
    default:
      return resource satisfies never;
  }
}
