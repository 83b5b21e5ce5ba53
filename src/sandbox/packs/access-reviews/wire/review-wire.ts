import { graphOrigin } from '../../../../backends/responder.ts';
import type { JsonObject } from '../../../../json/json.ts';
import type { GraphCall } from '../../../service/route.ts';
import type { Directory } from '../../directory/directory.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import type { ReviewDefinition } from '../review-definition.ts';
import type { DecisionItem, ReviewInstance, ReviewStage } from '../review-instance.ts';
import { betaWire } from './wire-beta.ts';
import { v1Wire } from './wire-v1.ts';

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
  readonly nowMs: number;
};

export function wireOf({ version }: GraphCall): ReviewWire {
  return version === 'beta' ? betaWire : v1Wire;
}

export function wireContext({ world, origin }: GraphCall): WireContext {
  return { directory: world.directory, origin: origin ?? graphOrigin, nowMs: world.clock.now() };
}
