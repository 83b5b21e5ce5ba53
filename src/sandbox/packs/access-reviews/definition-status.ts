import type { InstanceStatus, ReviewDefinition } from './review.ts';

/** From the least to the most advanced, once reviewers have had their say. */
const ending: readonly InstanceStatus[] = ['Completed', 'AutoReviewing', 'AutoReviewed', 'Applied'];

/** A series is in progress from its first beginning to its last end; then it is where its slowest instance is. */
export function definitionStatus({ begun, nextStartMs, instances }: ReviewDefinition): InstanceStatus {
  if (begun === 0) return 'NotStarted';
  const statuses = new Set(instances.map(({ status }) => status));
  if (nextStartMs !== null || statuses.has('InProgress')) return 'InProgress';
  return ending.find((status) => statuses.has(status)) ?? 'Completed';
}
