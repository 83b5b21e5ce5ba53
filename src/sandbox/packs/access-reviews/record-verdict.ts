import { type DecisionItem, type ReviewInstance, type ReviewVerdict, undecided } from './review.ts';
import { decisionsOf } from './review-places.ts';
import type { ReviewState } from './reviews.ts';
import { accessReviews, type ReviewActor } from './scope/review-actor.ts';

export type GivenVerdict = {
  readonly verdict: ReviewVerdict;
  readonly justification: string;
  readonly by: ReviewActor;
  readonly atMs: number;
};

/** Records a person's decision: on the item, and on the one that is decided together with it. */
export function recordVerdict(state: ReviewState, item: DecisionItem, given: GivenVerdict): void {
  const { verdict, justification, by: reviewedBy, atMs: reviewedMs } = given;
  changeBoth(state, item, { verdict, justification, reviewedBy, reviewedMs });
}

/** Resets a decision. */
export function resetVerdict(state: ReviewState, item: DecisionItem): void {
  changeBoth(state, item, undecided);
}

/** The service's decision for an undecided item. Without a recommendation, the item stays undecided. */
export function decideByDefault(state: ReviewState, instance: ReviewInstance, atMs: number): void {
  const { defaultDecision } = instance.content.settings;
  if (defaultDecision === 'None') return;
  for (const item of decisionsOf(state, instance)) {
    if (item.verdict !== 'NotReviewed') continue;
    const verdict = defaultDecision === 'Recommendation' ? item.recommendation : defaultDecision;
    if (verdict !== 'NoInfoAvailable')
      recordVerdict(state, item, { verdict, justification: '', by: accessReviews, atMs });
  }
}

function changeBoth({ decisions }: ReviewState, item: DecisionItem, changes: Partial<DecisionItem>): void {
  const twin = decisions.get(item.twin ?? '');
  for (const one of [item, ...(twin === undefined ? [] : [twin])]) decisions.change(one, changes);
}
