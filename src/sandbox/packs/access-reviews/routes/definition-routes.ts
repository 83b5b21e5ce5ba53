import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { contextOf } from '../../../odata/response-parts.ts';
import { created, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { createDefinition, replaceDefinition } from '../change-definition.ts';
import { instancesFor } from '../decision-book.ts';
import { parseDefinition } from '../parse/parse-definition.ts';
import type { ReviewDefinition } from '../review.ts';
import { definitionAround, definitionsOf, instancesOf } from '../review-places.ts';
import { listRefusal, manageRefusal, signedIn, viewRefusal } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { shownDefinition, wireOf } from '../wire/review-wire.ts';
import { invalidReview } from './invalid-review.ts';
import { at, definitionAt } from './locate-review.ts';
import { definitionsPath, filterRefusal, knows, reviewRoute, typed } from './review-route.ts';

const onePath = `${definitionsPath}/{definitionId}`;
const setContext = 'identityGovernance/accessReviews/definitions';
const entityContext = `${setContext}/$entity`;

/** Defining reviews, and reading what was defined. */
export const definitionRoutes: readonly Route[] = [
  reviewRoute({ method: 'GET', path: definitionsPath, kind: 'read', handle: list }),
  reviewRoute({ method: 'POST', path: definitionsPath, kind: 'write', handle: create }),
  reviewRoute({ method: 'GET', path: onePath, kind: 'read', handle: at(definitionAt, read) }),
  reviewRoute({ method: 'PUT', path: onePath, kind: 'write', handle: at(definitionAt, replace) }),
  reviewRoute({ method: 'DELETE', path: onePath, kind: 'write', handle: at(definitionAt, remove) }),
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
      ...knows(call, 'accessReviewScheduleDefinition'),
      items: definitionsOf(call.world.reviews),
      toWire: shownWire(call),
      context: setContext,
      expand: expansions(call),
      alwaysCounted: true,
    })
  );
}

function shownWire({ version, world }: GraphCall) {
  return (definition: ReviewDefinition): JsonObject => shownDefinition(definition, version, world.reviews);
}

function listOwn(call: GraphCall): GraphResponse {
  return (
    filterRefusal(call) ??
    listResponse(call, {
      ...knows(call, 'accessReviewScheduleDefinition'),
      items: ownDefinitions(call),
      toWire: (one) =>
        typed('accessReviewScheduleDefinition', wireOf(call).definition(one, 'read', call.world.reviews)),
      context: 'Collection(accessReviewScheduleDefinition)',
      alwaysCounted: true,
    })
  );
}

function ownDefinitions(call: GraphCall): readonly ReviewDefinition[] {
  const { reviews } = call.world;
  const own = instancesFor(reviews, signedIn(call) ?? '');
  return [...new Set(own.map((instance) => definitionAround(reviews, instance)))];
}

function expansions(call: GraphCall) {
  const wire = wireOf(call);
  return {
    instances: (one: ReviewDefinition) => instancesOf(call.world.reviews, one).map((each) => wire.instance(each)),
  };
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
    ...wireOf(call).definition(definition, 'created', reviews),
  });
}

function read(call: GraphCall, item: ReviewDefinition): GraphResponse {
  return (
    viewRefusal(call, item) ??
    entityResponse(call, {
      ...knows(call, 'accessReviewScheduleDefinition'),
      item,
      toWire: shownWire(call),
      context: entityContext,
      expand: expansions(call),
    })
  );
}

function replace(call: GraphCall, definition: ReviewDefinition): GraphResponse {
  const { reviews, directory } = call.world;
  const refused = manageRefusal(call, definition.content);
  if (refused !== undefined) return refused;
  const today = definition.content.settings.recurrence.range.startDate;
  const parsed = parseDefinition(call.body, { directory, today });
  if (!parsed.ok) return invalidReview(parsed.message);
  const message = replaceDefinition(reviews, definition, parsed.value);
  return message === undefined ? noContent : invalidReview(message);
}

function remove(call: GraphCall, { content, path }: ReviewDefinition): GraphResponse {
  const refused = manageRefusal(call, content);
  if (refused === undefined) call.world.store.remove(path);
  return refused ?? noContent;
}
