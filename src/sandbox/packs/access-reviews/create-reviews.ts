import { Agenda } from '../../service/agenda.ts';
import type { HistoryDefinition } from './history/review-history.ts';
import { recordStore } from './record-store.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from './review.ts';
import { policyPlace } from './review-places.ts';
import type { ReviewState, Reviews, ReviewsOptions } from './reviews.ts';
import { decisionWire, insightsWire } from './wire/decision-wire.ts';
import { historyInstanceWire, historyWire } from './wire/history-wire.ts';
import { contactedWire, instanceWire, shownDefinition, stageWire } from './wire/review-wire.ts';

/** The access reviews of a new tenant: none, and a policy that allows owners to manage reviews of their groups. */
export function createReviews(options: ReviewsOptions): Reviews {
  const { store, clock } = options;
  const agenda = new Agenda();
  const state: ReviewState = {
    ...options,
    agenda,
    definitions: recordStore<ReviewDefinition>(store, 'accessReviewScheduleDefinition', {
      draw: (one, version) => shownDefinition(one, version, state),
    }),
    instances: recordStore<ReviewInstance>(store, 'accessReviewInstance', {
      draw: instanceWire,
      held: { contactedreviewers: ['accessReviewReviewer', (one) => contactedWire(one, state)] },
    }),
    stages: recordStore<ReviewStage>(store, 'accessReviewStage', {
      draw: stageWire,
    }),
    decisions: recordStore<DecisionItem>(store, 'accessReviewInstanceDecisionItem', {
      draw: (one, version) => decisionWire(one, version, state),
      held: { insights: ['userSignInInsight', (one) => insightsWire(one, state)] },
    }),
    history: recordStore<HistoryDefinition>(store, 'accessReviewHistoryDefinition', {
      draw: (one, version) => historyWire(one, version, state),
      held: { instances: ['accessReviewHistoryInstance', (one) => [historyInstanceWire(one, state)]] },
    }),
  };
  store.set({
    id: 'accessReviewPolicy',
    type: 'accessReviewPolicy',
    path: policyPlace,
    values: { isGroupOwnerManagementEnabled: true },
    revision: 1,
    origin: 'modeled',
  });
  return { ...state, settle: () => agenda.settle(clock.now()) };
}
