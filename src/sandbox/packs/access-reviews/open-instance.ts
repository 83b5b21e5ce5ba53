import type { DirectoryObject } from '../directory/directory.ts';
import { contact, fillBook } from './decision-book.ts';
import { openStage } from './open-stage.ts';
import { endOf } from './recurrence.ts';
import type { ReviewDefinition } from './review.ts';
import { type DecisionItem, emptyBook, type ReviewedPrincipal, type ReviewInstance, undecided } from './review.ts';
import type { ReviewState } from './reviews.ts';
import { principalsInScope } from './scope/principals-in-scope.ts';
import { recommend } from './scope/recommendation.ts';
import { reviewerFinder } from './scope/resolve-reviewers.ts';
import { fixedResource } from './scope/resources-in-scope.ts';
import type { Resource } from './scope/scope.ts';

/** A review that ends when it begins is open for so long all the same: the 2021 tutorial shows decisions 6 minutes later. */
const shortestMs = 5 * 60_000;

/** An instance that waits for its start. */
export function prepareInstance(
  state: ReviewState,
  about: { readonly definition: ReviewDefinition; readonly resource: Resource; readonly startMs: number },
): ReviewInstance {
  const { definition, resource, startMs } = about;
  const { content } = definition;
  const once = content.settings.recurrence.pattern === null && fixedResource(content) !== undefined;
  const instance: ReviewInstance = {
    id: once ? definition.id : state.ids.uuid(),
    definition,
    resource,
    content,
    status: 'NotStarted',
    startMs,
    endMs: startMs,
    closeMs: startMs,
    reviewers: content.reviewers,
    fallbackReviewers: content.fallbackReviewers,
    decisions: emptyBook(),
    stages: [],
    contacted: new Map(),
  };
  reschedule(instance, startMs);
  definition.instances.push(instance);
  state.instances.set(instance.id, instance);
  return instance;
}

/** Gives a waiting instance the definition's present content, and its times. */
export function reschedule(instance: ReviewInstance, startMs: number): void {
  const { content } = instance.definition;
  instance.content = content;
  instance.reviewers = content.reviewers;
  instance.fallbackReviewers = content.fallbackReviewers;
  instance.startMs = startMs;
  instance.endMs = endOf(content.settings.recurrence, { startMs, days: content.settings.instanceDurationInDays });
  instance.closeMs = Math.max(instance.endMs, startMs + shortestMs);
}

/** Begins an instance: an item for each principal in scope, reviewers who can decide, an end. */
export function openInstance(
  state: ReviewState,
  instance: ReviewInstance,
  principals: readonly DirectoryObject[],
): void {
  const { content, resource, startMs } = instance;
  instance.status = 'InProgress';
  const reviewersOf = reviewerFinder(instance, { resource, directory: state.directory });
  const { recommendationsEnabled: enabled, lookBack } = content.settings;
  const items = principals.map((object): DecisionItem => {
    const principal = reviewed(object);
    return {
      id: state.ids.uuid(),
      instance,
      principal,
      recommendation: recommend(principal, { enabled, lookBack, startMs }),
      reviewers: content.stages.length > 0 ? [] : reviewersOf(principal),
      ...undecided,
    };
  });
  fillBook(instance.decisions, items);
  state.agenda.plan(instance.closeMs, { kind: 'close', instanceId: instance.id });
  if (content.stages.length > 0) openStage(state, { instance, items, startMs });
  else contact(state, instance, startMs);
}

/** Whose access an instance will review, as things are. */
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
