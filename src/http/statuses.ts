/** What a request expects that states no status. */
export const successes: readonly number[] = Array.from({ length: 100 }, (_, index) => 200 + index);

/** Statuses as people read them. */
export function statusesText(statuses: readonly number[]): string {
  return statuses.length === successes.length ? '2xx' : statuses.join(' or ');
}
