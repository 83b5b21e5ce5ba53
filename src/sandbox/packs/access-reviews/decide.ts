import type { Caller } from '../../service/caller.ts';
import { forbidden } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { SandboxDirectory } from '../directory/sandbox-directory.ts';
import { itemsOf } from './decision-book.ts';
import type { AnswerBody } from './parse/parse-answer-body.ts';
import { recordVerdict, resetVerdict } from './record-verdict.ts';
import type { DecisionItem } from './review.ts';
import { invalidReview } from './routes/invalid-review.ts';
import type { DecisionPlace } from './routes/locate-review.ts';
import { actorOf } from './scope/review-actor.ts';

/** Who decides, and when. */
export type Decider = { readonly caller: Caller; readonly directory: SandboxDirectory; readonly atMs: number };

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
  place: DecisionPlace,
  item: DecisionItem,
  answer: AnswerBody,
  by: Decider,
): GraphResponse | undefined {
  const { caller } = by;
  if (caller.kind !== 'delegated' || !item.reviewers.includes(caller.userId)) return notReviewer;
  if (!isOpen(place, item)) return invalidReview('The decision is not under review in the present stage.');
  record(item, answer, by);
  return undefined;
}

/** Decides all items at once that are the caller's; an application decides all there are. */
export function decideMany(place: DecisionPlace, answer: AnswerBody, by: Decider): GraphResponse | undefined {
  const { caller } = by;
  const items = caller.kind === 'application' ? place.book.items : itemsOf(place.book, caller.userId);
  if (caller.kind === 'delegated' && items.length === 0) return notReviewer;
  for (const item of items) if (isOpen(place, item) && isMeant(item, answer)) record(item, answer, by);
  return undefined;
}

/** Follows the recommendation wherever the caller has not decided and there is one. */
export function acceptRecommendations(place: DecisionPlace, by: Decider): GraphResponse | undefined {
  const { caller } = by;
  const items = caller.kind === 'delegated' ? itemsOf(place.book, caller.userId) : [];
  if (items.length === 0) return notReviewer;
  for (const item of items) {
    if (!isOpen(place, item) || item.verdict !== 'NotReviewed' || item.recommendation === 'NoInfoAvailable') continue;
    record(item, { verdict: item.recommendation, justification: '' }, by);
  }
  return undefined;
}

const notReviewer = forbidden('The signed-in user is not a reviewer of these decisions.');

/** In a review with stages only what the present stage is about can be decided. */
function isOpen({ instance, stage }: DecisionPlace, item: DecisionItem): boolean {
  return stage !== null || instance.stages.length === 0 || item.twin !== null;
}

function isMeant({ principal, instance }: DecisionItem, { principalId, resourceId }: AnswerBody): boolean {
  return [null, principal.id].includes(principalId) && [null, instance.resource.id].includes(resourceId);
}

function record(
  item: DecisionItem,
  { verdict, justification }: Pick<AnswerBody, 'verdict' | 'justification'>,
  decider: Decider,
): void {
  const by = actorOf(decider.caller, decider.directory);
  if (verdict === 'NotReviewed') resetVerdict(item);
  else recordVerdict(item, { verdict, justification, by, atMs: decider.atMs });
}
