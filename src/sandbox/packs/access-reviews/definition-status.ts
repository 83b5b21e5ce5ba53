import type { InstanceStatus, ReviewDefinition } from './review.ts';
import { instancesOf } from './review-places.ts';
import type { ReviewState } from './reviews.ts';

/** From the least to the most advanced, once reviewers can no longer decide. */
const ending: readonly InstanceStatus[] = ['Completed', 'AutoReviewing', 'AutoReviewed', 'Applied'];

/** A series is in progress from its first beginning to its last end; then it is where its slowest instance is. */
export function definitionStatus(state: ReviewState, definition: ReviewDefinition): InstanceStatus {
  if (definition.begun === 0) return 'NotStarted';
  const statuses = new Set(instancesOf(state, definition).map(({ status }) => status));
  if (definition.nextStartMs !== null || statuses.has('InProgress')) return 'InProgress';
  return ending.find((status) => statuses.has(status)) ?? 'Completed';
}
