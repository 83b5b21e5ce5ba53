import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { acceptRecommendations, closedRefusal, type Decider, decideMany, decideOne } from '../decide.ts';
import { itemsOf } from '../decision-book.ts';
import { parseAnswer, parseBatch } from '../parse/parse-answer-body.ts';
import type { DecisionItem } from '../review.ts';
import { readRefusal, signedIn } from '../scope/review-access.ts';
import { insightsWire } from '../wire/insight-wire.ts';
import { wireContext, wireOf } from '../wire/review-wire.ts';
import { invalidReview } from './invalid-review.ts';
import { type DecisionPlace, decisionAt, instancePlace, type LocatedReview, stagePlace } from './locate-review.ts';
import { definitionsPath, filterRefusal, reviewRoute, typed } from './review-route.ts';

const instancePath = `${definitionsPath}/{definitionId}/instances/{instanceId}`;

/** Reading and making decisions, of an instance and of its stages. */
export const decisionRoutes: readonly Route[] = [
  ...routesAt(instancePath, instancePlace),
  ...routesAt(`${instancePath}/stages/{stageId}`, stagePlace),
];

type Locate = (call: GraphCall) => LocatedReview<DecisionPlace>;
type Handle = (call: GraphCall, place: DecisionPlace) => GraphResponse;

function routesAt(path: string, locate: Locate): readonly Route[] {
  const at =
    (handle: Handle) =>
    (call: GraphCall): GraphResponse => {
      const place = locate(call);
      return place.ok ? handle(call, place.value) : place.response;
    };
  const decisions = `${path}/decisions`;
  return [
    reviewRoute({ method: 'GET', path: decisions, kind: 'read', handle: at(list) }),
    reviewRoute({ method: 'GET', path: `${decisions}/{decisionId}`, kind: 'read', handle: at(read) }),
    reviewRoute({ method: 'GET', path: `${decisions}/{decisionId}/insights`, kind: 'read', handle: at(insights) }),
    reviewRoute({ method: 'PATCH', path: `${decisions}/{decisionId}`, kind: 'decide', handle: at(decide) }),
    reviewRoute({
      method: 'GET',
      path: `${decisions}/filterByCurrentUser(on='{on}')`,
      kind: 'read',
      handle: at((call, place) => filterRefusal(call) ?? listOwnTyped(call, place)),
    }),
    reviewRoute({ method: 'POST', path: `${path}/batchRecordDecisions`, kind: 'write', handle: at(decideBatch) }),
    reviewRoute({ method: 'POST', path: `${path}/acceptRecommendations`, kind: 'decide', handle: at(accept) }),
  ];
}

function list(call: GraphCall, place: DecisionPlace): GraphResponse {
  return readRefusal(call, place.instance.definition) ?? listItems(call, place.book.items, place.context);
}

function listOwnTyped(call: GraphCall, { book }: DecisionPlace): GraphResponse {
  return listResponse(call, {
    items: itemsOf(book, signedIn(call) ?? ''),
    toWire: (item) => typed('accessReviewInstanceDecisionItem', wireOf(call).decision(item, wireContext(call))),
    context: 'Collection(accessReviewInstanceDecisionItem)',
    expand,
    alwaysCounted: true,
  });
}

const expand = { insights: insightsWire };

function insights(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  const isOwn = found.value.reviewers.includes(signedIn(call) ?? '');
  const refused = isOwn ? undefined : readRefusal(call, place.instance.definition);
  const context = `${place.context}('${found.value.id}')/insights`;
  return refused ?? listResponse(call, { items: insightsWire(found.value), toWire: (one) => one, context });
}

/** Decision items as a collection of the given name. */
export function listItems(call: GraphCall, items: readonly DecisionItem[], context: string): GraphResponse {
  return listResponse(call, {
    items,
    toWire: (item) => wireOf(call).decision(item, wireContext(call)),
    context,
    expand,
    alwaysCounted: true,
  });
}

export function read(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  const isOwn = found.value.reviewers.includes(signedIn(call) ?? '');
  const refused = isOwn ? undefined : readRefusal(call, place.instance.definition);
  return (
    refused ??
    entityResponse(call, {
      item: found.value,
      toWire: (item) => wireOf(call).decision(item, wireContext(call)),
      context: `${place.context}/$entity`,
      expand,
    })
  );
}

export function decide(call: GraphCall, place: DecisionPlace): GraphResponse {
  const found = decisionAt(call, place);
  if (!found.ok) return found.response;
  const parsed = parseAnswer(call.body, isJustified(place));
  if (!parsed.ok) return invalidReview(parsed.message);
  return closedRefusal(place) ?? decideOne(place, found.value, parsed.value, decider(call)) ?? noContent;
}

export function decideBatch(call: GraphCall, place: DecisionPlace): GraphResponse {
  const parsed = parseBatch(call.body, isJustified(place));
  if (!parsed.ok) return invalidReview(parsed.message);
  return closedRefusal(place) ?? decideMany(place, parsed.value, decider(call)) ?? noContent;
}

export function accept(call: GraphCall, place: DecisionPlace): GraphResponse {
  return closedRefusal(place) ?? acceptRecommendations(place, decider(call)) ?? noContent;
}

function isJustified({ instance }: DecisionPlace): boolean {
  return instance.content.settings.justificationRequiredOnApproval;
}

export function decider({ caller, world }: GraphCall): Decider {
  return { caller, directory: world.directory, atMs: world.clock.now() };
}
