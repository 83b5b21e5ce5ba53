import { contact, newItem } from './decision-book.ts';
import type { DecisionItem, MovingDecision, ReviewInstance, ReviewStage, StageSettings } from './review.ts';
import { decisionsOf, instanceAround, stagesOf } from './review-places.ts';
import type { ReviewState } from './reviews.ts';
import { recommend } from './scope/recommendation.ts';
import { reviewerFinder } from './scope/resolve-reviewers.ts';

const dayMs = 86_400_000;

/** Begins the next stage of an instance, with the given items. */
export function openStage(
  state: ReviewState,
  about: { readonly instance: ReviewInstance; readonly items: readonly DecisionItem[]; readonly startMs: number },
): void {
  const { instance, items, startMs } = about;
  const settings = instance.content.stages[stagesOf(state, instance).length];
  if (settings === undefined) return;
  const { reviewers, fallbackReviewers, durationInDays } = settings;
  const id = state.ids.uuid();
  const stage = state.stages.put({
    id,
    path: `${instance.path}/stages/${id}`,
    settings,
    reviewers,
    fallbackReviewers,
    status: 'InProgress',
    startMs,
    endMs: startMs + durationInDays * dayMs,
  });
  fillStage(state, { instance, stage, items });
}

/** Ends a stage; its decisions are shown until a later stage decides differently. */
export function closeStage(state: ReviewState, stage: ReviewStage, changes: Partial<ReviewStage> = {}): void {
  state.stages.change(stage, { ...changes, status: 'Completed' });
  for (const item of decisionsOf(state, instanceAround(state, stage)))
    if (item.twin !== null) state.decisions.change(item, { twin: null });
}

/** The items of the next stage: those with one of the decisions in the stage's settings. */
export function itemsThatMove(state: ReviewState, stage: ReviewStage): readonly DecisionItem[] {
  return decisionsOf(state, stage)
    .filter((item) => stage.settings.decisionsThatWillMoveToNextStage.some((moving) => isDecided(item, moving)))
    .flatMap(({ twin }) => state.decisions.get(twin ?? '') ?? []);
}

/** The end of an instance with this many stages begun, if the next one begins now. */
export function endOfRemaining({ content }: ReviewInstance, begun: number, nowMs: number): number {
  const remaining = content.stages.slice(begun);
  return remaining.reduce((endMs, { durationInDays }: StageSettings) => endMs + durationInDays * dayMs, nowMs);
}

function isDecided({ verdict, recommendation }: DecisionItem, moving: MovingDecision): boolean {
  switch (moving) {
    case 'Approve':
    case 'Deny':
      return verdict === moving;
    case 'NotReviewed':
      return verdict === 'NotReviewed' || verdict === 'DontKnow';
    case 'Recommendation':
      return verdict === recommendation;
    default:
      return moving satisfies never;
  }
}

function fillStage(
  state: ReviewState,
  about: { readonly instance: ReviewInstance; readonly stage: ReviewStage; readonly items: readonly DecisionItem[] },
): void {
  const { instance, stage, items } = about;
  const { resource, startMs } = instance;
  const reviewersOf = reviewerFinder(stage, { resource, directory: state.directory });
  const { lookBack } = instance.content.settings;
  const enabled = stage.settings.recommendationsEnabled;
  for (const item of items) {
    const { principal } = item;
    const { path: twin, reviewers } = newItem(state, stage, {
      principal,
      recommendation: recommend(principal, { enabled, lookBack, startMs }),
      reviewers: reviewersOf(principal),
      twin: item.path,
    });
    state.decisions.change(item, { twin, reviewers });
  }
  contact(state, instance, stage.startMs);
}
