import type { Clock } from '../../run/ports.ts';

/** The longest delay that `setTimeout` supports. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A clock that starts at the given wall time and then only moves forward, whatever happens to the system's clock.
 * A sleep is never shorter than requested: timers may fire a little early.
 */
export function monotonicClock(startMs: number): Clock {
  // Like `performance.now()`, which Node would have to load first.
  const origin = process.uptime();
  const now = () => startMs + (process.uptime() - origin) * 1_000;
  const sleep = async (ms: number, signal?: AbortSignal) => {
    const until = now() + ms;
    for (let left = ms; left > 0 && signal?.aborted !== true; left = until - now()) await timer(left, signal);
  };
  return { now, sleep };
}

function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(handle);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const handle = setTimeout(done, Math.min(Math.ceil(ms), longestTimerMs));
    signal?.addEventListener('abort', done);
  });
}
