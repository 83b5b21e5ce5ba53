import type { Json } from '../../../json/json.ts';
import { conflict } from '../../service/graph-error.ts';
import type { Reading } from '../../service/reading.ts';
import type { GraphResponse } from '../../service/route.ts';
import { contact } from './decision-book.ts';
import { invalidReview } from './invalid-review.ts';
import { parsedBody } from './parse/parsed-body.ts';
import { BodyObject } from './parse/review-body.ts';
import type { ReviewInstance, ReviewStage } from './review.ts';
import { decisionsOf, stagesOf } from './review-places.ts';
import type { ReviewState } from './reviews.ts';
import { type ReviewerRules, reviewerFinder } from './scope/resolve-reviewers.ts';
import { parseReviewers, type ReviewerScope } from './scope/reviewer-scope.ts';

const properties: readonly string[] = [
  ...['id', 'startDateTime', 'endDateTime', 'status', 'scope', 'reviewers', 'fallbackReviewers', 'definition'],
];

/**
 * Changes the reviewers of an active instance or stage by the body. Returns the reason if that is not possible: a
 * fallback reviewer cannot be removed, which is the only documented conflict.
 */
export function changeReviewers(
  state: ReviewState,
  { instance, stage }: { readonly instance: ReviewInstance; readonly stage: ReviewStage | null },
  body: Json | undefined,
): GraphResponse | undefined {
  const target = stage ?? instance;
  if (target.status !== 'InProgress' || instance.status !== 'InProgress')
    return invalidReview(`It is ${target.status}; its reviewers can be changed only while it is InProgress.`);
  const parsed = parseRules(state, body, { rules: target, scopeRequired: stage === null });
  if (!parsed.ok) return parsed.response;
  const { reviewers, fallbackReviewers } = parsed.value;
  const gone = target.fallbackReviewers.find((scope) => !fallbackReviewers.some((other) => isSame(scope, other)));
  if (gone !== undefined) return conflict(`The fallback reviewer '${gone.query.text}' cannot be removed.`);
  const changes = { reviewers, fallbackReviewers };
  if (stage === null) state.instances.change(instance, changes);
  else state.stages.change(stage, changes);
  if (stage !== null || stagesOf(state, instance).length === 0) reopen(state, instance, { ...target, ...changes });
  return undefined;
}

function parseRules(
  { directory }: ReviewState,
  body: Json | undefined,
  { rules, scopeRequired }: { readonly rules: ReviewerRules; readonly scopeRequired: boolean },
): Reading<ReviewerRules> {
  return parsedBody(() => {
    const read = new BodyObject(body).knows('accessReviewInstance', properties);
    if (scopeRequired) read.required('scope');
    const listOr = (name: 'reviewers' | 'fallbackReviewers'): readonly ReviewerScope[] =>
      read.has(name) ? parseReviewers(read, name, directory) : rules[name];
    return { reviewers: listOr('reviewers'), fallbackReviewers: listOr('fallbackReviewers') };
  });
}

function reopen(state: ReviewState, instance: ReviewInstance, target: ReviewInstance | ReviewStage): void {
  const reviewersOf = reviewerFinder(target, { resource: instance.resource, directory: state.directory });
  for (const item of decisionsOf(state, target)) {
    const reviewers = reviewersOf(item.principal);
    state.decisions.change(item, { reviewers });
    const twin = state.decisions.get(item.twin ?? '');
    if (twin !== undefined) state.decisions.change(twin, { reviewers });
  }
  contact(state, instance, state.clock.now());
}

const isSame = (one: ReviewerScope, other: ReviewerScope): boolean =>
  one.query.text.toLowerCase() === other.query.text.toLowerCase();
