import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, type Listing, listResponse } from '../../../odata/list-response.ts';
import type { GraphCall, GraphResponse } from '../../../service/route.ts';
import { shippedModel } from '../../../typed/schema/shipped-model.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from '../review.ts';
import { decisionsOf, definitionAround, instancesOf, stagesOf } from '../review-places.ts';
import { decisionWire, insightsWire } from '../wire/decision-wire.ts';
import { historyInstanceWire, historyWire } from '../wire/history-wire.ts';
import { contactedWire, definitionWire, instanceWire, shownDefinition, stageWire } from '../wire/review-wire.ts';

/** A type as requests read it: its name in the metadata, how one is shown, and what may be expanded of it. */
type ShownType<T> = {
  readonly name: string;
  readonly wire: (one: T, call: GraphCall) => JsonObject;
  readonly expand?: (call: GraphCall) => Listing<T>['expand'];
};

export const definitionType: ShownType<ReviewDefinition> = {
  name: 'accessReviewScheduleDefinition',
  wire: (one, { version, world }) => shownDefinition(one, version, world.reviews),
  expand: ({ version, world }) => ({
    instances: (one) => instancesOf(world.reviews, one).map((each) => instanceWire(each, version)),
  }),
};

export const instanceType: ShownType<ReviewInstance> = {
  name: 'accessReviewInstance',
  wire: (one, { version }) => instanceWire(one, version),
  expand: ({ version, world: { reviews } }) => {
    const both: Listing<ReviewInstance>['expand'] = {
      // The first page of them.
      decisions: (one) =>
        decisionsOf(reviews, one)
          .slice(0, 100)
          .map((item) => decisionWire(item, version, reviews)),
      contactedReviewers: (one) => contactedWire(one, reviews),
      stages: (one) => stagesOf(reviews, one).map(stageWire),
    };
    if (version !== 'beta') return both;
    const shown = { version, when: 'read' } as const;
    return { ...both, definition: (one) => definitionWire(definitionAround(reviews, one), shown, reviews) };
  },
};

export const stageType: ShownType<ReviewStage> = {
  name: 'accessReviewStage',
  wire: stageWire,
};

export const decisionType: ShownType<DecisionItem> = {
  name: 'accessReviewInstanceDecisionItem',
  wire: (one, { version, world }) => decisionWire(one, version, world.reviews),
  expand: ({ world }) => ({ insights: (one) => insightsWire(one, world.reviews) }),
};

export const historyType: ShownType<HistoryDefinition> = {
  name: 'accessReviewHistoryDefinition',
  wire: (one, { version, world }) => historyWire(one, version, world.reviews),
  expand: ({ world }) => ({ instances: (one) => [historyInstanceWire(one, world.reviews)] }),
};

/** A report has one instance, represented by the report itself. */
export const historyInstanceType: ShownType<HistoryDefinition> = {
  name: 'accessReviewHistoryInstance',
  wire: (one, { world }) => historyInstanceWire(one, world.reviews),
};

/** Objects that are shown unchanged. */
export const reviewerType: ShownType<JsonObject> = { name: 'accessReviewReviewer', wire: (one) => one };

/** Objects of a collection; `context` is what follows `$metadata#`. */
export function listed<T>(
  call: GraphCall,
  type: ShownType<T>,
  { items, context }: Pick<Listing<T>, 'items' | 'context'>,
): GraphResponse {
  return listResponse(call, { ...viewOf(call, type), items, context, alwaysCounted: true });
}

/** Objects as a function returns them: each has its type. */
export function listedByFunction<T>(call: GraphCall, type: ShownType<T>, items: readonly T[]): GraphResponse {
  const wire = (one: T): JsonObject => ({ '@odata.type': `#microsoft.graph.${type.name}`, ...type.wire(one, call) });
  return listed(call, { ...type, wire }, { items, context: `Collection(${type.name})` });
}

export function shownOne<T>(call: GraphCall, type: ShownType<T>, item: T, context: string): GraphResponse {
  return entityResponse(call, { ...viewOf(call, type), item, context: `${context}/$entity` });
}

function viewOf<T>(call: GraphCall, { name, wire, expand }: ShownType<T>) {
  return { ...namesOf(call, name), toWire: (one: T) => wire(one, call), expand: expand?.(call) ?? {} };
}

/** What queries of v1.0 may name. Beta's own properties are not known. */
function namesOf({ version }: GraphCall, type: string): Pick<Listing<never>, 'properties'> {
  if (version === 'beta') return {};
  return {
    properties: () => ['id', ...[...(shippedModel().type(type)?.properties.values() ?? [])].map(({ name }) => name)],
  };
}
