import type { Clock } from '../../src/run/ports.ts';

type Sleeper = { readonly at: number; readonly wake: () => void };

type Common = {
  /** Grows with everything that happens. */
  readonly happened: () => number;
  /** Moves the clocks of those who answer. */
  readonly advance: (ms: number) => void;
};

const tickMs = 20;
/** So many ticks without anything happening: everybody waits. */
const quietTicks = 5;

/** One time for all who run and all who answer, as in the world: if all wait, it moves to the first wake-up. */
export function commonClock({ happened, advance }: Common): Clock & { readonly stop: () => void } {
  const sleepers = new Set<Sleeper>();
  let movedMs = 0;
  let seen = -1;
  let quiet = 0;
  const now = () => Date.now() + movedMs;
  const goOn = () => {
    const ms = Math.max(0, Math.min(...[...sleepers].map(({ at }) => at)) - now());
    movedMs += ms;
    advance(ms);
    for (const sleeper of [...sleepers]) if (sleeper.at <= now()) sleeper.wake();
  };
  const ticking = setInterval(() => {
    const isBusy = sleepers.size === 0 || happened() !== seen;
    seen = happened();
    quiet = isBusy ? 0 : quiet + 1;
    if (quiet < quietTicks) return;
    quiet = 0;
    goOn();
  }, tickMs);
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake);
        sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { at: now() + ms, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
    });
  return { now, sleep, stop: () => clearInterval(ticking) };
}
