import { at, found, type Reading } from '../../../service/reading.ts';
import { betaOnly, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { decideMany } from '../decide.ts';
import { instancesFor, itemsFor } from '../decision-book.ts';
import { parseBatch } from '../parse/parse-verdict.ts';
import type { ReviewInstance } from '../review.ts';
import { signedIn } from '../scope/review-access.ts';
import { accept, decide, decideBatch, read } from './decision-routes.ts';
import { filterRefusal, licensedRoutes, ofCurrentUser } from './licensed-routes.ts';
import type { DecisionPlace } from './locate-review.ts';
import { decisionType, instanceType, listed, listedByFunction, shownOne } from './shown-types.ts';

const pendingPath = '/me/pendingAccessReviewInstances';
const onePath = `${pendingPath}/{instanceId}`;
const decisionsPath = `${onePath}/decisions`;
const allPath = `/identityGovernance/accessReviews/decisions/${ofCurrentUser}`;

/** Reviews that await the signed-in user, of all definitions, in beta. */
export const pendingRoutes: readonly Route[] = licensedRoutes(
  [
    ['GET', pendingPath, 'own', list],
    ['GET', onePath, 'own', at(pendingPlace, readInstance)],
    ['GET', decisionsPath, 'own', at(pendingPlace, listDecisions)],
    ['GET', `${decisionsPath}/{decisionId}`, 'own', at(pendingPlace, read)],
    ['PATCH', `${decisionsPath}/{decisionId}`, 'decide', at(pendingPlace, decide)],
    ['POST', `${onePath}/batchRecordDecisions`, 'decide', at(pendingPlace, decideBatch)],
    ['POST', `${onePath}/acceptRecommendations`, 'decide', at(pendingPlace, accept)],
    ['GET', allPath, 'read', listAll],
    ['POST', `${allPath}/recordAllDecisions`, 'write', recordAll],
  ],
  betaOnly,
);

function list(call: GraphCall): GraphResponse {
  return listed(call, instanceType, { items: pending(call), context: pendingContext(call) });
}

/** Instances that run, in which the user has something to decide. */
function pending(call: GraphCall): readonly ReviewInstance[] {
  const own = instancesFor(call.world.reviews, signedIn(call) ?? '');
  return own.filter(({ status }) => status === 'InProgress');
}

function pendingContext(call: GraphCall): string {
  return `users('${signedIn(call) ?? ''}')/pendingAccessReviewInstances`;
}

function pendingPlace(call: GraphCall): Reading<DecisionPlace> {
  const instance = found(call.params['instanceId'], (id) => pending(call).find((one) => one.id === id));
  if (!instance.ok) return instance;
  const context = `${pendingContext(call)}('${instance.value.id}')/decisions`;
  return { ok: true, value: { instance: instance.value, stage: null, context } };
}

function readInstance(call: GraphCall, { instance }: DecisionPlace): GraphResponse {
  return shownOne(call, instanceType, instance, pendingContext(call));
}

function listDecisions(call: GraphCall, { instance, context }: DecisionPlace): GraphResponse {
  return listed(call, decisionType, { items: ownItems(call, instance), context });
}

const ownItems = (call: GraphCall, instance: ReviewInstance) =>
  itemsFor(call.world.reviews, instance, signedIn(call) ?? '');

function listAll(call: GraphCall): GraphResponse {
  const items = pending(call).flatMap((instance) => ownItems(call, instance));
  return filterRefusal(call) ?? listedByFunction(call, decisionType, items);
}

/** Decides, in all active reviews, the caller's items of a principal or a resource, or all of them. */
function recordAll(call: GraphCall): GraphResponse {
  const refused = filterRefusal(call);
  if (refused !== undefined) return refused;
  const instances = pending(call);
  const justified = instances.some(({ content }) => content.settings.justificationRequiredOnApproval);
  const parsed = parseBatch(call.body, justified);
  if (!parsed.ok) return parsed.response;
  for (const instance of instances) {
    decideMany(call, { instance, stage: null, context: '' }, parsed.value);
  }
  return noContent;
}
