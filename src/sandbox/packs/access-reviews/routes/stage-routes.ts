import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { changeReviewers } from '../change-reviewers.ts';
import { itemsFor } from '../decision-book.ts';
import { endStage } from '../lifecycle.ts';
import type { ReviewInstance, ReviewStage } from '../review.ts';
import { definitionAround, stagesOf } from '../review-places.ts';
import { instanceRefusal, manageRefusal, readRefusal, signedIn } from '../scope/review-access.ts';
import { wireOf } from '../wire/review-wire.ts';
import { invalidReview } from './invalid-review.ts';
import { at, instanceAt, instanceContext, type LocatedStage, stageAt } from './locate-review.ts';
import { definitionsPath, filterRefusal, knows, reviewRoute, typed } from './review-route.ts';

const listPath = `${definitionsPath}/{definitionId}/instances/{instanceId}/stages`;
const onePath = `${listPath}/{stageId}`;

/** The stages of an instance that have begun. */
export const stageRoutes: readonly Route[] = [
  reviewRoute({ method: 'GET', path: listPath, kind: 'read', handle: at(instanceAt, list) }),
  reviewRoute({ method: 'GET', path: onePath, kind: 'read', handle: at(stageAt, read) }),
  reviewRoute({ method: 'PATCH', path: onePath, kind: 'write', handle: at(stageAt, change) }),
  reviewRoute({
    method: 'GET',
    path: `${listPath}/filterByCurrentUser(on='{on}')`,
    kind: 'read',
    handle: at(instanceAt, listOwn),
  }),
  reviewRoute({ method: 'POST', path: `${onePath}/stop`, kind: 'write', handle: at(stageAt, stop) }),
];

function list(call: GraphCall, instance: ReviewInstance): GraphResponse {
  const { reviews } = call.world;
  return (
    readRefusal(call, definitionAround(reviews, instance)) ??
    listResponse(call, {
      ...knows(call, 'accessReviewStage'),
      items: stagesOf(reviews, instance),
      toWire: (stage) => wireOf(call).stage(stage),
      context: `${instanceContext(reviews, instance)}/stages`,
      alwaysCounted: true,
    })
  );
}

function listOwn(call: GraphCall, instance: ReviewInstance): GraphResponse {
  const { reviews } = call.world;
  const userId = signedIn(call) ?? '';
  return (
    filterRefusal(call) ??
    listResponse(call, {
      ...knows(call, 'accessReviewStage'),
      items: stagesOf(reviews, instance).filter((stage) => itemsFor(reviews, stage, userId).length > 0),
      toWire: (stage) => typed('accessReviewStage', wireOf(call).stage(stage)),
      context: 'Collection(accessReviewStage)',
      alwaysCounted: true,
    })
  );
}

function read(call: GraphCall, { instance, stage }: LocatedStage): GraphResponse {
  return instanceRefusal(call, instance) ?? shown(call, instance, stage);
}

function shown(call: GraphCall, instance: ReviewInstance, item: ReviewStage): GraphResponse {
  return entityResponse(call, {
    ...knows(call, 'accessReviewStage'),
    item,
    toWire: (stage) => wireOf(call).stage(stage),
    context: `${instanceContext(call.world.reviews, instance)}/stages/$entity`,
  });
}

function change(call: GraphCall, { instance, stage }: LocatedStage): GraphResponse {
  const { reviews } = call.world;
  return (
    manageRefusal(call, definitionAround(reviews, instance).content) ??
    changeReviewers(reviews, { instance, stage }, call.body) ??
    shown(call, instance, reviews.stages.get(stage.path) ?? stage)
  );
}

/** Ends a stage before its time; the next begins at once. */
function stop(call: GraphCall, { stage }: LocatedStage): GraphResponse {
  const { reviews } = call.world;
  const refused = manageRefusal(call, definitionAround(reviews, stage).content);
  if (refused !== undefined) return refused;
  if (stage.status !== 'InProgress')
    return invalidReview(`The access review stage is ${stage.status}; it can be stopped only while it is InProgress.`);
  endStage(reviews, stage, call.world.clock.now());
  return noContent;
}
