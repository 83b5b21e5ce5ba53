import { type DecisionItem, type ReviewInstance, type ReviewVerdict, undecided } from './review.ts';
import { accessReviews, type ReviewActor } from './scope/review-actor.ts';

export type Answer = {
  readonly verdict: ReviewVerdict;
  readonly justification: string;
  readonly by: ReviewActor;
  readonly atMs: number;
};

/** Writes down what a person decided: on the item, and on the one that is decided together with it. */
export function recordVerdict(item: DecisionItem, answer: Answer): void {
  write(item, answer);
  if (item.twin !== null) write(item.twin, answer);
}

/** Takes a decision back, as if no one had made it. */
export function resetVerdict(item: DecisionItem): void {
  const { twin } = item;
  Object.assign(item, undecided, { twin });
  if (twin !== null) Object.assign(twin, undecided, { twin: item });
}

/** What the service decides where no one did. A recommendation that there is not leaves the item undecided. */
export function decideByDefault(instance: ReviewInstance, atMs: number): void {
  const { defaultDecision } = instance.content.settings;
  if (defaultDecision === 'None') return;
  for (const item of instance.decisions.items) {
    if (item.verdict !== 'NotReviewed') continue;
    const verdict = defaultDecision === 'Recommendation' ? item.recommendation : defaultDecision;
    if (verdict !== 'NoInfoAvailable') recordVerdict(item, { verdict, justification: '', by: accessReviews, atMs });
  }
}

function write(item: DecisionItem, { verdict, justification, by, atMs }: Answer): void {
  item.verdict = verdict;
  item.justification = justification;
  item.reviewedBy = by;
  item.reviewedMs = atMs;
}
