import type { Sandbox } from '../../create-sandbox.ts';

/** The sandbox behind a server, which can start over and whose clock can follow the real one. */
export type Stage = {
  readonly current: () => Sandbox;
  /** Brings the clock to now, where it follows the real time. */
  readonly tick: () => void;
  /** Starts over: the seed, no faults, and the clock where it started or at the real time. */
  readonly reset: () => void;
};

export type StageOptions = {
  /** Makes a sandbox whose clock begins there. */
  readonly create: (startMs: number) => Sandbox;
  /** The time of a stopped clock until a client moves it; without it, it follows the real time. */
  readonly fixedMs?: number;
  readonly now: () => number;
};

export function stage({ create, fixedMs, now }: StageOptions): Stage {
  let lastMs = now();
  let current = create(fixedMs ?? lastMs);
  return {
    current: () => current,
    tick: () => {
      const nowMs = now();
      // The real clock may jump back; this one does not.
      if (fixedMs === undefined && nowMs > lastMs) current.clock.advance(nowMs - lastMs);
      lastMs = nowMs;
    },
    reset: () => {
      lastMs = now();
      current = create(fixedMs ?? lastMs);
    },
  };
}
