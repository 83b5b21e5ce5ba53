import { notFound } from '../../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../../service/route.ts';
import type { DecisionBook, DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from '../review.ts';

export type LocatedReview<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: GraphResponse };

/** Where decisions are: an instance, or a stage of one. */
export type DecisionPlace = {
  readonly instance: ReviewInstance;
  readonly stage: ReviewStage | null;
  readonly book: DecisionBook;
  /** What follows `$metadata#` for its decisions. */
  readonly context: string;
};

export function definitionAt({ params, world }: GraphCall): LocatedReview<ReviewDefinition> {
  return found(params['definitionId'], (id) => world.reviews.definitions.get(id));
}

export function instanceAt(call: GraphCall): LocatedReview<ReviewInstance> {
  const definition = definitionAt(call);
  if (!definition.ok) return definition;
  return found(call.params['instanceId'], (id) => {
    const instance = call.world.reviews.instances.get(id);
    return instance?.definition === definition.value ? instance : undefined;
  });
}

export function stageAt(call: GraphCall): LocatedReview<ReviewStage> {
  const instance = instanceAt(call);
  if (!instance.ok) return instance;
  return found(call.params['stageId'], (stageId) => instance.value.stages.find(({ id }) => id === stageId));
}

export function instancePlace(call: GraphCall): LocatedReview<DecisionPlace> {
  const found = instanceAt(call);
  if (!found.ok) return found;
  const instance = found.value;
  return {
    ok: true,
    value: { instance, stage: null, book: instance.decisions, context: `${instanceContext(instance)}/decisions` },
  };
}

export function stagePlace(call: GraphCall): LocatedReview<DecisionPlace> {
  const found = stageAt(call);
  if (!found.ok) return found;
  const stage = found.value;
  const { instance, decisions: book } = stage;
  const context = `${instanceContext(instance)}/stages('${stage.id}')/decisions`;
  return { ok: true, value: { instance, stage, book, context } };
}

export function decisionAt(call: GraphCall, { book }: DecisionPlace): LocatedReview<DecisionItem> {
  return found(call.params['decisionId'], (id) => book.byId.get(id));
}

export function definitionContext({ id }: ReviewDefinition): string {
  return `identityGovernance/accessReviews/definitions('${id}')`;
}

export function instanceContext({ id, definition }: ReviewInstance): string {
  return `${definitionContext(definition)}/instances('${id}')`;
}

export function found<T>(id: string | undefined, find: (id: string) => T | undefined): LocatedReview<T> {
  const value = find((id ?? '').toLowerCase());
  return value === undefined ? { ok: false, response: notFound(id ?? '') } : { ok: true, value };
}
