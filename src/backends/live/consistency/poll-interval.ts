/** The wait before the nth poll, in milliseconds. Graph's pages advise ten seconds; shorter intervals at first measure the lag better. */
export const pollIntervalMs = (polls: number): number => Math.min(10_000, 1_000 * 2 ** Math.min(polls, 10));
