import { at } from '../../../service/reading.ts';
import { type GraphCall, type GraphResponse, noContent, type Route } from '../../../service/route.ts';
import { changeReviewers } from '../change-reviewers.ts';
import { itemsFor } from '../decision-book.ts';
import { invalidReview } from '../invalid-review.ts';
import { endStage } from '../lifecycle.ts';
import type { ReviewInstance, ReviewStage } from '../review.ts';
import { definitionAround, stagesOf } from '../review-places.ts';
import { instanceRefusal, manageRefusal, readRefusal, signedIn } from '../scope/review-access.ts';
import { filterRefusal, instancePath, licensedRoutes, ofCurrentUser } from './licensed-routes.ts';
import { instanceAt, instanceContext, type LocatedStage, stageAt } from './locate-review.ts';
import { listed, listedByFunction, shownOne, stageType } from './shown-types.ts';

const listPath = `${instancePath}/stages`;
const onePath = `${listPath}/{stageId}`;

/** The stages of an instance that have begun. */
export const stageRoutes: readonly Route[] = licensedRoutes([
  ['GET', listPath, 'read', at(instanceAt, list)],
  ['GET', onePath, 'read', at(stageAt, (call, one) => instanceRefusal(call, one.instance) ?? shown(call, one))],
  ['PATCH', onePath, 'write', at(stageAt, change)],
  ['GET', `${listPath}/${ofCurrentUser}`, 'read', at(instanceAt, listOwn)],
  ['POST', `${onePath}/stop`, 'write', at(stageAt, stop)],
]);

const contextOf = ({ world }: GraphCall, instance: ReviewInstance): string =>
  `${instanceContext(world.reviews, instance)}/stages`;

function list(call: GraphCall, instance: ReviewInstance): GraphResponse {
  const { reviews } = call.world;
  const list = { items: stagesOf(reviews, instance), context: contextOf(call, instance) };
  return readRefusal(call, definitionAround(reviews, instance)) ?? listed(call, stageType, list);
}

function listOwn(call: GraphCall, instance: ReviewInstance): GraphResponse {
  const { reviews } = call.world;
  const userId = signedIn(call) ?? '';
  const own = stagesOf(reviews, instance).filter((stage) => itemsFor(reviews, stage, userId).length > 0);
  return filterRefusal(call) ?? listedByFunction(call, stageType, own);
}

const shown = (call: GraphCall, { instance, stage }: LocatedStage): GraphResponse =>
  shownOne(call, stageType, stage, contextOf(call, instance));

function change(call: GraphCall, { instance, stage }: LocatedStage): GraphResponse {
  const { reviews } = call.world;
  const now = (): ReviewStage => reviews.stages.get(stage.path) ?? stage;
  return (
    manageRefusal(call, definitionAround(reviews, instance).content) ??
    changeReviewers(reviews, { instance, stage }, call.body) ??
    shown(call, { instance, stage: now() })
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
