import { at } from '../../../service/reading.ts';
import { betaOnly, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { applyDecisions } from '../apply-decisions.ts';
import { changeReviewers } from '../change-reviewers.ts';
import { itemsFor } from '../decision-book.ts';
import { invalidReview } from '../invalid-review.ts';
import { closeInstance, prepareNext } from '../lifecycle.ts';
import { decideByDefault, resetVerdict } from '../record-verdict.ts';
import type { ReviewDefinition, ReviewInstance } from '../review.ts';
import { decisionsOf, definitionAround, instanceAround, instancesOf } from '../review-places.ts';
import { instanceRefusal, manageRefusal, readRefusal, signedIn } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { contactedWire } from '../wire/review-wire.ts';
import { filterRefusal, instancePath, instancesPath, licensedRoutes, ofCurrentUser } from './licensed-routes.ts';
import { definitionAt, definitionContext, instanceAt, instanceContext } from './locate-review.ts';
import { instanceType, listed, listedByFunction, reviewerType, shownOne } from './shown-types.ts';

/** Reading instances, and what is done to one as a whole. */
export const instanceRoutes: readonly Route[] = [
  ...licensedRoutes([
    ['GET', instancesPath, 'read', at(definitionAt, list)],
    ['GET', instancePath, 'read', at(instanceAt, (call, one) => instanceRefusal(call, one) ?? shown(call, one))],
    // The page documents PUT, its example PATCH.
    ['PUT', instancePath, 'write', at(instanceAt, change)],
    ['PATCH', instancePath, 'write', at(instanceAt, change)],
    ['GET', `${instancesPath}/${ofCurrentUser}`, 'read', at(definitionAt, listOwn)],
    ['GET', `${instancePath}/contactedReviewers`, 'read', at(instanceAt, contacted)],
    ['POST', `${instancePath}/stop`, 'write', managed(stop)],
    ['POST', `${instancePath}/sendReminder`, 'write', managed(remind)],
    ['POST', `${instancePath}/resetDecisions`, 'write', managed(reset)],
    ['POST', `${instancePath}/applyDecisions`, 'write', managed(apply)],
  ]),
  ...licensedRoutes([['POST', `${instancePath}/stopApplyDecisions`, 'write', managed(stopApplying)]], betaOnly),
];

function list(call: GraphCall, definition: ReviewDefinition): GraphResponse {
  const items = instancesOf(call.world.reviews, definition);
  const context = `${definitionContext(definition)}/instances`;
  return readRefusal(call, definition) ?? listed(call, instanceType, { items, context });
}

function listOwn(call: GraphCall, definition: ReviewDefinition): GraphResponse {
  const { reviews } = call.world;
  const userId = signedIn(call) ?? '';
  const own = instancesOf(reviews, definition).filter((one) => itemsFor(reviews, one, userId).length > 0);
  const { name, wire } = instanceType;
  return filterRefusal(call) ?? listedByFunction(call, { name, wire }, own);
}

function shown(call: GraphCall, item: ReviewInstance): GraphResponse {
  const context = `${definitionContext(definitionAround(call.world.reviews, item))}/instances`;
  return shownOne(call, instanceType, item, context);
}

function change(call: GraphCall, instance: ReviewInstance): GraphResponse {
  const { reviews } = call.world;
  return (
    manageRefusal(call, definitionAround(reviews, instance).content) ??
    changeReviewers(reviews, { instance, stage: null }, call.body) ??
    shown(call, instanceAround(reviews, instance))
  );
}

function contacted(call: GraphCall, instance: ReviewInstance): GraphResponse {
  const { reviews } = call.world;
  const context = `${instanceContext(reviews, instance)}/contactedReviewers`;
  const list = { items: contactedWire(instance, reviews), context };
  return readRefusal(call, definitionAround(reviews, instance)) ?? listed(call, reviewerType, list);
}

type Act = (call: GraphCall, instance: ReviewInstance) => GraphResponse;

/** An action on an instance by a person who may manage its review. */
function managed(act: Act): Route['handle'] {
  return at(instanceAt, (call, instance) => {
    const { content } = definitionAround(call.world.reviews, instance);
    return manageRefusal(call, content) ?? act(call, instance);
  });
}

/** Completes the instance at once; the automatic changes follow as at its scheduled end. */
function stop({ world }: GraphCall, instance: ReviewInstance): GraphResponse {
  if (instance.status !== 'InProgress') return wrongStatus(instance, 'stopped', 'InProgress');
  closeInstance(world.reviews, instance, world.clock.now());
  return noContent;
}

/** The sandbox sends no mail. */
function remind(_call: GraphCall, instance: ReviewInstance): GraphResponse {
  return instance.status === 'InProgress' ? noContent : wrongStatus(instance, 'reminded of', 'InProgress');
}

function reset({ world: { reviews } }: GraphCall, instance: ReviewInstance): GraphResponse {
  if (instance.status !== 'InProgress') return wrongStatus(instance, 'reset', 'InProgress');
  for (const item of decisionsOf(reviews, instance)) resetVerdict(reviews, item);
  return noContent;
}

function apply({ world, caller }: GraphCall, instance: ReviewInstance): GraphResponse {
  if (instance.status !== 'Completed') return wrongStatus(instance, 'applied', 'Completed');
  const { reviews, clock, directory } = world;
  const atMs = clock.now();
  // The default decisions may not have been made yet.
  if (instance.content.settings.defaultDecisionEnabled) decideByDefault(reviews, instance, atMs);
  applyDecisions(reviews, instance, { by: actorOf(caller, directory), atMs });
  prepareNext(reviews, instance);
  return noContent;
}

/** Decisions are applied at once: only those that would be applied by themselves can still be stopped. */
function stopApplying({ world }: GraphCall, instance: ReviewInstance): GraphResponse {
  const waits = ['Completed', 'AutoReviewing', 'AutoReviewed'].includes(instance.status);
  if (!waits || !instance.content.settings.autoApplyDecisionsEnabled || instance.applyingStopped)
    return wrongStatus(instance, 'kept from being applied', 'about to be applied');
  world.reviews.instances.change(instance, { applyingStopped: true, status: 'Completed' });
  return noContent;
}

function wrongStatus({ status }: ReviewInstance, done: string, needed: string): GraphResponse {
  return invalidReview(`The access review instance is ${status}; it can be ${done} only while it is ${needed}.`);
}
