/** The statuses that a step without `status` expects. */
export const successes: readonly number[] = Array.from({ length: 100 }, (_, index) => 200 + index);

/** Statuses as text. */
export function statusesText(statuses: readonly number[]): string {
  return statuses.length === successes.length ? '2xx' : statuses.join(' or ');
}
