import type { JsonObject } from '../../../../json/json.ts';
import type { Directory } from '../../directory/directory.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from '../review.ts';

/** How a version of Graph shows reviews. */
export type ReviewWire = {
  /** `created`: in the response to the request that made it, which knows less. */
  readonly definition: (definition: ReviewDefinition, when: 'created' | 'read') => JsonObject;
  readonly instance: (instance: ReviewInstance) => JsonObject;
  readonly stage: (stage: ReviewStage) => JsonObject;
  readonly decision: (item: DecisionItem, context: WireContext) => JsonObject;
  readonly history: (history: HistoryDefinition, context: WireContext) => JsonObject;
};

export type WireContext = {
  readonly directory: Directory;
  /** Scheme, host and port of links. */
  readonly origin: string;
  /** The same, of addresses that need no token. */
  readonly filesOrigin: string;
  readonly nowMs: number;
};
