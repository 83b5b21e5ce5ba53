/** When to ask for the nth time again. Graph's pages advise ten seconds; a little sooner at first reports the lag better. */
export const pollIntervalMs = (asked: number): number => Math.min(10_000, 1_000 * 2 ** Math.min(asked, 10));
