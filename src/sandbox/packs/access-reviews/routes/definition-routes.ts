import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { contextOf } from '../../../odata/response-parts.ts';
import { created, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { createDefinition, deleteDefinition, replaceDefinition } from '../change-definition.ts';
import { itemsOf } from '../decision-book.ts';
import { parseDefinition } from '../parse/parse-definition.ts';
import type { ReviewDefinition } from '../review.ts';
import { listRefusal, manageRefusal, signedIn, viewRefusal } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { wireOf } from '../wire/review-wire.ts';
import { invalidReview } from './invalid-review.ts';
import { definitionAt } from './locate-review.ts';
import { definitionsPath, filterRefusal, reviewRoute, typed } from './review-route.ts';

const onePath = `${definitionsPath}/{definitionId}`;
const setContext = 'identityGovernance/accessReviews/definitions';
const entityContext = `${setContext}/$entity`;

/** Defining reviews, and reading what was defined. */
export const definitionRoutes: readonly Route[] = [
  reviewRoute({ method: 'GET', path: definitionsPath, kind: 'read', handle: list }),
  reviewRoute({ method: 'POST', path: definitionsPath, kind: 'write', handle: create }),
  reviewRoute({ method: 'GET', path: onePath, kind: 'read', handle: read }),
  reviewRoute({ method: 'PUT', path: onePath, kind: 'write', handle: replace }),
  reviewRoute({ method: 'DELETE', path: onePath, kind: 'write', handle: remove }),
  reviewRoute({
    method: 'GET',
    path: `${definitionsPath}/filterByCurrentUser(on='{on}')`,
    kind: 'read',
    handle: listOwn,
  }),
];

function list(call: GraphCall): GraphResponse {
  return (
    listRefusal(call) ??
    listResponse(call, {
      items: [...call.world.reviews.definitions.values()],
      toWire: shownWire(call),
      context: setContext,
      expand: expansions(call),
      alwaysCounted: true,
    })
  );
}

/** v1.0 shows that there are instances, and none, until they are asked for (observed). */
function shownWire(call: GraphCall) {
  const wire = wireOf(call);
  return (definition: ReviewDefinition): JsonObject => {
    const shown = wire.definition(definition, 'read');
    if (call.version === 'beta') return shown;
    const context = `${setContext}('${definition.id}')/instances`;
    return { ...shown, 'instances@odata.context': contextOf(call, context, undefined), instances: [] };
  };
}

function listOwn(call: GraphCall): GraphResponse {
  return (
    filterRefusal(call) ??
    listResponse(call, {
      items: ownDefinitions(call),
      toWire: (definition) => typed('accessReviewScheduleDefinition', wireOf(call).definition(definition, 'read')),
      context: 'Collection(accessReviewScheduleDefinition)',
      alwaysCounted: true,
    })
  );
}

function ownDefinitions(call: GraphCall): readonly ReviewDefinition[] {
  const userId = signedIn(call);
  const instances = userId === undefined ? undefined : call.world.reviews.byReviewer.get(userId);
  if (userId === undefined || instances === undefined) return [];
  const own = [...instances].filter(({ decisions }) => itemsOf(decisions, userId).length > 0);
  return [...new Set(own.map(({ definition }) => definition))];
}

function expansions(call: GraphCall) {
  const wire = wireOf(call);
  return { instances: ({ instances }: ReviewDefinition) => instances.map((instance) => wire.instance(instance)) };
}

function create(call: GraphCall): GraphResponse {
  const { reviews, directory, clock } = call.world;
  const parsed = parseDefinition(call.body, { directory, today: clock.timestamp().slice(0, 10) });
  if (!parsed.ok) return invalidReview(parsed.message);
  const refused = manageRefusal(call, parsed.value);
  if (refused !== undefined) return refused;
  const definition = createDefinition(reviews, parsed.value, actorOf(call.caller, directory));
  return created({
    '@odata.context': contextOf(call, entityContext, undefined),
    ...wireOf(call).definition(definition, 'created'),
  });
}

function read(call: GraphCall): GraphResponse {
  const found = definitionAt(call);
  if (!found.ok) return found.response;
  return (
    viewRefusal(call, found.value) ??
    entityResponse(call, {
      item: found.value,
      toWire: shownWire(call),
      context: entityContext,
      expand: expansions(call),
    })
  );
}

function replace(call: GraphCall): GraphResponse {
  const found = definitionAt(call);
  if (!found.ok) return found.response;
  const { reviews, directory } = call.world;
  const refused = manageRefusal(call, found.value.content);
  if (refused !== undefined) return refused;
  const today = found.value.content.settings.recurrence.range.startDate;
  const parsed = parseDefinition(call.body, { directory, today });
  if (!parsed.ok) return invalidReview(parsed.message);
  const message = replaceDefinition(reviews, found.value, parsed.value);
  return message === undefined ? noContent : invalidReview(message);
}

function remove(call: GraphCall): GraphResponse {
  const found = definitionAt(call);
  if (!found.ok) return found.response;
  const refused = manageRefusal(call, found.value.content);
  if (refused !== undefined) return refused;
  deleteDefinition(call.world.reviews, found.value);
  return noContent;
}
