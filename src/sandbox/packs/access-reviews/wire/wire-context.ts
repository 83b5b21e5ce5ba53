import type { JsonObject } from '../../../../json/json.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from '../review.ts';
import type { ReviewState } from '../reviews.ts';

/** How a version of Graph shows reviews. */
export type ReviewWire = {
  /** `created`: in the response to the request that made it, which knows less. */
  readonly definition: (definition: ReviewDefinition, when: 'created' | 'read', state: ReviewState) => JsonObject;
  readonly instance: (instance: ReviewInstance) => JsonObject;
  readonly stage: (stage: ReviewStage) => JsonObject;
  readonly decision: (item: DecisionItem, state: ReviewState) => JsonObject;
  readonly history: (history: HistoryDefinition, state: ReviewState) => JsonObject;
};
