import type { Clock } from './ports.ts';

/** A clock that moves only when a person sleeps: waiting costs no time, and every run takes the same. */
export function scriptedClock(startMs: number): Clock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
}
