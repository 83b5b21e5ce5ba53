import { contact, fillBook, listReviewers } from './decision-book.ts';
import type { MovingDecision, StageSettings } from './review.ts';
import { type DecisionItem, emptyBook, type ReviewInstance, type ReviewStage, undecided } from './review.ts';
import type { ReviewState } from './reviews.ts';
import { recommend } from './scope/recommendation.ts';
import { reviewerFinder } from './scope/resolve-reviewers.ts';

const dayMs = 86_400_000;

/** Begins the next stage of an instance, about the given items of it. */
export function openStage(
  state: ReviewState,
  about: { readonly instance: ReviewInstance; readonly items: readonly DecisionItem[]; readonly startMs: number },
): void {
  const { instance, items, startMs } = about;
  const index = instance.stages.length;
  const settings = instance.content.stages[index];
  if (settings === undefined) return;
  const stage: ReviewStage = {
    id: state.ids.uuid(),
    instance,
    settings,
    reviewers: settings.reviewers,
    fallbackReviewers: settings.fallbackReviewers,
    status: 'InProgress',
    startMs,
    endMs: startMs + settings.durationInDays * dayMs,
    decisions: emptyBook(),
  };
  instance.stages.push(stage);
  fillStage(state, stage, items);
  const isLast = index === instance.content.stages.length - 1;
  if (!isLast) state.agenda.plan(stage.endMs, { kind: 'stage-end', instanceId: instance.id, stage: index });
}

/** Ends a stage; what was decided in it stands until a later stage decides otherwise. */
export function closeStage(stage: ReviewStage): void {
  stage.status = 'Completed';
  for (const item of stage.instance.decisions.items) item.twin = null;
}

/** The items that go on to the next stage: those decided in one of the ways that the stage's settings name. */
export function itemsThatMove(stage: ReviewStage): readonly DecisionItem[] {
  return stage.decisions.items
    .filter((item) => stage.settings.decisionsThatWillMoveToNextStage.some((moving) => isDecided(item, moving)))
    .map(({ twin }) => twin)
    .filter((item) => item !== null);
}

/** When an instance ends whose next stage begins now. */
export function endOfRemaining(instance: ReviewInstance, nowMs: number): number {
  const remaining = instance.content.stages.slice(instance.stages.length);
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

function fillStage(state: ReviewState, stage: ReviewStage, items: readonly DecisionItem[]): void {
  const { instance, settings } = stage;
  const reviewersOf = reviewerFinder(stage, { resource: instance.resource, directory: state.directory });
  const { lookBack } = instance.content.settings;
  const own = items.map((item): DecisionItem => {
    const twin: DecisionItem = {
      ...undecided,
      id: state.ids.uuid(),
      instance,
      principal: item.principal,
      recommendation: recommend(item.principal, {
        enabled: settings.recommendationsEnabled,
        lookBack,
        startMs: instance.startMs,
      }),
      reviewers: reviewersOf(item.principal),
      twin: item,
    };
    item.twin = twin;
    item.reviewers = twin.reviewers;
    return twin;
  });
  fillBook(stage.decisions, own);
  listReviewers(instance.decisions);
  contact(state, instance, stage.startMs);
}
