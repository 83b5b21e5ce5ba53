import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { acceptRecommendations, closedRefusal, decideMany, decideOne } from '../decide.ts';
import { itemsFor } from '../decision-book.ts';
import { parseBatch, parseVerdict } from '../parse/parse-verdict.ts';
import type { DecisionItem } from '../review.ts';
import { decisionsOf, definitionAround } from '../review-places.ts';
import { readRefusal, signedIn } from '../scope/review-access.ts';
import { insightsWire } from '../wire/insight-wire.ts';
import { wireOf } from '../wire/review-wire.ts';
import { invalidReview } from './invalid-review.ts';
import { at, type DecisionPlace, decisionAt, instancePlace, type LocatedReview, stagePlace } from './locate-review.ts';
import { definitionsPath, filterRefusal, knows, reviewRoute, typed } from './review-route.ts';

const instancePath = `${definitionsPath}/{definitionId}/instances/{instanceId}`;

/** Reading and making decisions, of an instance and of its stages. */
export const decisionRoutes: readonly Route[] = [
  ...routesAt(instancePath, instancePlace),
  ...routesAt(`${instancePath}/stages/{stageId}`, stagePlace),
];

function routesAt(path: string, locate: (call: GraphCall) => LocatedReview<DecisionPlace>): readonly Route[] {
  const decisions = `${path}/decisions`;
  return [
    reviewRoute({ method: 'GET', path: decisions, kind: 'read', handle: at(locate, list) }),
    reviewRoute({ method: 'GET', path: `${decisions}/{decisionId}`, kind: 'read', handle: at(locate, read) }),
    reviewRoute({
      method: 'GET',
      path: `${decisions}/{decisionId}/insights`,
      kind: 'read',
      handle: at(locate, insights),
    }),
    reviewRoute({ method: 'PATCH', path: `${decisions}/{decisionId}`, kind: 'decide', handle: at(locate, decide) }),
    reviewRoute({
      method: 'GET',
      path: `${decisions}/filterByCurrentUser(on='{on}')`,
      kind: 'read',
      handle: at(locate, (call, place) => filterRefusal(call) ?? listOwnTyped(call, place)),
    }),
    reviewRoute({
      method: 'POST',
      path: `${path}/batchRecordDecisions`,
      kind: 'write',
      handle: at(locate, decideBatch),
    }),
    reviewRoute({ method: 'POST', path: `${path}/acceptRecommendations`, kind: 'decide', handle: at(locate, accept) }),
  ];
}

function list(call: GraphCall, place: DecisionPlace): GraphResponse {
  const { instance, stage, context } = place;
  const { reviews } = call.world;
  const refused = readRefusal(call, definitionAround(reviews, instance));
  return refused ?? listItems(call, decisionsOf(reviews, stage ?? instance), context);
}

function listOwnTyped(call: GraphCall, { instance, stage }: DecisionPlace): GraphResponse {
  return listTyped(call, itemsFor(call.world.reviews, stage ?? instance, signedIn(call) ?? ''));
}

/** Decision items as a function answers with them. */
export function listTyped(call: GraphCall, items: readonly DecisionItem[]): GraphResponse {
  return listResponse(call, {
    ...knows(call, 'accessReviewInstanceDecisionItem'),
    items,
    toWire: (item) => typed('accessReviewInstanceDecisionItem', wireOf(call).decision(item, call.world.reviews)),
    context: 'Collection(accessReviewInstanceDecisionItem)',
    expand: expansions(call),
    alwaysCounted: true,
  });
}

function expansions({ world }: GraphCall) {
  return { insights: (item: DecisionItem) => insightsWire(item, world.reviews) };
}

function insights(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  const context = `${place.context}('${found.value.id}')/insights`;
  const items = insightsWire(found.value, call.world.reviews);
  return (
    itemRefusal(call, place, found.value) ??
    listResponse(call, {
      items,
      toWire: (one) => one,
      context,
    })
  );
}

/** The reviewers of an item may read it. */
function itemRefusal(call: GraphCall, { instance }: DecisionPlace, { reviewers }: DecisionItem) {
  return reviewers.includes(signedIn(call) ?? '')
    ? undefined
    : readRefusal(call, definitionAround(call.world.reviews, instance));
}

/** Decision items as a collection of the given name. */
export function listItems(call: GraphCall, items: readonly DecisionItem[], context: string): GraphResponse {
  return listResponse(call, {
    ...knows(call, 'accessReviewInstanceDecisionItem'),
    items,
    toWire: (item) => wireOf(call).decision(item, call.world.reviews),
    context,
    expand: expansions(call),
    alwaysCounted: true,
  });
}

export function read(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  return (
    itemRefusal(call, place, found.value) ??
    entityResponse(call, {
      ...knows(call, 'accessReviewInstanceDecisionItem'),
      item: found.value,
      toWire: (item) => wireOf(call).decision(item, call.world.reviews),
      context: `${place.context}/$entity`,
      expand: expansions(call),
    })
  );
}

export function decide(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  const parsed = parseVerdict(call.body, isJustified(place));
  if (!parsed.ok) return invalidReview(parsed.message);
  return closedRefusal(place) ?? decideOne(call, place, found.value, parsed.value) ?? noContent;
}

export function decideBatch(call: GraphCall, place: DecisionPlace): GraphResponse {
  const parsed = parseBatch(call.body, isJustified(place));
  if (!parsed.ok) return invalidReview(parsed.message);
  return closedRefusal(place) ?? decideMany(call, place, parsed.value) ?? noContent;
}

export function accept(call: GraphCall, place: DecisionPlace): GraphResponse {
  return closedRefusal(place) ?? acceptRecommendations(call, place) ?? noContent;
}

function isJustified({ instance }: DecisionPlace): boolean {
  return instance.content.settings.justificationRequiredOnApproval;
}
