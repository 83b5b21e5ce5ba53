import { type DecisionItem, type ReviewInstance, undecided } from './review.ts';
import { decisionsOf, definitionsOf, instanceAround, instancesOf } from './review-places.ts';
import type { ReviewState } from './reviews.ts';

type Placed = { readonly path: string };

/** Adds an undecided item to an instance or a stage. */
export function newItem(
  { decisions, ids }: ReviewState,
  { path }: Placed,
  item: Pick<DecisionItem, 'principal' | 'recommendation' | 'reviewers' | 'twin'>,
): DecisionItem {
  const id = ids.uuid();
  return decisions.put({ id, path: `${path}/decisions/${id}`, ...item, ...undecided });
}

/** Records who has to review, and since when. */
export function contact(state: ReviewState, instance: ReviewInstance, atMs: number): void {
  const { contacted } = instanceAround(state, instance);
  const known = new Set(contacted.map(({ id }) => id));
  const lists = new Set(decisionsOf(state, instance).map(({ reviewers }) => reviewers));
  const added = [...new Set([...lists].flat())].filter((id) => !known.has(id));
  state.instances.change(instance, { contacted: [...contacted, ...added.map((id) => ({ id, atMs }))] });
}

export const isContacted = ({ contacted }: ReviewInstance, userId: string): boolean =>
  contacted.some(({ id }) => id === userId);

/** The items of an instance or a stage that a user can decide. */
export function itemsFor(state: ReviewState, place: Placed, userId: string): readonly DecisionItem[] {
  // Most items have the same reviewers, who are checked once.
  const theirs = new Map<readonly string[], boolean>();
  return decisionsOf(state, place).filter(({ reviewers }) => {
    const isTheirs = theirs.get(reviewers) ?? reviewers.includes(userId);
    theirs.set(reviewers, isTheirs);
    return isTheirs;
  });
}

/** The instances of all reviews in which a user has something to decide. */
export function instancesFor(state: ReviewState, userId: string): readonly ReviewInstance[] {
  return definitionsOf(state)
    .flatMap((definition) => instancesOf(state, definition))
    .filter((instance) => isContacted(instance, userId) && itemsFor(state, instance, userId).length > 0);
}
