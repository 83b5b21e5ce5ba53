import { notFound } from '../../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../../service/route.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from '../review.ts';
import { definitionAround, definitionPath } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';

export type LocatedReview<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: GraphResponse };

type Handle<T> = (call: GraphCall, found: T) => GraphResponse;

/** The object of a path, or a 404. */
export function at<T>(
  locate: (call: GraphCall) => LocatedReview<T>,
  handle: Handle<T>,
): (call: GraphCall) => GraphResponse {
  return (call) => {
    const located = locate(call);
    return located.ok ? handle(call, located.value) : located.response;
  };
}

/** Where decisions are: an instance, or a stage of one. */
export type DecisionPlace = {
  readonly instance: ReviewInstance;
  readonly stage: ReviewStage | null;
  /** What follows `$metadata#` for its decisions. */
  readonly context: string;
};

export function definitionAt({ params, world }: GraphCall): LocatedReview<ReviewDefinition> {
  return found(params['definitionId'], (id) => world.reviews.definitions.get(definitionPath(id)));
}

export function instanceAt(call: GraphCall): LocatedReview<ReviewInstance> {
  const definition = definitionAt(call);
  if (!definition.ok) return definition;
  const { path } = definition.value;
  return found(call.params['instanceId'], (id) => call.world.reviews.instances.get(`${path}/instances/${id}`));
}

export type LocatedStage = { readonly instance: ReviewInstance; readonly stage: ReviewStage };

export function stageAt(call: GraphCall): LocatedReview<LocatedStage> {
  const at = instanceAt(call);
  if (!at.ok) return at;
  const instance = at.value;
  const stage = found(call.params['stageId'], (id) => call.world.reviews.stages.get(`${instance.path}/stages/${id}`));
  return stage.ok ? { ok: true, value: { instance, stage: stage.value } } : stage;
}

export function instancePlace(call: GraphCall): LocatedReview<DecisionPlace> {
  const found = instanceAt(call);
  if (!found.ok) return found;
  const instance = found.value;
  const context = `${instanceContext(call.world.reviews, instance)}/decisions`;
  return { ok: true, value: { instance, stage: null, context } };
}

export function stagePlace(call: GraphCall): LocatedReview<DecisionPlace> {
  const found = stageAt(call);
  if (!found.ok) return found;
  const { instance, stage } = found.value;
  const context = `${instanceContext(call.world.reviews, instance)}/stages('${stage.id}')/decisions`;
  return { ok: true, value: { instance, stage, context } };
}

export function decisionAt(call: GraphCall, { instance, stage }: DecisionPlace): LocatedReview<DecisionItem> {
  const { path } = stage ?? instance;
  return found(call.params['decisionId'], (id) => call.world.reviews.decisions.get(`${path}/decisions/${id}`));
}

export function definitionContext({ id }: ReviewDefinition): string {
  return `identityGovernance/accessReviews/definitions('${id}')`;
}

export function instanceContext(state: ReviewState, instance: ReviewInstance): string {
  return `${definitionContext(definitionAround(state, instance))}/instances('${instance.id}')`;
}

export function found<T>(id: string | undefined, find: (id: string) => T | undefined): LocatedReview<T> {
  const value = find((id ?? '').toLowerCase());
  return value === undefined ? { ok: false, response: notFound(id ?? '') } : { ok: true, value };
}
