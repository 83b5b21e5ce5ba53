import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { betaOnly, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { applyDecisions } from '../apply-decisions.ts';
import { changeReviewers } from '../change-reviewers.ts';
import { itemsFor } from '../decision-book.ts';
import { closeInstance, prepareNext } from '../lifecycle.ts';
import { decideByDefault, resetVerdict } from '../record-verdict.ts';
import type { ReviewDefinition, ReviewInstance } from '../review.ts';
import { decisionsOf, definitionAround, instanceAround, instancesOf, stagesOf } from '../review-places.ts';
import { instanceRefusal, manageRefusal, readRefusal, signedIn } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { contactedWire } from '../wire/contacted-wire.ts';
import { wireOf } from '../wire/review-wire.ts';
import { invalidReview } from './invalid-review.ts';
import { at, definitionAt, definitionContext, instanceAt, instanceContext } from './locate-review.ts';
import { definitionsPath, filterRefusal, knows, reviewRoute, typed } from './review-route.ts';

const listPath = `${definitionsPath}/{definitionId}/instances`;
const onePath = `${listPath}/{instanceId}`;

/** Reading instances, and what is done to one as a whole. */
export const instanceRoutes: readonly Route[] = [
  reviewRoute({ method: 'GET', path: listPath, kind: 'read', handle: at(definitionAt, list) }),
  reviewRoute({ method: 'GET', path: onePath, kind: 'read', handle: at(instanceAt, read) }),
  // The page says PUT, its example PATCH.
  reviewRoute({ method: 'PUT', path: onePath, kind: 'write', handle: at(instanceAt, change) }),
  reviewRoute({ method: 'PATCH', path: onePath, kind: 'write', handle: at(instanceAt, change) }),
  reviewRoute({
    method: 'GET',
    path: `${listPath}/filterByCurrentUser(on='{on}')`,
    kind: 'read',
    handle: at(definitionAt, listOwn),
  }),
  reviewRoute({
    method: 'GET',
    path: `${onePath}/contactedReviewers`,
    kind: 'read',
    handle: at(instanceAt, contacted),
  }),
  reviewRoute({ method: 'POST', path: `${onePath}/stop`, kind: 'write', handle: managed(stop) }),
  reviewRoute({ method: 'POST', path: `${onePath}/sendReminder`, kind: 'write', handle: managed(remind) }),
  reviewRoute({ method: 'POST', path: `${onePath}/resetDecisions`, kind: 'write', handle: managed(reset) }),
  reviewRoute({
    method: 'POST',
    path: `${onePath}/stopApplyDecisions`,
    kind: 'write',
    versions: betaOnly,
    handle: managed(stopApplying),
  }),
  reviewRoute({ method: 'POST', path: `${onePath}/applyDecisions`, kind: 'write', handle: managed(apply) }),
];

function list(call: GraphCall, definition: ReviewDefinition): GraphResponse {
  return (
    readRefusal(call, definition) ??
    listResponse(call, {
      ...knows(call, 'accessReviewInstance'),
      items: instancesOf(call.world.reviews, definition),
      toWire: (instance) => wireOf(call).instance(instance),
      context: `${definitionContext(definition)}/instances`,
      expand: expansions(call),
      alwaysCounted: true,
    })
  );
}

function listOwn(call: GraphCall, definition: ReviewDefinition): GraphResponse {
  return (
    filterRefusal(call) ??
    listResponse(call, {
      ...knows(call, 'accessReviewInstance'),
      items: ownInstances(call, definition),
      toWire: (instance) => typed('accessReviewInstance', wireOf(call).instance(instance)),
      context: 'Collection(accessReviewInstance)',
      alwaysCounted: true,
    })
  );
}

function ownInstances(call: GraphCall, definition: ReviewDefinition): readonly ReviewInstance[] {
  const { reviews } = call.world;
  const userId = signedIn(call) ?? '';
  return instancesOf(reviews, definition).filter((one) => itemsFor(reviews, one, userId).length > 0);
}

function read(call: GraphCall, instance: ReviewInstance): GraphResponse {
  return instanceRefusal(call, instance) ?? shown(call, instance);
}

function shown(call: GraphCall, item: ReviewInstance): GraphResponse {
  return entityResponse(call, {
    ...knows(call, 'accessReviewInstance'),
    item,
    toWire: (instance) => wireOf(call).instance(instance),
    context: `${definitionContext(definitionAround(call.world.reviews, item))}/instances/$entity`,
    expand: expansions(call),
  });
}

/** The first page of what is expanded; `definition` is of beta only. */
export function expansions(call: GraphCall) {
  const wire = wireOf(call);
  const { reviews } = call.world;
  const both = {
    decisions: (instance: ReviewInstance) =>
      decisionsOf(reviews, instance)
        .slice(0, 100)
        .map((item) => wire.decision(item, reviews)),
    contactedReviewers: (instance: ReviewInstance) => contactedWire(instance, reviews),
    stages: (instance: ReviewInstance) => stagesOf(reviews, instance).map((stage) => wire.stage(stage)),
  };
  if (call.version !== 'beta') return both;
  const definition = (instance: ReviewInstance) =>
    wire.definition(definitionAround(reviews, instance), 'read', reviews);
  return { ...both, definition };
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
  return (
    readRefusal(call, definitionAround(reviews, instance)) ??
    listResponse(call, {
      ...knows(call, 'accessReviewReviewer'),
      items: contactedWire(instance, reviews),
      toWire: (one) => one,
      context: `${instanceContext(reviews, instance)}/contactedReviewers`,
      alwaysCounted: true,
    })
  );
}

type Act = (call: GraphCall, instance: ReviewInstance) => GraphResponse;

/** An act on an instance by a person who may manage its review. */
function managed(act: Act): Route['handle'] {
  return at(instanceAt, (call, instance) => {
    const { content } = definitionAround(call.world.reviews, instance);
    return manageRefusal(call, content) ?? act(call, instance);
  });
}

/** Brings the instance to Completed at once; what follows by itself follows as at its scheduled end. */
function stop({ world }: GraphCall, instance: ReviewInstance): GraphResponse {
  if (instance.status !== 'InProgress') return wrongStatus(instance, 'stopped', 'InProgress');
  closeInstance(world.reviews, instance, world.clock.now());
  return noContent;
}

/** There is no one whom the sandbox could write to. */
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
  // The default decisions may still be to come.
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
