import type { Clock } from './ports.ts';

/** A clock that only `sleep` moves: waiting costs no time, and every run takes equally long. */
export function scriptedClock(startMs: number): Clock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
}
