import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { betaOnly, type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import { applyDecisions } from '../apply-decisions.ts';
import { changeReviewers } from '../change-reviewers.ts';
import { itemsOf } from '../decision-book.ts';
import { closeInstance, decideRemaining, prepareNext } from '../lifecycle.ts';
import { resetVerdict } from '../record-verdict.ts';
import type { ReviewDefinition, ReviewInstance } from '../review.ts';
import { isReviewer, manageRefusal, readRefusal, signedIn } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { wireContext, wireOf } from '../wire/review-wire.ts';
import { invalidReview } from './invalid-review.ts';
import { definitionAt, definitionContext, instanceAt, instanceContext } from './locate-review.ts';
import { definitionsPath, filterRefusal, reviewRoute, typed } from './review-route.ts';

const listPath = `${definitionsPath}/{definitionId}/instances`;
const onePath = `${listPath}/{instanceId}`;

/** Reading instances, and what is done to one as a whole. */
export const instanceRoutes: readonly Route[] = [
  reviewRoute({ method: 'GET', path: listPath, kind: 'read', handle: list }),
  reviewRoute({ method: 'GET', path: onePath, kind: 'read', handle: read }),
  // The page says PUT, its example PATCH.
  reviewRoute({ method: 'PUT', path: onePath, kind: 'write', handle: change }),
  reviewRoute({ method: 'PATCH', path: onePath, kind: 'write', handle: change }),
  reviewRoute({ method: 'GET', path: `${listPath}/filterByCurrentUser(on='{on}')`, kind: 'read', handle: listOwn }),
  reviewRoute({ method: 'GET', path: `${onePath}/contactedReviewers`, kind: 'read', handle: contacted }),
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

function list(call: GraphCall): GraphResponse {
  const found = definitionAt(call);
  if (!found.ok) return found.response;
  const { instances } = found.value;
  return (
    readRefusal(call, found.value) ??
    listResponse(call, {
      items: instances,
      toWire: (instance) => wireOf(call).instance(instance),
      context: `${definitionContext(found.value)}/instances`,
      expand: expansions(call),
      alwaysCounted: true,
    })
  );
}

function listOwn(call: GraphCall): GraphResponse {
  const found = definitionAt(call);
  if (!found.ok) return found.response;
  return (
    filterRefusal(call) ??
    listResponse(call, {
      items: ownInstances(call, found.value),
      toWire: (instance) => typed('accessReviewInstance', wireOf(call).instance(instance)),
      context: 'Collection(accessReviewInstance)',
      alwaysCounted: true,
    })
  );
}

function ownInstances(call: GraphCall, { instances }: ReviewDefinition): readonly ReviewInstance[] {
  const userId = signedIn(call) ?? '';
  return instances.filter(({ decisions }) => itemsOf(decisions, userId).length > 0);
}

function read(call: GraphCall): GraphResponse {
  const found = instanceAt(call);
  if (!found.ok) return found.response;
  const refused = isReviewer(call, found.value) ? undefined : readRefusal(call, found.value.definition);
  return refused ?? shown(call, found.value);
}

function shown(call: GraphCall, item: ReviewInstance): GraphResponse {
  return entityResponse(call, {
    item,
    toWire: (instance) => wireOf(call).instance(instance),
    context: `${definitionContext(item.definition)}/instances/$entity`,
    expand: expansions(call),
  });
}

/** The first page of what is expanded; `definition` is of beta only. */
export function expansions(call: GraphCall) {
  const wire = wireOf(call);
  const context = wireContext(call);
  const both = {
    decisions: ({ decisions }: ReviewInstance) =>
      decisions.items.slice(0, 100).map((item) => wire.decision(item, context)),
    contactedReviewers: (instance: ReviewInstance) => [...instance.contacted].map((entry) => reviewerWire(call, entry)),
    stages: ({ stages }: ReviewInstance) => stages.map((stage) => wire.stage(stage)),
  };
  if (call.version !== 'beta') return both;
  return { ...both, definition: ({ definition }: ReviewInstance) => wire.definition(definition, 'read') };
}

function change(call: GraphCall): GraphResponse {
  const found = instanceAt(call);
  if (!found.ok) return found.response;
  const instance = found.value;
  const refused = manageRefusal(call, instance.definition.content);
  return refused ?? changeReviewers(call.world.reviews, { instance, stage: null }, call.body) ?? shown(call, instance);
}

function contacted(call: GraphCall): GraphResponse {
  const found = instanceAt(call);
  if (!found.ok) return found.response;
  const instance = found.value;
  return (
    readRefusal(call, instance.definition) ??
    listResponse(call, {
      items: [...instance.contacted],
      toWire: (entry) => reviewerWire(call, entry),
      context: `${instanceContext(instance)}/contactedReviewers`,
      alwaysCounted: true,
    })
  );
}

function reviewerWire({ world }: GraphCall, [id, contactedMs]: readonly [string, number]) {
  const user = world.directory.user(id);
  return {
    id,
    displayName: user?.displayName ?? '',
    userPrincipalName: user?.userPrincipalName ?? '',
    createdDateTime: timestampOf(contactedMs),
  };
}

type Act = (call: GraphCall, instance: ReviewInstance) => GraphResponse;

/** An act on an instance by a person who may manage its review. */
function managed(act: Act): (call: GraphCall) => GraphResponse {
  return (call) => {
    const found = instanceAt(call);
    if (!found.ok) return found.response;
    return manageRefusal(call, found.value.definition.content) ?? act(call, found.value);
  };
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

function reset(_call: GraphCall, instance: ReviewInstance): GraphResponse {
  if (instance.status !== 'InProgress') return wrongStatus(instance, 'reset', 'InProgress');
  for (const item of instance.decisions.items) resetVerdict(item);
  return noContent;
}

function apply({ world, caller }: GraphCall, instance: ReviewInstance): GraphResponse {
  if (instance.status !== 'Completed') return wrongStatus(instance, 'applied', 'Completed');
  const { reviews, clock, directory } = world;
  const atMs = clock.now();
  decideRemaining(instance, atMs);
  applyDecisions(reviews, instance, { by: actorOf(caller, directory), atMs });
  prepareNext(reviews, instance.definition);
  return noContent;
}

/** Decisions are applied at once: only those that would be applied by themselves can still be stopped. */
function stopApplying(_call: GraphCall, instance: ReviewInstance): GraphResponse {
  const waits = ['Completed', 'AutoReviewing', 'AutoReviewed'].includes(instance.status);
  if (!waits || !instance.content.settings.autoApplyDecisionsEnabled || instance.applyingStopped === true)
    return wrongStatus(instance, 'kept from being applied', 'about to be applied');
  instance.applyingStopped = true;
  instance.status = 'Completed';
  return noContent;
}

function wrongStatus({ status }: ReviewInstance, done: string, needed: string): GraphResponse {
  return invalidReview(`The access review instance is ${status}; it can be ${done} only while it is ${needed}.`);
}
