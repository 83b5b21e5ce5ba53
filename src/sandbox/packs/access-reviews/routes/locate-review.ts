import { found, type Reading, read, readOn } from '../../../service/reading.ts';
import type { GraphCall } from '../../../service/route.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from '../review.ts';
import { definitionAround, definitionPath } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';

/** Where decisions are: an instance, or a stage of one. */
export type DecisionPlace = {
  readonly instance: ReviewInstance;
  readonly stage: ReviewStage | null;
  /** What follows `$metadata#` for its decisions. */
  readonly context: string;
};

export function definitionAt({ params, world }: GraphCall): Reading<ReviewDefinition> {
  return found(params['definitionId'], (id) => world.reviews.definitions.get(definitionPath(id)));
}

export function instanceAt(call: GraphCall): Reading<ReviewInstance> {
  const { instances } = call.world.reviews;
  return readOn(definitionAt(call), ({ path }) =>
    found(call.params['instanceId'], (id) => instances.get(`${path}/instances/${id}`)),
  );
}

export type LocatedStage = { readonly instance: ReviewInstance; readonly stage: ReviewStage };

export function stageAt(call: GraphCall): Reading<LocatedStage> {
  const { stages } = call.world.reviews;
  return readOn(instanceAt(call), (instance) =>
    readOn(
      found(call.params['stageId'], (id) => stages.get(`${instance.path}/stages/${id}`)),
      (stage) => read({ instance, stage }),
    ),
  );
}

export function instancePlace(call: GraphCall): Reading<DecisionPlace> {
  return readOn(instanceAt(call), (instance) =>
    read({ instance, stage: null, context: `${instanceContext(call.world.reviews, instance)}/decisions` }),
  );
}

export function stagePlace(call: GraphCall): Reading<DecisionPlace> {
  return readOn(stageAt(call), ({ instance, stage }) => {
    const context = `${instanceContext(call.world.reviews, instance)}/stages('${stage.id}')/decisions`;
    return read({ instance, stage, context });
  });
}

export function decisionAt(call: GraphCall, { instance, stage }: DecisionPlace): Reading<DecisionItem> {
  const { path } = stage ?? instance;
  return found(call.params['decisionId'], (id) => call.world.reviews.decisions.get(`${path}/decisions/${id}`));
}

export function definitionContext({ id }: ReviewDefinition): string {
  return `identityGovernance/accessReviews/definitions('${id}')`;
}

export function instanceContext(state: ReviewState, instance: ReviewInstance): string {
  return `${definitionContext(definitionAround(state, instance))}/instances('${instance.id}')`;
}
