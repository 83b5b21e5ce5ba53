const firstMs = 1_000;
const longestMs = 60_000;

/**
 * How long to wait before the next attempt if the service does not state it: twice as long each time, plus a random
 * part of up to the same length.
 */
export function backoffMs(retry: number, random: () => number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(retry, 30) * (1 + random()));
}
