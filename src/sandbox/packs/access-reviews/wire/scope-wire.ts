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
    ...membershipsWire(scope, style),
    resourceScopes: only === undefined ? [] : [queryWire(only, query, style)],
  };
}

export function reviewersWire(scopes: readonly ReviewerScope[]): readonly JsonObject[] {
  return scopes.map(({ query, queryRoot }) => ({ query: query.text, queryType: 'MicrosoftGraph', queryRoot }));
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

function instanceText({ query }: QueryScope, resource: Resource, { completesInstances }: ScopeStyle): string {
  const text = countedText(query).replace(/^\.\//, `/groups/${resource.id}/`);
  if (!completesInstances) return text;
  return `/v1.0${text}`.replace(/\/transitiveMembers\/?$/i, '/transitiveMembers/microsoft.graph.user');
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
