import { listResponse } from '../../../odata/list-response.ts';
import { at, type Reading } from '../../../service/reading.ts';
import { type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { acceptRecommendations, closedRefusal, decideMany, decideOne } from '../decide.ts';
import { itemsFor } from '../decision-book.ts';
import { parseBatch, parseVerdict } from '../parse/parse-verdict.ts';
import type { DecisionItem } from '../review.ts';
import { decisionsOf, definitionAround } from '../review-places.ts';
import { readRefusal, signedIn } from '../scope/review-access.ts';
import { insightsWire } from '../wire/decision-wire.ts';
import { filterRefusal, instancePath, licensedRoutes, ofCurrentUser } from './licensed-routes.ts';
import { type DecisionPlace, decisionAt, instancePlace, stagePlace } from './locate-review.ts';
import { decisionType, listed, listedByFunction, shownOne } from './shown-types.ts';

/** Reading and making decisions, of an instance and of its stages. */
export const decisionRoutes: readonly Route[] = [
  ...routesAt(instancePath, instancePlace),
  ...routesAt(`${instancePath}/stages/{stageId}`, stagePlace),
];

function routesAt(path: string, locate: (call: GraphCall) => Reading<DecisionPlace>): readonly Route[] {
  const decisions = `${path}/decisions`;
  return licensedRoutes([
    ['GET', decisions, 'read', at(locate, list)],
    ['GET', `${decisions}/{decisionId}`, 'read', at(locate, read)],
    ['GET', `${decisions}/{decisionId}/insights`, 'read', at(locate, insights)],
    ['PATCH', `${decisions}/{decisionId}`, 'decide', at(locate, decide)],
    ['GET', `${decisions}/${ofCurrentUser}`, 'read', at(locate, listOwn)],
    ['POST', `${path}/batchRecordDecisions`, 'write', at(locate, decideBatch)],
    ['POST', `${path}/acceptRecommendations`, 'decide', at(locate, accept)],
  ]);
}

function list(call: GraphCall, { instance, stage, context }: DecisionPlace): GraphResponse {
  const { reviews } = call.world;
  const list = { items: decisionsOf(reviews, stage ?? instance), context };
  return readRefusal(call, definitionAround(reviews, instance)) ?? listed(call, decisionType, list);
}

function listOwn(call: GraphCall, { instance, stage }: DecisionPlace): GraphResponse {
  const own = itemsFor(call.world.reviews, stage ?? instance, signedIn(call) ?? '');
  return filterRefusal(call) ?? listedByFunction(call, decisionType, own);
}

function insights(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  const context = `${place.context}('${found.value.id}')/insights`;
  const items = insightsWire(found.value, call.world.reviews);
  return itemRefusal(call, place, found.value) ?? listResponse(call, { items, toWire: (one) => one, context });
}

/** The reviewers of an item may read it. */
function itemRefusal(call: GraphCall, { instance }: DecisionPlace, { reviewers }: DecisionItem) {
  return reviewers.includes(signedIn(call) ?? '')
    ? undefined
    : readRefusal(call, definitionAround(call.world.reviews, instance));
}

export function read(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  return itemRefusal(call, place, found.value) ?? shownOne(call, decisionType, found.value, place.context);
}

export function decide(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  const parsed = parseVerdict(call.body, isJustified(place));
  if (!parsed.ok) return parsed.response;
  return closedRefusal(place) ?? decideOne(call, place, found.value, parsed.value) ?? noContent;
}

export function decideBatch(call: GraphCall, place: DecisionPlace): GraphResponse {
  const parsed = parseBatch(call.body, isJustified(place));
  if (!parsed.ok) return parsed.response;
  return closedRefusal(place) ?? decideMany(call, place, parsed.value) ?? noContent;
}

export function accept(call: GraphCall, place: DecisionPlace): GraphResponse {
  return closedRefusal(place) ?? acceptRecommendations(call, place) ?? noContent;
}

function isJustified({ instance }: DecisionPlace): boolean {
  return instance.content.settings.justificationRequiredOnApproval;
}
