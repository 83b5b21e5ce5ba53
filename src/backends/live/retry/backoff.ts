const firstMs = 1_000;
const longestMs = 60_000;

/** How long to wait before the next try where no one says: twice as long each time, with up to as much again by chance. */
export function backoffMs(retry: number, random: () => number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(retry, 30) * (1 + random()));
}
