import type { JsonObject } from '../../../../json/json.ts';
import { countedText } from '../parse/graph-query.ts';
import type { ReviewInstance } from '../review.ts';
import type { ReviewerScope } from '../scope/reviewer-scope.ts';
import type { MembershipsScope, QueryScope, Resource, ReviewScope } from '../scope/scope.ts';

/**
 * Queries as a version of Graph shows them: v1.0 names the type even where the caller did not, and those of its instances are
 * complete, with the version in front and the type of the members behind.
 */
export function scopeWire(scope: ReviewScope, version: string): JsonObject {
  return scope.kind === 'query' ? queryWire(scope, countedText(scope.query), version) : membershipsWire(scope, version);
}

/** The part of a definition's scope that one instance is about. */
export function instanceScopeWire({ content, resource }: ReviewInstance, version: string): JsonObject {
  const { scope } = content;
  if (scope.kind === 'query') return queryWire(scope, instanceText(scope, resource, version), version);
  const query = resourceText(resource);
  const resources = scope.resources.filter(({ query: { text } }) => text === query);
  const [only = scope.resources[0]] = resources;
  return {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: scope.principals.map((one) => queryWire(one, complete(countedText(one.query), version), version)),
    resourceScopes: only === undefined ? [] : [queryWire(only, complete(query, version), version)],
  };
}

/** A query as an instance shows it: with the version in front; roles are of beta (observed). */
function complete(text: string, version: string): string {
  if (version === 'beta' || !text.startsWith('/') || /^\/(?:v1\.0|beta)\//i.test(text)) return text;
  return `/${/^\/roleManagement\//i.test(text) ? 'beta' : 'v1.0'}${text}`;
}

export function reviewersWire(scopes: readonly ReviewerScope[]): readonly JsonObject[] {
  return scopes.map(({ query, queryRoot }) => ({ query: query.text, queryType: 'MicrosoftGraph', queryRoot }));
}

/** In a review of what people have, the instances name reviewers in the same form as these people (observed). */
export function instanceReviewersWire(
  scopes: readonly ReviewerScope[],
  { content }: ReviewInstance,
  version: string,
): readonly JsonObject[] {
  const shown = reviewersWire(scopes);
  if (content.scope.kind === 'query') return shown;
  return shown.map((one) => ({ ...one, query: complete(String(one['query']), version) }));
}

function membershipsWire({ principals, resources }: MembershipsScope, version: string): JsonObject {
  return {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: principals.map((scope) => scopeWire(scope, version)),
    resourceScopes: resources.map((scope) => scopeWire(scope, version)),
  };
}

function queryWire(scope: QueryScope, query: string, version: string): JsonObject {
  if (!scope.typed && version === 'beta') return { query, queryType: 'MicrosoftGraph' };
  const { inactive, queryRoot } = scope;
  const type = inactive === null ? 'accessReviewQueryScope' : 'accessReviewInactiveUsersQueryScope';
  const shown = { '@odata.type': `#microsoft.graph.${type}`, query, queryType: 'MicrosoftGraph', queryRoot };
  return inactive === null ? shown : { ...shown, inactiveDuration: inactive.text };
}

function instanceText({ query }: QueryScope, resource: Resource, version: string): string {
  const text = countedText(query).replace(/^\.\//, `/groups/${resource.id}/`);
  if (version === 'beta') return text;
  return complete(text, version).replace(/\/transitiveMembers\/?$/i, '/transitiveMembers/microsoft.graph.user');
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
