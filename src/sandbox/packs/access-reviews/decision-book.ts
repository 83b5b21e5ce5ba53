import type { DecisionBook, DecisionItem, ReviewInstance } from './review.ts';
import type { ReviewState } from './reviews.ts';

/** Puts items into a book, and lists whose they are to decide. */
export function fillBook(book: DecisionBook, items: readonly DecisionItem[]): void {
  for (const item of items) {
    book.items.push(item);
    book.byId.set(item.id, item);
  }
  listReviewers(book);
}

/** Lists anew whose items are theirs to decide. Where all have the same reviewers they share one list. */
export function listReviewers(book: DecisionBook): void {
  book.byReviewer.clear();
  const { items } = book;
  const common = items[0]?.reviewers ?? [];
  if (items.every(({ reviewers }) => reviewers === common)) {
    for (const reviewer of common) book.byReviewer.set(reviewer, items);
    return;
  }
  const lists = new Map<string, DecisionItem[]>();
  for (const item of items)
    for (const reviewer of item.reviewers) {
      const list = lists.get(reviewer);
      if (list === undefined) lists.set(reviewer, [item]);
      else list.push(item);
    }
  for (const [reviewer, list] of lists) book.byReviewer.set(reviewer, list);
}

/** Remembers who was asked to review, and from when on. */
export function contact(state: ReviewState, instance: ReviewInstance, atMs: number): void {
  for (const reviewer of instance.decisions.byReviewer.keys()) {
    if (!instance.contacted.has(reviewer)) instance.contacted.set(reviewer, atMs);
    const instances = state.byReviewer.get(reviewer);
    if (instances === undefined) state.byReviewer.set(reviewer, new Set([instance]));
    else instances.add(instance);
  }
}

/** The items of a book that are a user's to decide. */
export function itemsOf(book: DecisionBook, reviewerId: string): readonly DecisionItem[] {
  return book.byReviewer.get(reviewerId) ?? [];
}
