/** The scope of a review, from its definition. This file: the parsed forms of a scope. */
import type { IsoDuration } from '../../../../format/template/duration.ts';
import type { FilterExpression } from '../../../odata/expression.ts';
import type { GraphQuery } from '../parse/graph-query.ts';

export type ReviewScope = QueryScope | MembershipsScope;

export type QueryScope = {
  readonly kind: 'query';
  /** The caller named its type. In 2021 the service echoed a scope without type as received. */
  readonly typed: boolean;
  /** Only people who have not signed in for so long; null: all. */
  readonly inactive: { readonly text: string; readonly duration: IsoDuration } | null;
  readonly query: GraphQuery;
  readonly queryRoot: string | null;
  readonly selection: ScopeSelection;
};

/** Several kinds of principals, and the resources they may have access to. */
export type MembershipsScope = {
  readonly kind: 'memberships';
  readonly principals: readonly QueryScope[];
  readonly resources: readonly QueryScope[];
};

export type PrincipalKind = 'user' | 'group' | 'servicePrincipal';

/** The selection of a query. */
export type ScopeSelection =
  /** Members of a group; of the instance's own where `groupId` is null. */
  | {
      readonly kind: 'members';
      readonly groupId: string | null;
      readonly transitive: boolean;
      readonly only: PrincipalKind | null;
      readonly filter: FilterExpression | null;
    }
  /** All principals of a kind, or one of them. */
  | {
      readonly kind: 'principals';
      readonly only: PrincipalKind;
      readonly id: string | null;
      readonly filter: FilterExpression | null;
    }
  /** Shared channels of a team. */
  | { readonly kind: 'channels'; readonly teamId: string; readonly filter: FilterExpression | null }
  /** Groups as resources: one by its id, or all that the filter finds. */
  | { readonly kind: 'groups'; readonly id: string | null; readonly filter: FilterExpression | null }
  /** Holders of a role; of every role where `roleId` is null. */
  | {
      readonly kind: 'role';
      readonly roleId: string | null;
      readonly holding: RoleHolding;
      readonly filter: FilterExpression | null;
    }
  | { readonly kind: 'app'; readonly servicePrincipalId: string }
  | {
      readonly kind: 'access-package';
      readonly accessPackageId: string | null;
      readonly policyId: string;
      readonly filter: FilterExpression | null;
    };

export type RoleHolding = 'active' | 'eligible' | 'both';

/** A resource to which principals have access; each has its own instance. */
export type Resource =
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'role'; readonly id: string; readonly holding: RoleHolding }
  | { readonly kind: 'app'; readonly id: string }
  | { readonly kind: 'access-package'; readonly id: string; readonly accessPackageId: string | null }
  /** People as such. */
  | { readonly kind: 'tenant'; readonly id: '' };
