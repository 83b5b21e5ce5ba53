import type { Directory } from '../../directory/directory.ts';
import { type GraphQuery, parseGraphQuery, unsupportedQuery, wordAt } from '../parse/graph-query.ts';
import { checkQueryType } from '../parse/parse-scope.ts';
import { type BodyObject, invalid } from '../parse/review-body.ts';

/** A query for the reviewers. */
export type ReviewerScope = {
  readonly query: GraphQuery;
  readonly queryRoot: string | null;
  readonly who: Reviewers;
};

type Reviewers =
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'members'; readonly groupId: string; readonly transitive: boolean }
  /** Owners of a group or application; of the resource under review where `id` is null. */
  | { readonly kind: 'owners'; readonly id: string | null }
  /** The manager of the person under review. */
  | { readonly kind: 'manager' };

/** Reads a list of reviewers, and checks that its people and groups exist. Throws an `InvalidBody`. */
export function parseReviewers(body: BodyObject, name: string, directory: Directory): readonly ReviewerScope[] {
  return body.objects(name).map((item) => parseReviewer(item, directory));
}

function parseReviewer(body: BodyObject, directory: Directory): ReviewerScope {
  // A documented example has `type` in place of `queryType`.
  body.knows('accessReviewReviewerScope', ['query', 'queryType', 'queryRoot', 'type']);
  checkQueryType(body);
  const query = parseGraphQuery(body.text('query'), body.at('query'));
  const who = reviewersOf(query) ?? invalid(unsupportedQuery(query));
  const queryRoot = body.textOr('queryRoot', null);
  if (who.kind === 'manager' && queryRoot?.toLowerCase() !== 'decisions')
    invalid(`${body.at('queryRoot')} has to be 'decisions' where the query is './manager'.`);
  const missing = missingId(who, directory);
  if (missing !== undefined) invalid(`${body.at('query')} names '${missing}', which does not exist.`);
  return { query, queryRoot, who };
}

function reviewersOf(query: GraphQuery): Reviewers | undefined {
  const [, id = ''] = query.segments;
  const length = query.segments.length;
  const [first, third] = [wordAt(query, 0), wordAt(query, 2)];
  if (query.relative) {
    if (length !== 1) return undefined;
    if (first === 'owners') return { kind: 'owners', id: null };
    return first === 'manager' ? { kind: 'manager' } : undefined;
  }
  if (first === 'users' && length === 2) return { kind: 'user', id };
  const owners = third === 'owners' && (length === 3 || wordAt(query, 3) === 'microsoft.graph.user');
  if ((first === 'groups' || first === 'serviceprincipals') && owners) return { kind: 'owners', id };
  const members = third === 'transitivemembers' || third === 'members';
  if (first === 'groups' && members && (length === 3 || wordAt(query, 3) === 'microsoft.graph.user'))
    return { kind: 'members', groupId: id, transitive: third === 'transitivemembers' };
  return undefined;
}

function missingId(who: Reviewers, directory: Directory): string | undefined {
  switch (who.kind) {
    case 'user':
      return directory.user(who.id) === undefined ? who.id : undefined;
    case 'members':
      return directory.group(who.groupId) === undefined ? who.groupId : undefined;
    case 'owners':
      return who.id === null || directory.find(who.id) !== undefined ? undefined : who.id;
    case 'manager':
      return undefined;
    default:
      return who satisfies never;
  }
}
