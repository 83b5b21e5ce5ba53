import type { DirectoryObject } from '../directory/directory.ts';
import { contact, newItem } from './decision-book.ts';
import { openStage } from './open-stage.ts';
import { endOf } from './recurrence.ts';
import type { DecisionItem, DefinitionContent, ReviewDefinition, ReviewedPrincipal, ReviewInstance } from './review.ts';
import type { ReviewState } from './reviews.ts';
import { principalsInScope } from './scope/principals-in-scope.ts';
import { recommend } from './scope/recommendation.ts';
import { reviewerFinder } from './scope/resolve-reviewers.ts';
import { fixedResource } from './scope/resources-in-scope.ts';
import type { Resource } from './scope/scope.ts';

/** A review that ends when it begins is open for so long all the same: the 2021 tutorial shows decisions 6 minutes later. */
const shortestMs = 5 * 60_000;

/** An instance that waits for its start. It is not in the store yet. */
export function newInstance(
  { ids }: ReviewState,
  { id, path, content }: ReviewDefinition,
  { resource, startMs }: { readonly resource: Resource; readonly startMs: number },
): ReviewInstance {
  const once = content.settings.recurrence.pattern === null && fixedResource(content) !== undefined;
  const own = once ? id : ids.uuid();
  return {
    id: own,
    path: `${path}/instances/${own}`,
    resource,
    status: 'NotStarted',
    applyingStopped: false,
    contacted: [],
    ...waitingUntil(startMs, content),
  };
}

/** The content of the definition that a waiting instance uses, and its times. */
export function waitingUntil(startMs: number, content: DefinitionContent) {
  const { settings, reviewers, fallbackReviewers } = content;
  const endMs = endOf(settings.recurrence, { startMs, days: settings.instanceDurationInDays });
  return { content, reviewers, fallbackReviewers, startMs, endMs, closeMs: Math.max(endMs, startMs + shortestMs) };
}

/** Begins an instance: an item for each principal in scope, and reviewers who can decide. */
export function openInstance(
  state: ReviewState,
  waiting: ReviewInstance,
  principals: readonly DirectoryObject[],
): void {
  const instance = state.instances.put({ ...waiting, status: 'InProgress' });
  const { content, resource, startMs } = instance;
  const reviewersOf = reviewerFinder(instance, { resource, directory: state.directory });
  const { recommendationsEnabled: enabled, lookBack } = content.settings;
  const items = principals.map((object): DecisionItem => {
    const principal = reviewed(object);
    return newItem(state, instance, {
      principal,
      recommendation: recommend(principal, { enabled, lookBack, startMs }),
      reviewers: content.stages.length > 0 ? [] : reviewersOf(principal),
      twin: null,
    });
  });
  if (content.stages.length > 0) openStage(state, { instance, items, startMs });
  else contact(state, instance, startMs);
}

/** The principals whose access an instance would review now. */
export function principalsOf(state: ReviewState, instance: ReviewInstance): readonly DirectoryObject[] {
  const { directory } = state;
  return principalsInScope(instance.content.scope, instance.resource, { directory, startMs: instance.startMs });
}

function reviewed(object: DirectoryObject): ReviewedPrincipal {
  const { id, displayName } = object.value;
  switch (object.kind) {
    case 'user': {
      const { userPrincipalName, userType, lastSignInDateTime } = object.value;
      return { kind: 'user', id, displayName, userPrincipalName, guest: userType === 'Guest', lastSignInDateTime };
    }
    case 'group':
      return { kind: 'group', id, displayName };
    case 'servicePrincipal':
      return { kind: 'servicePrincipal', id, displayName, appId: object.value.appId };
    default:
      return object satisfies never;
  }
}
