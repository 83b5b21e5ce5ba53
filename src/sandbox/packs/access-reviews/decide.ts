import { forbidden } from '../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';
import { itemsFor } from './decision-book.ts';
import { invalidReview } from './invalid-review.ts';
import type { VerdictBody } from './parse/parse-verdict.ts';
import { recordVerdict, resetVerdict } from './record-verdict.ts';
import type { DecisionItem } from './review.ts';
import { decisionsOf, stagesOf } from './review-places.ts';
import type { DecisionPlace } from './routes/locate-review.ts';
import { actorOf } from './scope/review-actor.ts';

/** Why nothing can be decided here now. */
export function closedRefusal({ instance, stage }: DecisionPlace): GraphResponse | undefined {
  const status = stage?.status ?? instance.status;
  if (status === 'InProgress' && instance.status === 'InProgress') return undefined;
  return invalidReview(
    `The access review ${stage === null ? 'instance' : 'stage'} is ${status}; this can be done only while it is InProgress.`,
  );
}

/** Decides one item, as one of its reviewers. */
export function decideOne(
  call: GraphCall,
  place: DecisionPlace,
  item: DecisionItem,
  body: VerdictBody,
): GraphResponse | undefined {
  const { caller } = call;
  if (caller.kind !== 'delegated' || !item.reviewers.includes(caller.userId)) return notReviewer;
  if (!isOpen(call, place, item)) return invalidReview('The decision is not under review in the present stage.');
  record(call, item, body);
  return undefined;
}

/** Decides all items of the caller at once; an application decides all items. */
export function decideMany(call: GraphCall, place: DecisionPlace, body: VerdictBody): GraphResponse | undefined {
  const { caller, world } = call;
  const at = place.stage ?? place.instance;
  const items =
    caller.kind === 'application' ? decisionsOf(world.reviews, at) : itemsFor(world.reviews, at, caller.userId);
  if (caller.kind === 'delegated' && items.length === 0) return notReviewer;
  for (const item of items) if (isOpen(call, place, item) && isMeant(place, item, body)) record(call, item, body);
  return undefined;
}

/** Accepts the recommendation for each item that has one and that the caller has not decided. */
export function acceptRecommendations(call: GraphCall, place: DecisionPlace): GraphResponse | undefined {
  const { caller, world } = call;
  const at = place.stage ?? place.instance;
  const items = caller.kind === 'delegated' ? itemsFor(world.reviews, at, caller.userId) : [];
  if (items.length === 0) return notReviewer;
  for (const item of items) {
    const { verdict, recommendation } = item;
    if (!isOpen(call, place, item) || verdict !== 'NotReviewed' || recommendation === 'NoInfoAvailable') continue;
    record(call, item, { verdict: recommendation, justification: '' });
  }
  return undefined;
}

const notReviewer = forbidden('The signed-in user is not a reviewer of these decisions.');

/** In a review with stages, only items of the current stage can be decided. */
function isOpen({ world }: GraphCall, { instance, stage }: DecisionPlace, item: DecisionItem): boolean {
  return stage !== null || item.twin !== null || stagesOf(world.reviews, instance).length === 0;
}

function isMeant(
  { instance }: DecisionPlace,
  { principal }: DecisionItem,
  { principalId, resourceId }: VerdictBody,
): boolean {
  return [null, principal.id].includes(principalId) && [null, instance.resource.id].includes(resourceId);
}

function record(
  { caller, world }: GraphCall,
  item: DecisionItem,
  { verdict, justification }: Pick<VerdictBody, 'verdict' | 'justification'>,
): void {
  const { reviews, directory, clock } = world;
  const by = actorOf(caller, directory);
  if (verdict === 'NotReviewed') resetVerdict(reviews, item);
  else recordVerdict(reviews, item, { verdict, justification, by, atMs: clock.now() });
}
