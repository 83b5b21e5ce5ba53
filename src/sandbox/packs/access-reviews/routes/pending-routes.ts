import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { betaOnly, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { decideMany } from '../decide.ts';
import { instancesFor, itemsFor } from '../decision-book.ts';
import { parseBatch } from '../parse/parse-verdict.ts';
import type { ReviewInstance } from '../review.ts';
import { signedIn } from '../scope/review-access.ts';
import { wireOf } from '../wire/review-wire.ts';
import { accept, decide, decideBatch, listItems, listTyped, read } from './decision-routes.ts';
import { expansions } from './instance-routes.ts';
import { invalidReview } from './invalid-review.ts';
import { at, type DecisionPlace, found, type LocatedReview } from './locate-review.ts';
import { filterRefusal, knows, reviewRoute } from './review-route.ts';

const pendingPath = '/me/pendingAccessReviewInstances';
const onePath = `${pendingPath}/{instanceId}`;
const decisionsPath = `${onePath}/decisions`;
const allPath = "/identityGovernance/accessReviews/decisions/filterByCurrentUser(on='{on}')";

/** What awaits the signed-in user, over all reviews: beta's way to ask. */
export const pendingRoutes: readonly Route[] = [
  betaRoute({ method: 'GET', path: pendingPath, kind: 'own', handle: list }),
  betaRoute({ method: 'GET', path: onePath, kind: 'own', handle: at(pendingPlace, readInstance) }),
  betaRoute({ method: 'GET', path: decisionsPath, kind: 'own', handle: at(pendingPlace, listDecisions) }),
  betaRoute({ method: 'GET', path: `${decisionsPath}/{decisionId}`, kind: 'own', handle: at(pendingPlace, read) }),
  betaRoute({
    method: 'PATCH',
    path: `${decisionsPath}/{decisionId}`,
    kind: 'decide',
    handle: at(pendingPlace, decide),
  }),
  betaRoute({
    method: 'POST',
    path: `${onePath}/batchRecordDecisions`,
    kind: 'decide',
    handle: at(pendingPlace, decideBatch),
  }),
  betaRoute({
    method: 'POST',
    path: `${onePath}/acceptRecommendations`,
    kind: 'decide',
    handle: at(pendingPlace, accept),
  }),
  betaRoute({ method: 'GET', path: allPath, kind: 'read', handle: listAll }),
  betaRoute({ method: 'POST', path: `${allPath}/recordAllDecisions`, kind: 'write', handle: recordAll }),
];

function betaRoute(route: Omit<Parameters<typeof reviewRoute>[0], 'versions'>): Route {
  return reviewRoute({ ...route, versions: betaOnly });
}

function list(call: GraphCall): GraphResponse {
  return listResponse(call, {
    ...knows(call, 'accessReviewInstance'),
    items: pending(call),
    toWire: (instance) => wireOf(call).instance(instance),
    context: pendingContext(call),
    expand: expansions(call),
    alwaysCounted: true,
  });
}

/** Instances that run, in which the user has something to decide. */
function pending(call: GraphCall): readonly ReviewInstance[] {
  const own = instancesFor(call.world.reviews, signedIn(call) ?? '');
  return own.filter(({ status }) => status === 'InProgress');
}

function pendingContext(call: GraphCall): string {
  return `users('${signedIn(call) ?? ''}')/pendingAccessReviewInstances`;
}

function pendingPlace(call: GraphCall): LocatedReview<DecisionPlace> {
  const instance = found(call.params['instanceId'], (id) => pending(call).find((one) => one.id === id));
  if (!instance.ok) return instance;
  const context = `${pendingContext(call)}('${instance.value.id}')/decisions`;
  return { ok: true, value: { instance: instance.value, stage: null, context } };
}

function readInstance(call: GraphCall, { instance }: DecisionPlace): GraphResponse {
  return entityResponse(call, {
    ...knows(call, 'accessReviewInstance'),
    item: instance,
    toWire: (item) => wireOf(call).instance(item),
    context: `${pendingContext(call)}/$entity`,
    expand: expansions(call),
  });
}

function listDecisions(call: GraphCall, { instance, context }: DecisionPlace): GraphResponse {
  return listItems(call, itemsFor(call.world.reviews, instance, signedIn(call) ?? ''), context);
}

function listAll(call: GraphCall): GraphResponse {
  const { reviews } = call.world;
  const userId = signedIn(call) ?? '';
  const items = () => pending(call).flatMap((instance) => itemsFor(reviews, instance, userId));
  return filterRefusal(call) ?? listTyped(call, items());
}

/** Decides, in all reviews that run, what is the caller's to decide about a principal or a resource, or everything. */
function recordAll(call: GraphCall): GraphResponse {
  const refused = filterRefusal(call);
  if (refused !== undefined) return refused;
  const instances = pending(call);
  const justified = instances.some(({ content }) => content.settings.justificationRequiredOnApproval);
  const parsed = parseBatch(call.body, justified);
  if (!parsed.ok) return invalidReview(parsed.message);
  for (const instance of instances) {
    decideMany(call, { instance, stage: null, context: '' }, parsed.value);
  }
  return noContent;
}
