import { Agenda } from './agenda.ts';
import { happen } from './lifecycle.ts';
import type { ReviewState, Reviews, ReviewsOptions } from './reviews.ts';

/** The access reviews of a new tenant: none. */
export function createReviews(options: ReviewsOptions): Reviews {
  const state: ReviewState = {
    ...options,
    policy: { isGroupOwnerManagementEnabled: true },
    definitions: new Map(),
    instances: new Map(),
    byReviewer: new Map(),
    history: new Map(),
    downloads: new Map(),
    agenda: new Agenda(),
  };
  return { ...state, settle: () => settle(state) };
}

/** Event by event, each at its own time, so that it makes no difference in how many steps the clock moved. */
function settle(state: ReviewState): void {
  const now = state.clock.now();
  for (let due = state.agenda.take(now); due !== undefined; due = state.agenda.take(now)) happen(state, due);
}
