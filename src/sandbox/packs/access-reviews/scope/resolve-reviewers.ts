import { matchesFilter } from '../../../odata/matches-filter.ts';
import type { Directory, User } from '../../directory/directory.ts';
import type { ReviewedPrincipal } from '../review.ts';
import { principalWire } from '../wire/principal-wire.ts';
import type { ReviewerScope } from './reviewer-scope.ts';
import type { Resource } from './scope.ts';

export type ReviewerRules = {
  readonly reviewers: readonly ReviewerScope[];
  readonly fallbackReviewers: readonly ReviewerScope[];
};

/**
 * The reviewers of each principal of a resource. Queries the directory once for all principals, so that equal reviewers
 * are the same array.
 */
export function reviewerFinder(
  { reviewers, fallbackReviewers }: ReviewerRules,
  about: { readonly resource: Resource; readonly directory: Directory },
): (principal: ReviewedPrincipal) => readonly string[] {
  if (reviewers.length === 0) return ({ kind, id }) => (kind === 'user' ? [id] : []);
  const first = listFinder(reviewers, about);
  const fallback = listFinder(fallbackReviewers, about);
  return (principal) => {
    const found = first(principal);
    return found.length > 0 ? found : fallback(principal);
  };
}

type About = { readonly resource: Resource; readonly directory: Directory };

function listFinder(
  scopes: readonly ReviewerScope[],
  about: About,
): (principal: ReviewedPrincipal) => readonly string[] {
  const fixed = [...new Set(scopes.flatMap((scope) => fixedReviewers(scope, about)))];
  if (!scopes.some(({ who }) => who.kind === 'manager')) return () => fixed;
  return (principal) => {
    const manager = managerOf(principal, about.directory);
    return manager === undefined || fixed.includes(manager) ? fixed : [...fixed, manager];
  };
}

function fixedReviewers({ who, query }: ReviewerScope, { resource, directory }: About): readonly string[] {
  const people = (ids: readonly string[]): readonly string[] =>
    ids
      .map((id) => directory.user(id))
      .filter((user): user is User => user !== undefined)
      .filter(
        (user) => query.filter === null || matchesFilter(query.filter, principalWire({ kind: 'user', value: user })),
      )
      .map(({ id }) => id);
  switch (who.kind) {
    case 'user':
      return people([who.id]);
    case 'members':
      return people(who.transitive ? directory.transitiveMembers(who.groupId) : directory.members(who.groupId));
    case 'owners':
      return people(directory.owners(who.id ?? resource.id));
    case 'manager':
      return [];
    default:
      return who satisfies never;
  }
}

function managerOf(principal: ReviewedPrincipal, directory: Directory): string | undefined {
  if (principal.kind !== 'user') return undefined;
  return directory.managerOf(principal.id)?.id;
}
