import { contextOf } from '../../../odata/response-parts.ts';
import { at } from '../../../service/reading.ts';
import { created, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { createDefinition, replaceDefinition } from '../change-definition.ts';
import { instancesFor } from '../decision-book.ts';
import { invalidReview } from '../invalid-review.ts';
import { parseDefinition } from '../parse/parse-definition.ts';
import type { ReviewDefinition } from '../review.ts';
import { definitionAround, definitionsOf } from '../review-places.ts';
import { listRefusal, manageRefusal, signedIn, viewRefusal } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { definitionWire } from '../wire/review-wire.ts';
import { definitionsPath, filterRefusal, licensedRoutes, ofCurrentUser } from './licensed-routes.ts';
import { definitionAt } from './locate-review.ts';
import { definitionType, listed, listedByFunction, shownOne } from './shown-types.ts';

const onePath = `${definitionsPath}/{definitionId}`;
const context = 'identityGovernance/accessReviews/definitions';

/** Defining reviews, and reading what was defined. */
export const definitionRoutes: readonly Route[] = licensedRoutes([
  ['GET', definitionsPath, 'read', list],
  ['POST', definitionsPath, 'write', create],
  [
    'GET',
    onePath,
    'read',
    at(definitionAt, (call, one) => viewRefusal(call, one) ?? shownOne(call, definitionType, one, context)),
  ],
  ['PUT', onePath, 'write', at(definitionAt, replace)],
  ['DELETE', onePath, 'write', at(definitionAt, remove)],
  ['GET', `${definitionsPath}/${ofCurrentUser}`, 'read', listOwn],
]);

function list(call: GraphCall): GraphResponse {
  const items = definitionsOf(call.world.reviews);
  return listRefusal(call) ?? listed(call, definitionType, { items, context });
}

function listOwn(call: GraphCall): GraphResponse {
  const { reviews } = call.world;
  const own = instancesFor(reviews, signedIn(call) ?? '').map((instance) => definitionAround(reviews, instance));
  const wire = (one: ReviewDefinition) => definitionWire(one, { version: call.version, when: 'read' }, reviews);
  return filterRefusal(call) ?? listedByFunction(call, { name: definitionType.name, wire }, [...new Set(own)]);
}

function create(call: GraphCall): GraphResponse {
  const { reviews, directory, clock } = call.world;
  const parsed = parseDefinition(call.body, { directory, today: clock.timestamp().slice(0, 10) });
  if (!parsed.ok) return parsed.response;
  const refused = manageRefusal(call, parsed.value);
  if (refused !== undefined) return refused;
  const definition = createDefinition(reviews, parsed.value, actorOf(call.caller, directory));
  return created({
    '@odata.context': contextOf(call, `${context}/$entity`, undefined),
    ...definitionWire(definition, { version: call.version, when: 'created' }, reviews),
  });
}

function replace(call: GraphCall, definition: ReviewDefinition): GraphResponse {
  const { reviews, directory } = call.world;
  const refused = manageRefusal(call, definition.content);
  if (refused !== undefined) return refused;
  const today = definition.content.settings.recurrence.range.startDate;
  const parsed = parseDefinition(call.body, { directory, today });
  if (!parsed.ok) return parsed.response;
  const message = replaceDefinition(reviews, definition, parsed.value);
  return message === undefined ? noContent : invalidReview(message);
}

function remove(call: GraphCall, { content, path }: ReviewDefinition): GraphResponse {
  const refused = manageRefusal(call, content);
  if (refused === undefined) call.world.store.remove(path);
  return refused ?? noContent;
}
